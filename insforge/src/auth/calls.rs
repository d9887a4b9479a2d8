//! What the calls about accounts share.

use ::http::Method;
use bytes::Bytes;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::http::{Request, Target};

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
    let Some(body) = body else { return Ok(request) };
    let json = serde_json::to_vec(body).map_err(|error| {
        Error::request("the call has no JSON form")
            .with_source(error)
            .with_operation(operation)
    })?;
    Ok(request.json_body(Bytes::from(json)))
}

/// An e-mail address and a password, as sign-up and sign-in send them.
#[derive(Serialize)]
pub(super) struct EmailPassword<'a> {
    pub(super) email: &'a str,
    pub(super) password: &'a str,
}
