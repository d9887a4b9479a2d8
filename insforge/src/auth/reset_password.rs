//! Choosing a new password when the old one is forgotten.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::calls::{EmailRedirect, redirect_url, six_digits, with_json};
use super::{Auth, Secret};
use crate::error::{Error, Result};
use crate::http::{Request, Target};

const SEND: &str = "auth.send_reset_password_email";
const EXCHANGE: &str = "auth.exchange_reset_password_token";
const RESET: &str = "auth.reset_password";

/// What a code is exchanged for: the right to choose a new password, once.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ResetPasswordToken {
    /// The token for [`Auth::reset_password`].
    pub token: Secret,
    /// Until when it is valid, ISO 8601.
    #[serde(default)]
    pub expires_at: Option<String>,
}

#[derive(Serialize)]
struct Exchange<'a> {
    email: &'a str,
    code: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reset<'a> {
    new_password: &'a str,
    otp: &'a str,
}

impl Auth {
    /// Sends a mail to choose a new password with: `POST /api/auth/email/send-reset-password`.
    ///
    /// It holds a code of six digits, valid for 15 minutes, or a link, valid for a day
    /// ([`PublicAuthConfig::reset_password_method`](super::PublicAuthConfig::reset_password_method)). The link leads to
    /// `redirect_to` in the end, where [`AuthRedirect`](super::AuthRedirect) reads the token. The server answers alike
    /// whether or not the address has an account.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client, typed_in: &str) -> insforge::Result<()> {
    /// let auth = client.auth();
    /// auth.send_reset_password_email("ada@example.com", None).await?;
    /// let right = auth.exchange_reset_password_token("ada@example.com", typed_in).await?;
    /// auth.reset_password("a better horse", right.token.expose()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) where this address has been sent a mail within the last
    /// minute, or too many mails were asked for; [`Invalid`](crate::error::ErrorKind::Invalid) for what is no address, or
    /// a `redirect_to` that is missing where the project resets by link, or off its list.
    pub async fn send_reset_password_email(&self, email: &str, redirect_to: Option<&str>) -> Result<()> {
        let target = Target::new("/api/auth/email/send-reset-password").finish();
        let body = EmailRedirect {
            email,
            redirect_to: redirect_to.map(|url| redirect_url(SEND, url)).transpose()?,
        };
        let request = with_json(Request::new(SEND, Method::POST, target), &body)?;
        self.send_as_nobody(request).await.map(drop)
    }

    /// Exchanges the code of the mail for a token: `POST /api/auth/email/exchange-reset-password-token`.
    ///
    /// # Errors
    /// [`WrongCode`](crate::error::ErrorKind::WrongCode) for a code that is wrong, used or expired,
    /// [`Request`](crate::error::ErrorKind::Request) for anything but six digits,
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) after ten wrong codes in 15 minutes.
    pub async fn exchange_reset_password_token(&self, email: &str, code: &str) -> Result<ResetPasswordToken> {
        let target = Target::new("/api/auth/email/exchange-reset-password-token").finish();
        let body = Exchange {
            email,
            code: six_digits(EXCHANGE, code)?,
        };
        let request = with_json(Request::new(EXCHANGE, Method::POST, target), &body)?.secret_answer();
        self.send_as_nobody(request).await?.decode(EXCHANGE)
    }

    /// Sets a new password with the token of a code or of a link: `POST /api/auth/email/reset-password`.
    ///
    /// It signs nobody in, and ends no session: tokens that are out stay valid until they expire.
    ///
    /// # Errors
    /// [`WrongCode`](crate::error::ErrorKind::WrongCode) for a token that is wrong, used or expired,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for a password that the project does not accept
    /// ([`is_weak_password`](Error::is_weak_password); the token stays valid), and
    /// [`Request`](crate::error::ErrorKind::Request) where the code of the mail is given in place of the token.
    pub async fn reset_password(&self, new_password: &str, token: &str) -> Result<()> {
        if token.len() == 6 && token.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::request(
                "this is the code of the mail, and a token belongs here; exchange_reset_password_token gives one for it",
            )
            .with_operation(RESET));
        }
        let target = Target::new("/api/auth/email/reset-password").finish();
        let body = Reset {
            new_password,
            otp: token,
        };
        let request = with_json(Request::new(RESET, Method::POST, target), &body)?;
        self.send_as_nobody(request).await.map(drop)
    }
}
