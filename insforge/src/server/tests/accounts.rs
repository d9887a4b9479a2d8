//! Signing in, up and out.

use super::*;
use crate::auth::SignUpOptions;

#[tokio::test]
async fn a_sign_in_puts_the_tokens_into_cookies_and_touches_no_session_of_the_client() {
    let (server, sessions) = scripted([recorded("sign-in-ok")]).await;
    let signed_in = sessions
        .sign_in(async |auth| auth.sign_in_with_password("ada@example.com", "pw").await)
        .await
        .unwrap();
    assert_eq!(signed_in.user.profile["name"], "Alice");
    let lines = lines(signed_in.cookies);
    let names: Vec<&str> = lines.iter().map(|line| parts(line).0).collect();
    assert_eq!(names, [ACCESS, REFRESH]);
    assert_eq!(parts(&lines[1]).1, FIRST);
    assert!(sessions.client.auth().session().is_none());
    assert!(server.seen()[0].starts_with("POST /api/auth/sessions?client_type=server HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_sign_in_that_fails_sets_nothing() {
    let (_server, sessions) = scripted([recorded("sign-in-wrong-password")]).await;
    let error = sessions
        .sign_in(async |auth| auth.sign_in_with_password("ada@example.com", "pw").await)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
}

#[tokio::test]
async fn a_session_too_large_for_cookies_is_an_error_of_the_sign_in() {
    let body = format!(
        r#"{{"user":{{"id":"ada"}},"accessToken":"{}"}}"#,
        "x".repeat(5000)
    );
    let (_server, sessions) = scripted([Step::answer(200, "", &body)]).await;
    let error = sessions
        .sign_in(async |auth| auth.sign_in_with_password("ada@example.com", "pw").await)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(!format!("{error:?}").contains("xxx"));
}

#[tokio::test]
async fn a_sign_up_signs_in_or_waits_for_the_mail() {
    let (_server, sessions) = scripted([
        recorded("sign-up-ok"),
        recorded("sign-up-verification-on"),
        recorded("sign-up-duplicate"),
    ])
    .await;
    let sign_up = || sessions.sign_up("ada@example.com", "pw", SignUpOptions::new());
    let SignedUp::SignedIn(signed_in) = sign_up().await.unwrap() else {
        panic!("not signed in")
    };
    assert_eq!(lines(signed_in.cookies).len(), 2);
    assert!(matches!(sign_up().await.unwrap(), SignedUp::NeedsVerification));
    assert_eq!(sign_up().await.unwrap_err().kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_sign_out_clears_the_browser_whatever_the_server_says() {
    let failure = Step::answer(
        500,
        "",
        r#"{"error":"INTERNAL_ERROR","message":"x","statusCode":500}"#,
    );
    let (server, sessions) = scripted([recorded("logout-server"), failure]).await;
    let token = access(900);
    let visit = request(&[(ACCESS, &token), (REFRESH, FIRST)]);
    let out = sessions.sign_out(&visit).await;
    assert!(out.error.is_none() && remove(&lines(out.cookies), &[ACCESS, REFRESH]));
    let out = sessions.sign_out(&visit).await;
    assert_eq!(out.error.unwrap().status(), Some(500));
    assert!(remove(&lines(out.cookies), &[ACCESS, REFRESH]));
    let seen = server.seen();
    assert!(seen[0].starts_with("POST /api/auth/logout?client_type=server HTTP/1.1\r\n"));
    assert!(seen[0].contains(&format!("authorization: Bearer {token}\r\n")));

    // Nobody's sign-out costs no call.
    let out = sessions.sign_out(&HeaderMap::new()).await;
    assert!(out.error.is_none() && remove(&lines(out.cookies), &[ACCESS, REFRESH]));
    assert_eq!(server.hits(), 2);
}
