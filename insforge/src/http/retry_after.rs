//! The `Retry-After` header, in both of its forms.

use std::time::{Duration, SystemTime};

use ::http::HeaderMap;
use ::http::header::RETRY_AFTER;

/// How long the server asks to wait. A date that has passed is no wait; what is neither form is ignored.
pub(crate) fn from_headers(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    parse(headers.get(RETRY_AFTER)?.to_str().ok()?, now)
}

fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than fit are a very long wait and no garbage.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_forms_and_ignores_garbage() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 12:00:00 GMT").unwrap();
        let seconds = |s| Some(Duration::from_secs(s));
        for (value, expected) in [
            ("0", seconds(0)),
            (" 7 ", seconds(7)),
            ("600", seconds(600)),
            ("99999999999999999999999", seconds(u64::MAX)),
            ("Mon, 23 Nov 2026 12:00:05 GMT", seconds(5)),
            ("Mon, 23 Nov 2026 11:00:00 GMT", seconds(0)),
            ("Monday, 23-Nov-26 12:00:09 GMT", seconds(9)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("Mon, 99 Nov 2026 12:00:05 GMT", None),
        ] {
            assert_eq!(parse(value, now), expected, "{value:?}");
        }
    }
}
