//! What becomes of a session before the handlers see it.

use super::*;

#[tokio::test]
async fn a_visitor_without_a_session_costs_no_call_and_gets_no_cookie() {
    let (server, sessions) = scripted([Step::Close]).await;
    let mut visit = request(&[("theme", "dark")]);
    let update = sessions.update(&mut visit).await;
    assert_eq!(update.state, SessionState::Anonymous);
    assert!(update.cookies.is_empty() && update.error.is_none());
    assert_eq!(cookies_of(&visit), "theme=dark");
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn a_token_that_is_good_for_more_than_a_minute_is_left_alone() {
    let (server, sessions) = scripted([Step::Close]).await;
    let token = access(65);
    let mut visit = request(&[(ACCESS, &token), (REFRESH, FIRST)]);
    let before = visit.clone();
    let update = sessions.update(&mut visit).await;
    assert_eq!(update.state, SessionState::Kept);
    assert!(update.cookies.is_empty() && visit == before);
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn a_token_that_runs_out_is_replaced_in_the_browser_and_for_the_handlers() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    let mangled = access(900).replace("e30.", "e30.!");
    let ending = [access(55), access(-5000), mangled, "junk".into(), String::new()];
    for (round, old) in ending.iter().enumerate() {
        let mut visit = request(&[("theme", "dark"), (ACCESS, old), (REFRESH, FIRST)]);
        let update = sessions.update(&mut visit).await;
        assert_eq!(update.state, SessionState::Renewed, "{old}");
        let lines = lines(update.cookies);
        let (access, refresh) = (parts(&lines[0]), parts(&lines[1]));
        assert_eq!((access.0, refresh.0, lines.len()), (ACCESS, REFRESH, 2));
        assert_eq!(refresh.1, format!("refresh-canary.ada.{}", round + 1));
        let seen = format!("theme=dark; {ACCESS}={}; {REFRESH}={}", access.1, refresh.1);
        assert_eq!(cookies_of(&visit), seen);
        assert!(visit[COOKIE].is_sensitive());
        // The client of the request acts with the new token.
        sessions
            .client(&visit)
            .unwrap()
            .auth()
            .get_current_user()
            .await
            .unwrap();
    }
    assert_eq!(issuer.book().refreshes, [FIRST; 5]);
    assert_eq!(issuer.callers(), ["ada"; 5]);
}

#[tokio::test]
async fn a_refresh_token_that_the_server_does_not_replace_is_kept() {
    let body = format!(r#"{{"user":{{"id":"ada"}},"accessToken":"{}"}}"#, access(900));
    let (_server, sessions) = scripted([Step::answer(200, "", &body)]).await;
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Renewed);
    let lines = lines(update.cookies);
    assert_eq!(parts(&lines[1]).1, FIRST);
}

#[tokio::test]
async fn recorded_answers_renew_and_end_sessions() {
    let (server, sessions) =
        scripted([recorded("refresh-ok"), recorded("refresh-access-token-instead")]).await;
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Renewed);
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Ended);
    let seen = &server.seen()[0];
    assert!(
        seen.starts_with("POST /api/auth/refresh?client_type=server HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(seen.contains("authorization: Bearer anon_canary\r\n"), "{seen}");
    assert!(
        seen.ends_with(&format!(r#"{{"refreshToken":"{FIRST}"}}"#)),
        "{seen}"
    );
}

#[tokio::test]
async fn an_outage_signs_nobody_out_and_sets_no_cookie() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    let token = access(-10);
    for plan in [
        Plan::Answer(500, "", "{}"),
        Plan::Answer(503, "", ""),
        Plan::Answer(502, "content-type: text/html\r\n", "<html>Bad Gateway</html>"),
        Plan::Answer(429, "retry-after: 30\r\n", "{}"),
        Plan::Answer(404, "", "<html>Not Found</html>"),
        Plan::Answer(
            400,
            "",
            r#"{"error":"INVALID_INPUT","message":"x","statusCode":400}"#,
        ),
        Plan::Answer(
            200,
            "content-type: text/html\r\n",
            "<html>Log in to the hotel</html>",
        ),
        Plan::Answer(200, "", r#"{"accessToken":null,"user":null}"#),
        Plan::Answer(200, "", ""),
        Plan::Close,
    ] {
        issuer.plan(plan);
        let mut visit = request(&[(ACCESS, &token), (REFRESH, FIRST)]);
        let before = visit.clone();
        let update = sessions.update(&mut visit).await;
        assert_eq!(update.state, SessionState::Unavailable);
        assert!(update.cookies.is_empty() && visit == before);
        assert!(update.error.is_some());
    }
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Renewed);

    let gone = CookieSessions::new(&client_of(&nowhere().await));
    let update = gone.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Unavailable);
    assert_eq!(update.error.unwrap().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn only_the_refusal_of_the_refresh_token_ends_a_session() {
    let issuer = Issuer::start().await;
    let sessions = sessions(&issuer);
    let token = access(-10);
    for status in [401, 403] {
        issuer.plan(Plan::Answer(status, "", "{}"));
        let mut visit = request(&[("theme", "dark"), (ACCESS, &token), (REFRESH, FIRST)]);
        let update = sessions.update(&mut visit).await;
        assert_eq!(update.state, SessionState::Ended);
        assert_eq!(update.error.unwrap().status(), Some(status));
        assert!(remove(&lines(update.cookies), &[ACCESS, REFRESH]));
        assert_eq!(cookies_of(&visit), "theme=dark");
        assert!(sessions.client(&visit).is_none());
    }
}

#[tokio::test]
async fn a_stale_token_that_nothing_can_renew_goes_without_a_call() {
    let (server, sessions) = scripted([Step::Close]).await;
    for stale in [access(-10), "junk".into()] {
        let mut visit = request(&[(ACCESS, &stale), (REFRESH, "")]);
        let update = sessions.update(&mut visit).await;
        assert_eq!(update.state, SessionState::Ended);
        assert!(update.error.is_none() && remove(&lines(update.cookies), &[ACCESS, REFRESH]));
        assert_eq!(cookies_of(&visit), "");
    }
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn a_new_token_too_large_for_a_cookie_leaves_the_old_session() {
    let body = format!(
        r#"{{"user":{{"id":"ada"}},"accessToken":"{}{}"}}"#,
        access(900),
        "x".repeat(4096)
    );
    let (_server, sessions) = scripted([Step::answer(200, "", &body)]).await;
    let update = sessions.update(&mut request(&[(REFRESH, FIRST)])).await;
    assert_eq!(update.state, SessionState::Unavailable);
    assert_eq!(update.error.unwrap().kind(), ErrorKind::Unsupported);
    assert!(update.cookies.is_empty());
}

#[tokio::test]
async fn a_key_in_place_of_a_token_gives_no_client() {
    let (_server, sessions) = scripted([Step::Close]).await;
    for key in ["ik_0123", "anon_0123"] {
        assert!(sessions.client(&request(&[(ACCESS, key)])).is_none(), "{key}");
    }
    assert!(sessions.client(&HeaderMap::new()).is_none());
}
