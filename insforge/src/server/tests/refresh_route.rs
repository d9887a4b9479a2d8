//! The answer of a server's own refresh route.

use super::*;

fn json(answer: &RefreshAnswer) -> Value {
    serde_json::from_str(&answer.body.to_json()).unwrap()
}

#[tokio::test]
async fn gives_the_browser_client_an_access_token_and_no_refresh_token() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    // The access token of the request plays no part.
    let answer = sessions
        .refresh(&request(&[(ACCESS, &access(900)), (REFRESH, FIRST)]))
        .await;
    assert_eq!(answer.status, 200);
    let body = json(&answer);
    let lines = lines(answer.cookies);
    assert_eq!(body["accessToken"], parts(&lines[0]).1);
    assert_eq!(
        parts(&lines[1]),
        (REFRESH, "refresh-canary.ada.1", parts(&lines[1]).2)
    );
    assert_eq!(
        (&body["user"]["id"], &body["user"]["email"]),
        (&"ada".into(), &"ada@example.com".into())
    );
    assert_eq!(body["csrfToken"], Value::Null);
    assert!(body.get("refreshToken").is_none() && !body.to_string().contains("refresh-canary"));
}

#[tokio::test]
async fn without_a_session_or_with_one_that_is_over_the_cookies_go() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    issuer.plan(Plan::Answer(401, "", "{}"));
    issuer.plan(Plan::Answer(403, "", "{}"));
    let old = request(&[(REFRESH, FIRST)]);
    for visit in [&old, &old, &request(&[(ACCESS, &access(900))]), &HeaderMap::new()] {
        let answer = sessions.refresh(visit).await;
        assert_eq!(answer.status, 401);
        let body = json(&answer);
        assert_eq!(
            (&body["error"], &body["statusCode"]),
            (&"AUTH_UNAUTHORIZED".into(), &401.into())
        );
        assert!(remove(&lines(answer.cookies), &[ACCESS, REFRESH]));
    }
    assert_eq!(issuer.refreshes(), 2);
}

#[tokio::test]
async fn an_outage_is_said_to_be_one_and_the_cookies_stay() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    for (plan, code) in [
        (
            Plan::Answer(500, "", r#"{"error":"INTERNAL_ERROR","message":"secret reason"}"#),
            "INTERNAL_ERROR",
        ),
        (Plan::Answer(503, "", "<html>"), "UNAVAILABLE"),
        (Plan::Close, "UNAVAILABLE"),
    ] {
        issuer.plan(plan);
        let answer = sessions.refresh(&request(&[(REFRESH, FIRST)])).await;
        assert_eq!(answer.status, 503);
        let body = json(&answer);
        assert_eq!(body["error"], code);
        assert_eq!(body["message"], "the session cannot be renewed at the moment");
        assert!(answer.cookies.is_empty());
    }
}
