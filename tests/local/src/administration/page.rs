//! Bare lists whose place and total are in headers.

use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::reply::json_text;

/// Some of a list. The status is 206 where there are more, and an empty page has odd numbers, as in the real backend.
pub(super) fn page(rows: &str, count: usize, total: i64, offset: i64) -> Response {
    let end = offset + i64::try_from(count).unwrap_or(0) - 1;
    let end = if count == 0 { total - 1 } else { end };
    let status = if i64::try_from(count).unwrap_or(0) < total {
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    let mut response = json_text(status, rows.to_owned());
    let headers = response.headers_mut();
    if let Ok(range) = HeaderValue::from_str(&format!("{offset}-{end}/{total}")) {
        headers.insert("content-range", range);
    }
    headers.insert("preference-applied", HeaderValue::from_static("count=exact"));
    response
}
