//! Whether a request comes from a page of the server's own.

use ::http::HeaderMap;
use ::http::header::{HOST, ORIGIN};

/// Whether a request that changes something comes from a page of this server's own, by what browsers say of it:
/// `Sec-Fetch-Site`, else `Origin` against `Host`. A request without either is no browser's, and brings nobody's cookies
/// against their will: it is let through.
///
/// Behind a proxy the `Host` header must be the one that the browser sent. Over HTTP/2 a request may have none; a browser
/// that sends no `Sec-Fetch-Site` either (older than 2023) is refused then.
///
/// ```
/// use http::HeaderMap;
/// use insforge::server::same_origin;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("host", "app.example.com".parse().unwrap());
/// headers.insert("origin", "https://evil.example.com".parse().unwrap());
/// assert!(!same_origin(&headers));
/// ```
#[must_use]
pub fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some("cross-site" | "same-site") => return false,
        _ => {}
    }
    let (Some(origin), host) = (text(ORIGIN.as_str()), text(HOST.as_str())) else {
        return true;
    };
    let Some((_, authority)) = origin.split_once("://") else {
        // `null`: a page without an origin, such as a sandboxed frame.
        return false;
    };
    host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_another_site_is_told_from_one_of_a_page_of_ones_own() {
        for (fetch_site, origin, same) in [
            (None, None, true),
            (Some("same-origin"), Some("https://app.example.com"), true),
            (Some("none"), None, true),
            (Some("same-site"), None, false),
            (Some("cross-site"), Some("https://app.example.com"), false),
            (Some("something-new"), Some("https://app.example.com"), true),
            (None, Some("https://APP.example.com"), true),
            (None, Some("https://app.example.com:8443"), false),
            (None, Some("https://evil.example.com"), false),
            (None, Some("https://app.example.com.evil.com"), false),
            (None, Some("null"), false),
            (None, Some(""), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, "app.example.com".parse().unwrap());
            if let Some(value) = fetch_site {
                headers.insert("sec-fetch-site", value.parse().unwrap());
            }
            if let Some(value) = origin {
                headers.insert(ORIGIN, value.parse().unwrap());
            }
            assert_eq!(same_origin(&headers), same, "{fetch_site:?} {origin:?}");
        }
    }
}
