//! Proving that an address is one's own.

use ::http::Method;

use super::calls::{EmailCode, EmailRedirect, redirect_url, session_call, six_digits, with_json};
use super::{Auth, Session};
use crate::error::Result;
use crate::http::{Request, Target};

const RESEND: &str = "auth.resend_verification_email";
const VERIFY: &str = "auth.verify_email";

impl Auth {
    /// Sends the verification mail again: `POST /api/auth/email/send-verification`. Its code is valid for 15 minutes and
    /// three attempts, its link for a day.
    ///
    /// `redirect_to` is where a link leads in the end; a project that verifies by link wants it
    /// ([`PublicAuthConfig::verify_email_method`](super::PublicAuthConfig::verify_email_method)), others ignore it. The
    /// server answers alike whether or not the address has an account.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// client.auth().resend_verification_email("ada@example.com", Some("https://my.app/welcome")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) where this address has been sent a mail within the last
    /// minute, or too many mails were asked for; [`Invalid`](crate::error::ErrorKind::Invalid) for what is no address, or
    /// a `redirect_to` that is missing or off the project's list; [`Request`](crate::error::ErrorKind::Request) for a
    /// `redirect_to` that is no URL.
    pub async fn resend_verification_email(&self, email: &str, redirect_to: Option<&str>) -> Result<()> {
        let target = Target::new("/api/auth/email/send-verification").finish();
        let body = EmailRedirect {
            email,
            redirect_to: redirect_to.map(|url| redirect_url(RESEND, url)).transpose()?,
        };
        let request = with_json(Request::new(RESEND, Method::POST, target), &body)?;
        self.send_as_nobody(request).await.map(drop)
    }

    /// Verifies an address with the code of the mail, and signs the user in: `POST /api/auth/email/verify`. This client
    /// and its clones act as that user from then on.
    ///
    /// A project that verifies by link has no codes: the mail's link does it, and signs nobody in.
    ///
    /// # Errors
    /// [`WrongCode`](crate::error::ErrorKind::WrongCode) for a code that is wrong, used or expired,
    /// [`Request`](crate::error::ErrorKind::Request) for anything but six digits,
    /// [`RateLimited`](crate::error::ErrorKind::RateLimited) after ten wrong codes in 15 minutes.
    pub async fn verify_email(&self, email: &str, code: &str) -> Result<Session> {
        let body = EmailCode {
            email,
            otp: six_digits(VERIFY, code)?,
            name: None,
            method: None,
        };
        let request = session_call(VERIFY, "/api/auth/email/verify", Some(&body))?;
        let answer = self.send_as_nobody(request).await?;
        self.keep(answer.decode(VERIFY)?, VERIFY).await
    }
}
