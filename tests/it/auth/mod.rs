//! Accounts and signing in, on any InsForge: every call of `client.auth()` and `admin.auth()`. What needs somebody to
//! read mails or to sit at a provider's page is in `local/auth`.

mod codes;
mod oauth;
mod passwords;
mod profiles;
mod providers;
mod rules;
mod sessions;
mod users;
mod verification;

use insforge::Client;
use insforge::auth::{Session, SignUp};
use insforge_tests::{Account, Backend};

/// A client on which a new account is signed in, with its session. The account goes with the third value.
async fn signed_up(backend: &'static Backend) -> (Client, Session, Account) {
    let client = Client::new(backend.url(), backend.anon_key()).expect("a client");
    let email = format!("{}@example.com", backend.unique("session"));
    match client
        .auth()
        .sign_up(&email, "Correct-Horse-7!")
        .await
        .expect("an account")
    {
        SignUp::SignedIn(session) => {
            let account = Account::adopt(backend, &session.user.id, &email);
            (client, session, account)
        }
        _ => panic!("this backend wants e-mail addresses verified: switch that off for the test run"),
    }
}

/// The session with an access token whose signature is not good any more.
fn with_bad_token(session: &Session) -> Session {
    let (rest, signature) = session.access_token().rsplit_once('.').expect("a JWT");
    let turned: String = signature.chars().rev().collect();
    let mut json: serde_json::Value = serde_json::from_str(&session.to_json()).expect("JSON");
    json["accessToken"] = format!("{rest}.{turned}").into();
    Session::from_json(&json.to_string()).expect("a session")
}
