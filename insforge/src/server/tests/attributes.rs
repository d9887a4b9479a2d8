//! The cookies as browsers get them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::*;
use crate::auth::Session;

fn session(access: &str, refresh: Option<&str>) -> Session {
    let mut json = serde_json::json!({"user": {"id": "ada"}, "accessToken": access});
    if let Some(refresh) = refresh {
        json["refreshToken"] = refresh.into();
    }
    Session::from_json(&json.to_string()).unwrap()
}

fn with(cookies: SessionCookies) -> CookieSessions {
    CookieSessions::new(&client_of("http://127.0.0.1:1")).cookies(cookies)
}

/// A token whose end is known to the second.
fn ending(at: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    for _ in 0..3 {
        let token = token("ada", 1, 900, at as i64 - now as i64 - 900);
        if claimed_end(&token) == Some(UNIX_EPOCH + Duration::from_secs(at)) {
            return token;
        }
    }
    panic!("the clock runs too fast");
}

#[test]
fn names_attributes_and_lifetimes_are_those_of_the_javascript_sdk() {
    let at = 4_102_444_800; // the first second of 2100
    let (access, refresh) = (ending(at), ending(at + 86_400));
    let lines = lines(
        with(SessionCookies::default())
            .set(&session(&access, Some(&refresh)))
            .unwrap(),
    );
    let [first, second] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    let (name, value, attributes) = parts(first);
    assert_eq!((name, value), ("insforge_access_token", access.as_str()));
    // No HttpOnly: the browser client reads it.
    assert_eq!(
        attributes,
        [
            "Expires=Fri, 01 Jan 2100 00:00:00 GMT",
            "Path=/",
            "SameSite=Lax",
            "Secure"
        ]
    );
    let (name, value, attributes) = parts(second);
    assert_eq!((name, value), ("insforge_refresh_token", refresh.as_str()));
    assert_eq!(
        attributes,
        [
            "Expires=Sat, 02 Jan 2100 00:00:00 GMT",
            "HttpOnly",
            "Path=/",
            "SameSite=Lax",
            "Secure"
        ]
    );
}

#[test]
fn a_token_that_does_not_say_when_it_ends_goes_with_the_browsers_session() {
    let sessions = with(SessionCookies::default());
    for token in ["opaque", "e30.e30.x"] {
        let lines = lines(sessions.set(&session(token, None)).unwrap());
        assert_eq!(lines.len(), 1);
        assert_eq!(parts(&lines[0]).2, ["Path=/", "SameSite=Lax", "Secure"]);
    }
}

#[test]
fn names_and_attributes_can_be_others() {
    let cookies = SessionCookies::default()
        .names("__Host-a", "r", "v")
        .unwrap()
        .domain("example.com")
        .unwrap()
        .insecure(true)
        .hide_access_token();
    let sessions = with(cookies);
    let set = lines(sessions.set(&session("a.b.c", Some("r.s.t"))).unwrap());
    let attributes = ["Domain=example.com", "HttpOnly", "Path=/", "SameSite=Lax"];
    assert_eq!(parts(&set[0]), ("__Host-a", "a.b.c", attributes.to_vec()));
    assert_eq!(parts(&set[1]), ("r", "r.s.t", attributes.to_vec()));
    // A browser removes a cookie only where its domain and path are the same.
    let cleared = lines(sessions.clear());
    assert!(remove(&cleared, &["__Host-a", "r"]), "{cleared:?}");
    assert!(cleared.iter().all(|line| line.contains("; Domain=example.com")));
    let found = sessions.client(&request(&[("__Host-a", "a.b.c")]));
    assert!(found.is_some());
    assert!(sessions.client(&request(&[(ACCESS, "a.b.c")])).is_none());
}

#[test]
fn settings_that_no_browser_would_take_are_refused_in_words() {
    let names = |a: &str, b: &str, c: &str| SessionCookies::default().names(a, b, c).unwrap_err();
    for error in [
        names("a b", "r", "v"),
        names("a", "", "v"),
        names("a", "r", "v;x=1"),
        names("a", "a", "v"),
        SessionCookies::default()
            .domain("https://example.com")
            .unwrap_err(),
        SessionCookies::default().domain("").unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
    let error = names("a b", "r", "v");
    assert!(
        error
            .to_string()
            .contains(r#""a b" cannot be the name of a cookie"#),
        "{error}"
    );
}

#[test]
fn a_token_that_browsers_would_drop_without_a_word_is_an_error() {
    let sessions = with(SessionCookies::default());
    let fits = "x".repeat(4096 - ACCESS.len());
    assert!(sessions.set(&session(&fits, None)).is_ok());
    let error = sessions.set(&session(&format!("{fits}x"), None)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("4097 bytes"), "{error}");
    let too_large = "x".repeat(4096);
    let error = sessions.set(&session("a", Some(&too_large))).unwrap_err();
    assert!(!error.to_string().contains("xx") && !format!("{error:?}").contains("xx"));
}
