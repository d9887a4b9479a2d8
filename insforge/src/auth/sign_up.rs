//! Making an account.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::calls::{redirect_url, session_call};
use super::session::SessionBody;
use super::{Auth, Session};
use crate::error::{Error, Result};

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
    /// [`Auth::verify_email`] takes its code; a link in it leads to the `redirect_to` of [`SignUpOptions`].
    NeedsVerification,
}

/// What a sign-up may say beside the address and the password.
///
/// ```
/// use insforge::auth::SignUpOptions;
///
/// let options = SignUpOptions::new().name("Ada").redirect_to("https://my.app/welcome");
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
#[must_use]
pub struct SignUpOptions {
    name: Option<String>,
    redirect_to: Option<String>,
}

impl SignUpOptions {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The user's name, 1 to 100 characters; it becomes `name` of the profile, which anybody can read.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where the link of the verification mail leads in the end: an absolute URL on the project's list of allowed
    /// ones. A project that verifies by link wants it. [`AuthRedirect`](super::AuthRedirect) reads what arrives there.
    pub fn redirect_to(mut self, url: impl Into<String>) -> Self {
        self.redirect_to = Some(url.into());
        self
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Call<'a> {
    email: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_to: Option<&'a str>,
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
    ///     SignUp::NeedsVerification => println!("please look into your mail"),
    ///     _ => {}
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where the address has an account
    /// ([`is_email_taken`](Error::is_email_taken)), [`Invalid`](crate::error::ErrorKind::Invalid) for an address or
    /// password the project does not accept ([`is_weak_password`](Error::is_weak_password)),
    /// [`Forbidden`](crate::error::ErrorKind::Forbidden) where sign-up is switched off.
    pub async fn sign_up(&self, email: &str, password: &str) -> Result<SignUp> {
        self.sign_up_with(email, password, SignUpOptions::new()).await
    }

    /// Makes an account as [`sign_up`](Self::sign_up) does, with a name or a place for the verification link to lead to.
    ///
    /// ```no_run
    /// use insforge::auth::SignUpOptions;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let options = SignUpOptions::new().name("Ada").redirect_to("https://my.app/welcome");
    /// client.auth().sign_up_with("ada@example.com", "correct horse", options).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`sign_up`](Self::sign_up); [`Request`](crate::error::ErrorKind::Request) for a `redirect_to` that is no URL,
    /// and [`Invalid`](crate::error::ErrorKind::Invalid) for one off the project's list
    /// ([`is_redirect_refused`](Error::is_redirect_refused)).
    pub async fn sign_up_with(&self, email: &str, password: &str, options: SignUpOptions) -> Result<SignUp> {
        let redirect_to = options.redirect_to.as_deref();
        let call = Call {
            email,
            password,
            name: options.name.as_deref(),
            redirect_to: redirect_to.map(|url| redirect_url(OPERATION, url)).transpose()?,
        };
        // The route wants the project's key, and has no use for the token of whoever is signed in.
        let request = session_call(OPERATION, "/api/auth/users", Some(&call))?;
        let answer = self.send_as_nobody(request).await?;
        let body: Body = answer.decode(OPERATION)?;
        if body.access_token.is_some() {
            let session = self
                .keep(answer.decode::<SessionBody>(OPERATION)?, OPERATION)
                .await?;
            return Ok(SignUp::SignedIn(session));
        }
        if body.require_email_verification {
            return Ok(SignUp::NeedsVerification);
        }
        Err(
            Error::decode("the answer holds neither a session nor a request to verify the address")
                .with_operation(OPERATION),
        )
    }
}
