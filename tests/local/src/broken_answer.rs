use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::reply::Failure;
use crate::wire::Shears;

/// No answer: the connection is cut before anything is written.
pub(crate) fn none(shears: &Shears) -> Response {
    shears.reset();
    StatusCode::NO_CONTENT.into_response()
}

/// An answer the test has made up.
pub(crate) fn made_up(status: u16, body: String, headers: &[(String, String)]) -> Response {
    let Ok(status) = StatusCode::from_u16(status) else {
        return Failure::internal(format!("the fault's status {status} is no HTTP status")).into_response();
    };
    let mut response = (status, body).into_response();
    response.headers_mut().remove(header::CONTENT_TYPE);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// The first `length` bytes of a real answer, then a cut; the length announced is the whole one.
pub(crate) async fn cut_after(response: Response, length: usize, shears: &Shears) -> Response {
    let announced = response
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if let Some(announced) = announced {
        // A file may be larger than the memory: it is not read here.
        if announced > length {
            shears.end_after(length);
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, usize::MAX).await else {
        return none(shears);
    };
    if whole.len() > length {
        shears.end_after(length);
    }
    Response::from_parts(parts, Body::from(whole))
}
