//! What the calls about accounts share.

use ::http::Method;
use bytes::Bytes;
use serde::Serialize;
use url::Url;

use super::Auth;
use crate::error::{Error, Result};
use crate::http::{Credential, Request, Response, Target};

/// A call that issues or ends a session. The server hands tokens to a program in the answer's body, and to a
/// browser in a cookie; `client_type` says which, and any value it does not know means a browser.
pub(super) fn session_call<B: Serialize>(
    operation: &'static str,
    path: &'static str,
    body: Option<&B>,
) -> Result<Request> {
    let mut target = Target::new(path);
    target.pair("client_type", "server");
    let request = Request::new(operation, Method::POST, target.finish()).secret_answer();
    match body {
        Some(body) => with_json(request, body),
        None => Ok(request),
    }
}

/// Gives a call its JSON body.
pub(crate) fn with_json<B: Serialize + ?Sized>(request: Request, body: &B) -> Result<Request> {
    let json = serde_json::to_vec(body).map_err(|error| {
        Error::request("the call has no JSON form")
            .with_source(error)
            .with_operation(request.operation())
    })?;
    Ok(request.json_body(Bytes::from(json)))
}

impl Auth {
    /// Sends a call that is nobody's, with the project's key: whoever is signed in has nothing to do with it.
    pub(super) async fn send_as_nobody(&self, request: Request) -> Result<Response> {
        self.caller
            .with_credential(Credential::Anon(self.cell.anon.clone()))
            .send(request)
            .await
    }
}

/// The digits of a code out of a mail.
///
/// # Errors
/// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for anything but six digits; the text is not repeated.
pub(super) fn six_digits<'a>(operation: &'static str, code: &'a str) -> Result<&'a str> {
    let code = code.trim();
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(code);
    }
    Err(
        Error::request("the code is not six digits; give the code of the mail, digits only")
            .with_operation(operation),
    )
}

/// Where a mail or a provider sends the browser back to.
///
/// # Errors
/// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for anything but an absolute URL.
pub(super) fn redirect_url<'a>(operation: &'static str, url: &'a str) -> Result<&'a str> {
    match Url::parse(url) {
        Ok(_) => Ok(url),
        Err(error) => Err(Error::request(format!(
            "{url:?} cannot be redirected to; write an absolute URL such as https://my.app/welcome or myapp://welcome"
        ))
        .with_source(error)
        .with_operation(operation)),
    }
}

/// An e-mail address and a password, as sign-in sends them.
#[derive(Serialize)]
pub(super) struct EmailPassword<'a> {
    pub(super) email: &'a str,
    pub(super) password: &'a str,
}

/// An e-mail address, and where the link of the mail leads in the end.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EmailRedirect<'a> {
    pub(super) email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redirect_to: Option<&'a str>,
}

/// An e-mail address and the code that was sent there.
#[derive(Serialize)]
pub(super) struct EmailCode<'a> {
    pub(super) email: &'a str,
    pub(super) otp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'static str>,
}
