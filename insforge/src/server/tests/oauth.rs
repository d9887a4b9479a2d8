//! Through a provider and back, with the secret in a cookie.

use super::*;
use crate::auth::{CodeVerifier, OAuthProvider, OAuthSignIn};

const CODE: &str = "insforge_code=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const SECRET: &str = "verifier-canary-0123456789-0123456789-0123456789";

fn google() -> OAuthSignIn {
    OAuthSignIn::new(OAuthProvider::Google, "https://app.example.com/callback")
}

#[tokio::test]
async fn a_start_hides_the_verifier_in_a_cookie_and_sends_its_challenge() {
    let (server, sessions) = scripted([recorded("oauth-init-ok")]).await;
    let start = sessions.start_oauth(google()).await.unwrap();
    assert!(
        start.url.starts_with("https://accounts.google.com/"),
        "{}",
        start.url
    );
    let lines = lines(start.cookies);
    let (name, value, attributes) = parts(&lines[0]);
    assert_eq!((lines.len(), name), (1, VERIFIER));
    assert_eq!(
        attributes,
        ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"]
    );
    let challenge = CodeVerifier::parse(value).unwrap().challenge();
    let seen = &server.seen()[0];
    assert!(seen.starts_with("GET /api/auth/oauth/google?"), "{seen}");
    assert!(seen.contains(&format!("code_challenge={challenge}")) && !seen.contains(value));
}

#[tokio::test]
async fn a_callback_signs_in_with_the_code_and_the_cookie() {
    let (server, sessions) = scripted([recorded("sign-in-ok")]).await;
    let back = sessions.finish_oauth(&request(&[(VERIFIER, SECRET)]), CODE).await;
    let signed_in = back.result.unwrap();
    assert_eq!(lines(signed_in.cookies).len(), 2);
    assert!(remove(&lines(back.cookies), &[VERIFIER]));
    let seen = &server.seen()[0];
    assert!(
        seen.starts_with("POST /api/auth/oauth/exchange?client_type=server "),
        "{seen}"
    );
    assert!(seen.contains(SECRET));
}

#[tokio::test]
async fn a_callback_without_what_it_needs_fails_before_a_call() {
    let (server, sessions) = scripted([Step::Close]).await;
    let with = request(&[(VERIFIER, SECRET)]);
    for (visit, query, kind, words) in [
        (
            &HeaderMap::new(),
            CODE,
            ErrorKind::Request,
            "this browser has started no sign-in",
        ),
        (
            &request(&[(VERIFIER, "short")]),
            CODE,
            ErrorKind::Request,
            "no code verifier",
        ),
        (&with, "", ErrorKind::Request, "brings no code"),
        (&with, "page=2", ErrorKind::Request, "brings no code"),
        (
            &with,
            "insforge_code=a&insforge_code=b",
            ErrorKind::Request,
            "twice",
        ),
        (
            &with,
            "error=access_denied",
            ErrorKind::WrongCredentials,
            "access_denied",
        ),
    ] {
        let back = sessions.finish_oauth(visit, query).await;
        let error = back.result.unwrap_err();
        assert_eq!(error.kind(), kind, "{query}: {error}");
        assert!(error.to_string().contains(words), "{query}: {error}");
        assert!(error.operation().is_some() && !error.is_wrong_verifier());
        assert!(!format!("{error:?}").contains("canary"));
        assert!(remove(&lines(back.cookies), &[VERIFIER]), "{query}");
    }
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn a_used_code_and_another_browsers_verifier_are_told_apart() {
    let foreign = r#"{"error":"AUTH_UNAUTHORIZED","message":"PKCE verification failed","statusCode":400}"#;
    let (_server, sessions) = scripted([
        recorded("oauth-exchange-bad-code"),
        Step::answer(400, "", foreign),
    ])
    .await;
    let visit = request(&[(VERIFIER, SECRET)]);
    let error = sessions.finish_oauth(&visit, CODE).await.result.unwrap_err();
    assert!(error.is_wrong_code() && !error.is_wrong_verifier(), "{error:?}");
    let error = sessions.finish_oauth(&visit, CODE).await.result.unwrap_err();
    assert!(error.is_wrong_verifier(), "{error:?}");
}

#[tokio::test]
async fn a_provider_that_is_not_set_up_starts_nothing() {
    let (_server, sessions) = scripted([recorded("oauth-unconfigured")]).await;
    let error = sessions.start_oauth(google()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
}
