//! The ready router.

use super::*;
use crate::server::axum::{AuthRoutes, SessionLayer};

const CODE: &str = "insforge_code=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const NEXT: &str = "insforge_code_verifier_next";
const SECRET: &str = "verifier-canary-0123456789-0123456789-0123456789";

fn app(sessions: &CookieSessions) -> Router {
    let routes = AuthRoutes::new(sessions, "https://app.example.com/api/auth/")
        .unwrap()
        .after_sign_in("/home")
        .unwrap();
    Router::new()
        .nest("/api/auth", routes.router())
        .layer(SessionLayer::new(sessions.clone()))
}

async fn serve(steps: impl IntoIterator<Item = Step>) -> (Server, Router) {
    let (server, sessions) = scripted(steps).await;
    (server, app(&sessions))
}

/// An answer about an account: the user, two cookies, no token in the body, and no cache keeps it.
#[track_caller]
fn signs_in(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.text);
    let body = answer.json();
    assert_eq!(body["user"]["profile"]["name"], "Alice");
    assert_eq!(body.as_object().unwrap().len(), 1);
    assert!(!answer.text.contains("canary"));
    assert_eq!(answer.cookies().len(), 2);
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn accounts_are_made_and_used_and_the_answers_hold_no_token() {
    let (server, app) = serve([
        recorded("sign-up-ok"),
        recorded("sign-up-verification-on"),
        recorded("sign-in-ok"),
        recorded("sign-in-ok"),
        recorded("sign-in-ok"),
        recorded("logout-server"),
    ])
    .await;
    let none = HeaderMap::new;
    let account = json!({"email": "a@b.c", "password": "pw", "name": "Alice", "redirectTo": "https://app.example.com/in"});
    signs_in(&post(&app, "/api/auth/sign-up", none(), account).await, 201);
    let account = json!({"email": "a@b.c", "password": "pw"});
    let waits = post(&app, "/api/auth/sign-up", none(), account.clone()).await;
    assert_eq!(
        (waits.status.as_u16(), waits.json()),
        (202, json!({"needsVerification": true}))
    );
    assert!(waits.cookies().is_empty());
    signs_in(&post(&app, "/api/auth/sign-in", none(), account).await, 200);
    let code = json!({"email": "a@b.c", "code": "123456"});
    signs_in(
        &post(&app, "/api/auth/sign-in/code", none(), code.clone()).await,
        200,
    );
    signs_in(&post(&app, "/api/auth/verify-email", none(), code).await, 200);
    let out = post(
        &app,
        "/api/auth/sign-out",
        request(&[(ACCESS, &access(900))]),
        json!({}),
    )
    .await;
    assert_eq!((out.status.as_u16(), out.text.as_str()), (204, ""));
    assert!(remove(&out.cookies(), &[ACCESS, REFRESH]));

    let seen = server.seen();
    let paths: Vec<&str> = seen
        .iter()
        .map(|request| request.split(['?', ' ']).nth(1).unwrap())
        .collect();
    let sign_in = "/api/auth/sessions";
    assert_eq!(
        paths,
        [
            "/api/auth/users",
            "/api/auth/users",
            sign_in,
            sign_in,
            "/api/auth/email/verify",
            "/api/auth/logout"
        ]
    );
    assert!(
        seen[0].contains(r#""name":"Alice""#)
            && seen[0].contains(r#""redirectTo":"https://app.example.com/in""#)
    );
    assert!(seen[3].contains(r#""otp":"123456""#));
}

#[tokio::test]
async fn refusals_are_json_and_set_no_cookie() {
    let (server, app) = serve([
        recorded("sign-in-wrong-password"),
        recorded("sign-in-unverified"),
        recorded("sign-up-duplicate"),
        recorded("sign-up-weak-password"),
        Step::answer(
            429,
            "retry-after: 7\r\n",
            r#"{"error":"TOO_MANY_REQUESTS","message":"slowly","statusCode":429}"#,
        ),
        Step::answer(
            500,
            "",
            r#"{"error":"INTERNAL_ERROR","message":"relation users is gone","statusCode":500}"#,
        ),
        Step::Close,
    ])
    .await;
    let account = json!({"email": "a@b.c", "password": "pw"});
    for (path, status, code) in [
        ("sign-in", 401, "WRONG_CREDENTIALS"),
        ("sign-in", 403, "EMAIL_NOT_VERIFIED"),
        ("sign-up", 409, "CONFLICT"),
        ("sign-up", 400, "INVALID_INPUT"),
        ("sign-in", 429, "TOO_MANY_REQUESTS"),
        ("sign-in", 500, "INTERNAL_ERROR"),
        ("sign-in", 503, "UNAVAILABLE"),
    ] {
        let answer = post(
            &app,
            &format!("/api/auth/{path}"),
            HeaderMap::new(),
            account.clone(),
        )
        .await;
        answer.refused(status, code);
        assert!(
            answer.cookies().is_empty() && !answer.text.contains("relation"),
            "{}",
            answer.text
        );
        assert_eq!(answer.header("retry-after"), if status == 429 { "7" } else { "" });
    }
    // What is no such call is refused here.
    let hits = server.hits();
    let bad = json!({"email": "a@b.c", "code": "12"});
    post(&app, "/api/auth/verify-email", HeaderMap::new(), bad)
        .await
        .refused(400, "INVALID_INPUT");
    post(&app, "/api/auth/sign-in", HeaderMap::new(), json!({}))
        .await
        .refused(422, "INVALID_INPUT");
    let form = call(
        &app,
        Method::POST,
        "/api/auth/sign-in",
        HeaderMap::new(),
        "email=a&password=b",
    )
    .await;
    form.refused(415, "INVALID_INPUT");
    assert_eq!(server.hits(), hits);
}

#[tokio::test]
async fn another_sites_page_can_change_nothing() {
    let (server, app) = serve([Step::Close]).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example.com"),
        ("origin", "null"),
    ] {
        for path in [
            "sign-in",
            "sign-up",
            "sign-out",
            "refresh",
            "sign-in/code",
            "verify-email",
        ] {
            let mut headers = request(&[(ACCESS, &access(900))]);
            headers.insert("host", "app.example.com".parse().unwrap());
            headers.insert("content-type", "application/json".parse().unwrap());
            headers.insert(name, value.parse().unwrap());
            let answer = call(&app, Method::POST, &format!("/api/auth/{path}"), headers, "{}").await;
            answer.refused(403, "FORBIDDEN");
            assert!(answer.cookies().is_empty());
        }
    }
    assert_eq!(server.hits(), 0);
    // A GET of such a path does nothing either.
    let answer = get(&app, "/api/auth/sign-out", HeaderMap::new()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_refresh_route_gives_a_token_or_says_why_not() {
    let issuer = Issuer::start().await;
    let app = app(&sessions(&issuer));
    let kept = access(900);
    let visit = request(&[(ACCESS, &kept), (REFRESH, FIRST)]);
    let answer = post(&app, "/api/auth/refresh", visit.clone(), json!({})).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["accessToken"], parts(&answer.cookies()[0]).1);
    assert_eq!(answer.header("cache-control"), "private, no-store");

    issuer.plan(Plan::Answer(500, "", "{}"));
    let answer = post(&app, "/api/auth/refresh", visit.clone(), json!({})).await;
    answer.refused(503, "UNAVAILABLE");
    assert!(answer.cookies().is_empty());
    issuer.plan(Plan::Answer(401, "", "{}"));
    let answer = post(&app, "/api/auth/refresh", visit, json!({})).await;
    answer.refused(401, "AUTH_UNAUTHORIZED");
    assert!(remove(&answer.cookies(), &[ACCESS, REFRESH]));
}

#[tokio::test]
async fn a_sign_in_through_a_provider_goes_there_and_comes_back_to_where_it_began() {
    let (server, app) = serve([recorded("oauth-init-ok"), recorded("sign-in-ok")]).await;
    let answer = get(
        &app,
        "/api/auth/oauth/google?next=%2Ftodos%3Fa%3D%C3%BC%23end",
        HeaderMap::new(),
    )
    .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(
        answer
            .header("location")
            .starts_with("https://accounts.google.com/")
    );
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let asked = server.seen()[0].split(' ').nth(1).unwrap().to_owned();
    let asked = url::Url::parse(&format!("http://x{asked}")).unwrap();
    let redirect = asked
        .query_pairs()
        .find(|(name, _)| name == "redirect_uri")
        .unwrap()
        .1;
    assert_eq!(redirect, "https://app.example.com/api/auth/callback");
    let cookies = answer.cookies();
    let (verifier, next) = (parts(&cookies[0]), parts(&cookies[1]));
    assert_eq!((verifier.0, next.0), (VERIFIER, NEXT));

    let visit = request(&[(VERIFIER, verifier.1), (NEXT, next.1)]);
    let answer = get(&app, &format!("/api/auth/callback?{CODE}"), visit).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["location"].as_bytes(), "/todos?a=ü#end".as_bytes());
    let cookies = answer.cookies();
    assert!(remove(&cookies[..2], &[VERIFIER, NEXT]));
    assert_eq!((parts(&cookies[2]).0, parts(&cookies[3]).0), (ACCESS, REFRESH));
    assert!(server.seen()[1].contains(verifier.1));
}

#[tokio::test]
async fn a_failed_sign_in_comes_back_with_a_code_and_no_session() {
    let (_server, app) = serve([recorded("oauth-exchange-bad-code"), Step::Close]).await;
    let cookies = |next| request(&[(VERIFIER, SECRET), (NEXT, next)]);
    let denied = "error=%3Cb%3Eyour+account+is+locked%2C+call+555%3C%2Fb%3E";
    for (visit, query, location) in [
        (cookies("%2Fin"), denied, "/in?error=WRONG_CREDENTIALS"),
        (
            cookies("%2Fin%3Fa%3Db%23end"),
            denied,
            "/in?a=b&error=WRONG_CREDENTIALS#end",
        ),
        (request(&[]), CODE, "/home?error=INVALID_INPUT"),
        (cookies("%2Fin"), "", "/in?error=INVALID_INPUT"),
        (cookies("%2Fin"), CODE, "/in?error=WRONG_CODE"),
        (cookies("%2Fin"), CODE, "/in?error=UNAVAILABLE"),
    ] {
        let answer = get(&app, &format!("/api/auth/callback?{query}"), visit).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, location)
        );
        assert!(
            remove(&answer.cookies(), &[VERIFIER, NEXT]),
            "{:?}",
            answer.cookies()
        );
    }
}

#[tokio::test]
async fn the_way_back_never_leads_to_another_site() {
    let (_server, app) = serve([recorded("oauth-init-ok")]).await;
    for next in [
        "https://evil.com",
        "//evil.com",
        "/%5Cevil.com",
        "%2F%09%2Fevil.com",
        "javascript:1",
        "",
    ] {
        let path = format!("/api/auth/oauth/google?next={next}");
        let cookies = get(&app, &path, HeaderMap::new()).await.cookies();
        assert_eq!(parts(&cookies[1]).1, "%2Fhome", "{next}");
        // The cookie is the browser's to change.
        let answer = get(&app, "/api/auth/callback?error=x", request(&[(NEXT, next)])).await;
        assert_eq!(
            answer.header("location"),
            "/home?error=WRONG_CREDENTIALS",
            "{next}"
        );
    }
}

#[tokio::test]
async fn a_start_that_fails_says_so_and_sets_nothing() {
    let (_server, app) = serve([recorded("oauth-unconfigured"), Step::Close]).await;
    let answer = get(&app, "/api/auth/oauth/google", HeaderMap::new()).await;
    answer.refused(500, "INTERNAL_ERROR");
    assert!(answer.cookies().is_empty());
    get(&app, "/api/auth/oauth/google", HeaderMap::new())
        .await
        .refused(503, "UNAVAILABLE");
    get(&app, "/api/auth/oauth/no%20such!", HeaderMap::new())
        .await
        .refused(400, "INVALID_INPUT");
}

#[test]
fn addresses_that_lead_nowhere_are_refused_at_once() {
    let sessions = CookieSessions::new(&client_of("http://127.0.0.1:1"));
    for url in [
        "/api/auth",
        "app.example.com",
        "ftp://a.b/c",
        "https://a.b/c?d",
        "https://a.b/c#d",
        "",
    ] {
        let error = AuthRoutes::new(&sessions, url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
        assert!(
            error.to_string().contains("https://app.example.com/api/auth"),
            "{error}"
        );
    }
    let routes = AuthRoutes::new(&sessions, "https://a.b/api/auth").unwrap();
    for home in ["", "home", "https://evil.com", "//evil.com", "/\\evil.com"] {
        let error = routes.clone().after_sign_in(home).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{home}");
    }
}
