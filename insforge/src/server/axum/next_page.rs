//! Where a browser goes after a sign-in through a provider. A cookie remembers it, since the callback's own URL has to
//! be one that the project allows, word for word.

use ::http::HeaderMap;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::Result;
use crate::server::{CookieSessions, SetCookies, request_cookies};

fn name(sessions: &CookieSessions) -> String {
    format!("{}_next", sessions.cookies.verifier)
}

pub(super) fn remember(sessions: &CookieSessions, path: &str) -> Result<SetCookies> {
    let value = utf8_percent_encode(path, NON_ALPHANUMERIC).to_string();
    let cookie = sessions.cookies.waiting_cookie(&name(sessions), &value)?;
    Ok(SetCookies(vec![cookie]))
}

/// The path that was remembered. The cookie is the browser's to change, so it is checked once more.
pub(super) fn recall(sessions: &CookieSessions, headers: &HeaderMap) -> Option<String> {
    let value = request_cookies::named(headers, &name(sessions))?;
    let path = percent_decode_str(value).decode_utf8().ok()?;
    is_own_path(&path).then(|| path.into_owned())
}

pub(super) fn forget(sessions: &CookieSessions) -> SetCookies {
    sessions.remove(&[&name(sessions)])
}

/// A path on this site and on no other: browsers read `//host` and `/\host` as another site's address.
pub(super) fn is_own_path(path: &str) -> bool {
    let mut characters = path.chars();
    characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn the_way_back_stays_on_this_site() {
        for path in ["/", "/home", "/a?b=//c", "/ü"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in [
            "",
            "home",
            "//evil.com",
            "/\\evil.com",
            "https://evil.com",
            "/a\nb",
            "\t//evil.com",
            "/\t/evil.com",
        ] {
            assert!(!is_own_path(path), "{path:?}");
        }
    }
}
