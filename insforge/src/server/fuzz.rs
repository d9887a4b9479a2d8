//! What holds for the cookies of any request.

use ::http::header::COOKIE;
use ::http::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret;

use super::SessionCookies;
use super::request_cookies::{RequestCookies, replace};

pub(crate) fn any_cookies(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else {
        return;
    };
    let mut headers = HeaderMap::from_iter([(COOKIE, value)]);
    let names = SessionCookies::default();
    let found = RequestCookies::read(&headers, &names);
    for token in [&found.access, &found.refresh, &found.verifier]
        .into_iter()
        .flatten()
    {
        assert!(token.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()));
    }
    replace(&mut headers, &[(&names.access, Some("new"))]);
    let found = RequestCookies::read(&headers, &names);
    assert_eq!(
        found.access.as_ref().map(ExposeSecret::expose_secret),
        Some("new")
    );
}
