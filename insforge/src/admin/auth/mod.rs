//! Accounts and sign-in as the project's administrator sees them: users, rules, providers, mails.
//!
//! [`Client::<Admin>::auth`](crate::client::Client::auth) returns [`AdminAuth`].

mod anon_token;
mod config;
mod custom_provider;
mod mail_template;
mod new_user;
mod provider;
mod session;
mod smtp;
mod users;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;

use ::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::config::{AuthConfig, AuthConfigChange};
pub use self::custom_provider::{CustomProvider, CustomProviderChange, NewCustomProvider};
pub use self::mail_template::{MailTemplate, MailTemplateType};
pub use self::new_user::{CreatedUser, NewUser};
pub use self::provider::{NewProvider, Provider, ProviderChange};
pub use self::session::AdminSession;
pub use self::smtp::{SmtpConfig, SmtpSettings};
pub use self::users::UserList;
use crate::auth::calls::with_json;
use crate::error::Result;
use crate::http::{Caller, Request, Target};

/// The calls about accounts and sign-in that need the admin API key.
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// use insforge::admin::auth::UserList;
///
/// let page = admin.auth().list_users(UserList::new().search("@example.com")).await?;
/// for user in page.rows {
///     println!("{} {}", user.id, user.email);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AdminAuth {
    caller: Caller,
}

impl AdminAuth {
    pub(crate) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    async fn read<T: DeserializeOwned>(&self, operation: &'static str, target: Target) -> Result<T> {
        self.call(Request::new(operation, Method::GET, target.finish()))
            .await
    }

    async fn write<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        target: Target,
        body: &B,
    ) -> Result<T> {
        let request = Request::new(operation, method, target.finish()).secret_answer();
        self.call(with_json(request, body)?).await
    }

    async fn delete(&self, operation: &'static str, target: Target) -> Result<()> {
        let request = Request::new(operation, Method::DELETE, target.finish());
        self.caller.send(request).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        let operation = request.operation();
        self.caller.send(request).await?.decode(operation)
    }
}

impl fmt::Debug for AdminAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminAuth").finish_non_exhaustive()
    }
}
