//! The session's tokens in a request's `Cookie` header.

use ::http::header::COOKIE;
use ::http::{HeaderMap, HeaderValue};
use cookie::Cookie;
use secrecy::SecretString;

use super::SessionCookies;

/// What a request brings of a session. A name that comes twice counts once, as the first, like in browsers' order.
#[derive(Debug, Default)]
pub(super) struct RequestCookies {
    pub(super) access: Option<SecretString>,
    pub(super) refresh: Option<SecretString>,
    pub(super) verifier: Option<SecretString>,
}

impl RequestCookies {
    pub(super) fn read(headers: &HeaderMap, names: &SessionCookies) -> Self {
        let mut found = Self::default();
        for (name, value) in pairs(headers) {
            let slot = match name {
                _ if name == names.access => &mut found.access,
                _ if name == names.refresh => &mut found.refresh,
                _ if name == names.verifier => &mut found.verifier,
                _ => continue,
            };
            // What has other characters is no token of anybody's; it is as good as none.
            let usable = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic());
            if slot.is_none() && usable {
                *slot = Some(SecretString::from(value.to_owned()));
            }
        }
        found
    }
}

/// The value of one cookie.
#[cfg(feature = "axum")]
pub(super) fn named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    pairs(headers)
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

/// Names and values of all cookies, as they came.
fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.trim(), unquoted(value.trim())))
}

fn unquoted(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

/// Replaces cookies of a request that is on its way to a handler, so that the handler sees the session as it is after
/// a refresh. `None` removes a cookie; other cookies stay.
pub(super) fn replace(headers: &mut HeaderMap, changes: &[(&str, Option<&str>)]) {
    let mut kept: Vec<String> = pairs(headers)
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    for (name, value) in changes {
        if let Some(value) = value {
            kept.push(Cookie::new(*name, *value).to_string());
        }
    }
    headers.remove(COOKIE);
    if kept.is_empty() {
        return;
    }
    if let Ok(mut value) = HeaderValue::from_str(&kept.join("; ")) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        headers
    }

    fn read(lines: &[&str]) -> (Option<String>, Option<String>) {
        let found = RequestCookies::read(&headers(lines), &SessionCookies::default());
        let text = |secret: Option<SecretString>| secret.map(|secret| secret.expose_secret().to_owned());
        (text(found.access), text(found.refresh))
    }

    #[test]
    fn finds_the_tokens_among_other_cookies_and_over_several_headers() {
        let found = read(&[
            "theme=dark; insforge_access_token=a.b.c",
            "x=\"y\";insforge_refresh_token=\"r.s.t\"",
        ]);
        assert_eq!(found, (Some("a.b.c".into()), Some("r.s.t".into())));
    }

    #[test]
    fn what_cannot_be_a_token_is_none() {
        for line in [
            "",
            ";;;",
            "insforge_access_token",
            "insforge_access_token=",
            "insforge_access_token=a b",
            "insforge_access_token=tök",
            "insforge_access_token =x y",
            "Insforge_Access_Token=a",
        ] {
            assert_eq!(read(&[line]).0, None, "{line}");
        }
        assert_eq!(
            read(&["insforge_access_token=1; insforge_access_token=2"])
                .0
                .as_deref(),
            Some("1")
        );
    }

    #[test]
    fn a_handler_sees_new_tokens_and_the_other_cookies_unchanged() {
        let mut headers = headers(&[
            "a=1; insforge_access_token=old; b=x=y",
            "insforge_access_token=older",
        ]);
        replace(
            &mut headers,
            &[
                ("insforge_access_token", Some("new")),
                ("insforge_refresh_token", Some("r")),
            ],
        );
        let value = &headers[COOKIE];
        assert_eq!(
            value,
            "a=1; b=x=y; insforge_access_token=new; insforge_refresh_token=r"
        );
        assert!(value.is_sensitive() && headers.get_all(COOKIE).iter().count() == 1);
        replace(
            &mut headers,
            &[
                ("a", None),
                ("b", None),
                ("insforge_access_token", None),
                ("insforge_refresh_token", None),
            ],
        );
        assert!(!headers.contains_key(COOKIE));
    }

    proptest::proptest! {
        #[test]
        fn any_header_is_read_without_harm(bytes in proptest::collection::vec(0x20u8..0xff, 0..200)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let mut headers = HeaderMap::new();
                headers.insert(COOKIE, value);
                let _ = RequestCookies::read(&headers, &SessionCookies::default());
                replace(&mut headers, &[("insforge_access_token", Some("new"))]);
                let found = RequestCookies::read(&headers, &SessionCookies::default());
                proptest::prop_assert_eq!(found.access.as_ref().map(ExposeSecret::expose_secret), Some("new"));
            }
        }
    }
}
