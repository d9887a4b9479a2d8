//! Calls whose body is JSON.

use ::http::Method;
use bytes::Bytes;
use serde::Serialize;

use super::{Request, Target};
use crate::error::{Error, Result};

/// A call of a fixed path, or of a [`Target`] already made, with a JSON body.
///
/// # Errors
/// [`Request`](crate::error::ErrorKind::Request) where the body has no JSON form.
pub(crate) fn json_call<B: Serialize + ?Sized>(
    operation: &'static str,
    method: Method,
    target: impl Into<Target>,
    body: &B,
) -> Result<Request> {
    let json = serde_json::to_vec(body).map_err(|error| {
        Error::request("the call has no JSON form")
            .with_source(error)
            .with_operation(operation)
    })?;
    Ok(Request::new(operation, method, target.into().finish()).json_body(Bytes::from(json)))
}

/// Refuses an update that is as it was made: sending it would change nothing.
pub(crate) fn check_changes<U: Default + PartialEq>(update: &U) -> Result<()> {
    if *update == U::default() {
        return Err(Error::request("the update changes nothing; set a field of it"));
    }
    Ok(())
}

impl From<&'static str> for Target {
    fn from(path: &'static str) -> Self {
        Self::new(path)
    }
}
