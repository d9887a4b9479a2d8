//! Accounts and signing in, on any InsForge: every call of `client.auth()` and `admin.auth()`. What needs somebody to
//! read mails or to sit at a provider's page is in `local/auth`.

mod codes;
mod oauth;
mod passwords;
mod profiles;
mod providers;
mod rules;
mod users;
