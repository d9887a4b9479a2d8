//! Making an account.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::calls::{EmailPassword, session_call};
use super::session::SessionBody;
use super::{Auth, Session};
use crate::error::{Error, Result};
use crate::http::Credential;

const OPERATION: &str = "auth.sign_up";

/// What became of a sign-up.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "one is made a sign-up, and a box would be in the way of every match"
)]
pub enum SignUp {
    /// The account is made and signed in.
    SignedIn(Session),
    /// The account is made, and the project asks for the address to be verified first: a mail is on its way.
    VerificationPending,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    access_token: Option<IgnoredAny>,
    #[serde(default)]
    require_email_verification: bool,
}

impl Auth {
    /// Makes an account: `POST /api/auth/users`. If the project needs no verified address, the user is signed in on
    /// this client afterwards.
    ///
    /// ```no_run
    /// use insforge::auth::SignUp;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// match client.auth().sign_up("ada@example.com", "correct horse").await? {
    ///     SignUp::SignedIn(session) => println!("welcome, {}", session.user.email),
    ///     SignUp::VerificationPending => println!("please look into your mail"),
    ///     _ => {}
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where the address has an account (`AUTH_EMAIL_EXISTS`),
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for an address or password the project does not accept,
    /// [`Forbidden`](crate::error::ErrorKind::Forbidden) where sign-up is switched off.
    pub async fn sign_up(&self, email: &str, password: &str) -> Result<SignUp> {
        let request = session_call(
            OPERATION,
            "/api/auth/users",
            Some(&EmailPassword { email, password }),
        )?;
        // The route wants the project's key, and has no use for the token of whoever is signed in.
        let answer = self
            .caller
            .with_credential(Credential::Anon(self.cell.anon.clone()))
            .send(request)
            .await?;
        let body: Body = answer.decode(OPERATION)?;
        if body.access_token.is_some() {
            let session = self
                .keep(answer.decode::<SessionBody>(OPERATION)?, OPERATION)
                .await?;
            return Ok(SignUp::SignedIn(session));
        }
        if body.require_email_verification {
            return Ok(SignUp::VerificationPending);
        }
        Err(
            Error::decode("the answer holds neither a session nor a request to verify the address")
                .with_operation(OPERATION),
        )
    }
}
