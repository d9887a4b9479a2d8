//! The way back from the provider.

use serde::Serialize;

use super::CodeVerifier;
use crate::auth::calls::session_call;
use crate::auth::{Auth, Session};
use crate::error::{Error, Result};

const OPERATION: &str = "auth.exchange_oauth_code";

#[derive(Serialize)]
struct Call<'a> {
    code: &'a str,
    code_verifier: &'a str,
}

impl Auth {
    /// Signs the user in with the code that the browser brought back and the verifier of the same start:
    /// `POST /api/auth/oauth/exchange`. This client and its clones act as that user from then on.
    ///
    /// A code is good for one try, within 5 minutes: with a wrong verifier it is used up too.
    ///
    /// # Errors
    /// [`WrongCode`](crate::error::ErrorKind::WrongCode) for a code that is unknown, used or expired,
    /// [`WrongCredentials`](crate::error::ErrorKind::WrongCredentials) for the verifier of another start
    /// ([`is_wrong_verifier`](Error::is_wrong_verifier)), [`NotFound`](crate::error::ErrorKind::NotFound) where the
    /// account has been deleted meanwhile.
    pub async fn exchange_oauth_code(&self, code: &str, verifier: &CodeVerifier) -> Result<Session> {
        if code.is_empty() {
            return Err(
                Error::request("the code is empty; AuthRedirect::parse reads it from the URL")
                    .with_operation(OPERATION),
            );
        }
        let call = Call {
            code,
            code_verifier: verifier.expose(),
        };
        let request = session_call(OPERATION, "/api/auth/oauth/exchange", Some(&call))?;
        let answer = self.send_as_nobody(request).await?;
        self.keep(answer.decode(OPERATION)?, OPERATION).await
    }
}
