//! No token in `Debug` of anything that a program may log.

use std::fmt::Debug;

use super::*;
use crate::auth::{OAuthSignIn, SignUpOptions};

#[track_caller]
fn shows_none(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains("canary"), "{text}");
    // The claims of a token say who it is.
    assert!(!text.contains("e30."), "{text}");
}

#[tokio::test]
async fn debug_of_every_type_shows_no_token() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    shows_none(&sessions);
    let mut visit = request(&[
        (ACCESS, &access(-5)),
        (REFRESH, FIRST),
        (VERIFIER, "verifier-canary"),
    ]);
    shows_none(&sessions.update(&mut visit).await);
    shows_none(&sessions.client(&visit).unwrap());
    // The header that was rewritten is marked, so that `HeaderMap` hides it.
    shows_none(&visit);
    shows_none(&sessions.refresh(&visit).await);
    shows_none(&sessions.sign_out(&visit).await);
    shows_none(&sessions.finish_oauth(&visit, "insforge_code=code-canary").await);
    shows_none(&RequestCookies::read(&visit, &SessionCookies::default()));
    let signed_in = sessions
        .sign_in(async |auth| auth.sign_in_with_password("ada", "pw-canary").await)
        .await
        .unwrap();
    shows_none(&signed_in);
    let mut response = HeaderMap::new();
    signed_in.cookies.apply(&mut response);
    shows_none(&response);

    let oauth = Step::answer(200, "", r#"{"authUrl":"https://a.b/c"}"#);
    let (_server, sessions) = scripted([recorded("sign-up-ok"), oauth]).await;
    shows_none(&sessions.sign_up("a@b.c", "pw-canary", SignUpOptions::new()).await);
    shows_none(
        &sessions
            .start_oauth(OAuthSignIn::new("google", "https://a.b/c"))
            .await,
    );
}

#[tokio::test]
async fn errors_of_a_renewal_hide_the_answer_that_was_not_understood() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    for body in [
        r#"{"accessToken":"access-canary","refreshToken":7}"#,
        r#"{"accessToken":["access-canary"],"user":{"id":"ada"}}"#,
        r#"{"access_token":"access-canary"#,
    ] {
        issuer.plan(Plan::Answer(200, "", body));
        let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
        assert_eq!(update.state, SessionState::Unavailable);
        let error = update.error.as_ref().unwrap();
        assert!(!error.to_string().contains("canary"), "{error}");
        shows_none(&update);
        issuer.plan(Plan::Answer(200, "", body));
        shows_none(&sessions.refresh(&request(&[(REFRESH, FIRST)])).await);
    }
}
