//! Signing in with a code out of a mail.

use ::http::Method;

use super::calls::{EmailCode, EmailRedirect, session_call, six_digits, with_json};
use super::{Auth, Session};
use crate::error::Result;
use crate::http::{Request, Target};

const SEND: &str = "auth.send_otp";
const SIGN_IN: &str = "auth.sign_in_with_otp";

impl Auth {
    /// Sends a mail with a code of six digits to sign in with: `POST /api/auth/email/send-otp`. The code is valid for
    /// 5 minutes and three attempts.
    ///
    /// The server answers alike whether or not the address has an account.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client, typed_in: &str) -> insforge::Result<()> {
    /// let auth = client.auth();
    /// auth.send_otp("ada@example.com").await?;
    /// let session = auth.sign_in_with_otp("ada@example.com", typed_in).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) where this address has been sent a mail within the last
    /// minute, or too many mails were asked for; [`Invalid`](crate::error::ErrorKind::Invalid) for what is no address;
    /// [`Unavailable`](crate::error::ErrorKind::Unavailable) where the project has no way to send mail.
    pub async fn send_otp(&self, email: &str) -> Result<()> {
        let target = Target::new("/api/auth/email/send-otp").finish();
        let body = EmailRedirect {
            email,
            redirect_to: None,
        };
        let request = with_json(Request::new(SEND, Method::POST, target), &body)?;
        self.send_as_nobody(request).await.map(drop)
    }

    /// Signs a user in with the code that [`send_otp`](Self::send_otp) has sent: `POST /api/auth/sessions`. An address
    /// without an account gets one. This client and its clones act as that user from then on.
    ///
    /// **On an account whose address was never verified this verifies it and erases the password**, since whoever chose
    /// that password had not proven the address.
    ///
    /// # Errors
    /// [`WrongCode`](crate::error::ErrorKind::WrongCode) for a code that is wrong, used or expired,
    /// [`Request`](crate::error::ErrorKind::Request) for anything but six digits,
    /// [`Forbidden`](crate::error::ErrorKind::Forbidden) for a new address where sign-up is switched off,
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) after too many wrong codes.
    pub async fn sign_in_with_otp(&self, email: &str, code: &str) -> Result<Session> {
        self.otp(email, code, None).await
    }

    /// Signs in as [`sign_in_with_otp`](Self::sign_in_with_otp) does, with the name of a user who is new, 1 to 100
    /// characters. It has no effect on an account that exists.
    ///
    /// # Errors
    /// As [`sign_in_with_otp`](Self::sign_in_with_otp).
    pub async fn sign_in_with_otp_as(&self, email: &str, code: &str, name: &str) -> Result<Session> {
        self.otp(email, code, Some(name)).await
    }

    async fn otp(&self, email: &str, code: &str, name: Option<&str>) -> Result<Session> {
        let body = EmailCode {
            email,
            otp: six_digits(SIGN_IN, code)?,
            name,
            method: Some("otp"),
        };
        let request = session_call(SIGN_IN, "/api/auth/sessions", Some(&body))?;
        let answer = self.send_as_nobody(request).await?;
        self.keep(answer.decode(SIGN_IN)?, SIGN_IN).await
    }
}
