//! What a route takes as JSON.

use ::axum::Json;
use ::axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use super::Rejection;

/// A JSON body. What is none is refused in the words that all refusals have.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        match Json::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(refusal) => Err(Rejection::new(
                refusal.status(),
                "INVALID_INPUT",
                refusal.body_text(),
            )),
        }
    }
}
