//! The layer around handlers.

use ::axum::extract::Extension;
use ::axum::response::IntoResponse;
use ::axum::routing;
use ::http::header::CACHE_CONTROL;

use super::*;
use crate::server::axum::SessionLayer;

fn app(sessions: &CookieSessions) -> Router {
    Router::new()
        .route(
            "/state",
            routing::get(
                async |Extension(state): Extension<SessionState>, headers: HeaderMap| {
                    format!("{state:?} {}", cookies_of(&headers))
                },
            ),
        )
        .route(
            "/sign-in",
            routing::get(async |Extension(sessions): Extension<CookieSessions>| {
                let signed_in = sessions
                    .sign_in(async |auth| auth.sign_in_with_password("grace", "pw").await)
                    .await
                    .unwrap();
                let mut headers = HeaderMap::new();
                signed_in.cookies.apply(&mut headers);
                (headers, "grace")
            }),
        )
        .route(
            "/cached",
            routing::get(async || ([(CACHE_CONTROL, "public, max-age=60")], "x").into_response()),
        )
        .layer(SessionLayer::new(sessions.clone()))
}

#[tokio::test]
async fn a_renewed_session_is_the_handlers_and_the_browsers_and_no_caches() {
    let issuer = Issuer::start().await;
    let app = app(&sessions(&issuer));
    let answer = get(&app, "/state", request(&[(ACCESS, &access(5)), (REFRESH, FIRST)])).await;
    let cookies = answer.cookies();
    let seen = format!(
        "Renewed {ACCESS}={}; {REFRESH}={}",
        parts(&cookies[0]).1,
        parts(&cookies[1]).1
    );
    assert_eq!(answer.text, seen);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    let answer = get(&app, "/cached", request(&[(REFRESH, FIRST)])).await;
    assert_eq!(answer.cookies().len(), 2);
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn other_visits_pass_untouched() {
    let issuer = Issuer::start().await;
    let app = app(&sessions(&issuer));
    let kept = access(900);
    for (visit, state) in [
        (request(&[]), "Anonymous "),
        (request(&[(ACCESS, &kept)]), "Kept "),
    ] {
        let answer = get(&app, "/state", visit.clone()).await;
        assert!(answer.text.starts_with(state), "{}", answer.text);
        assert!(answer.cookies().is_empty() && answer.header("cache-control").is_empty());
        assert_eq!(
            get(&app, "/cached", visit).await.header("cache-control"),
            "public, max-age=60"
        );
    }
    issuer.plan(Plan::Answer(503, "", ""));
    let answer = get(&app, "/state", request(&[(REFRESH, FIRST)])).await;
    assert_eq!(answer.text, format!("Unavailable {REFRESH}={FIRST}"));
    assert!(answer.cookies().is_empty());
}

#[tokio::test]
async fn a_session_that_is_over_is_none_for_the_handler() {
    let issuer = Issuer::start().await;
    let app = app(&sessions(&issuer));
    issuer.plan(Plan::Answer(401, "", "{}"));
    let answer = get(&app, "/state", request(&[("a", "b"), (REFRESH, FIRST)])).await;
    assert_eq!(answer.text, "Ended a=b");
    assert!(remove(&answer.cookies(), &[ACCESS, REFRESH]));
}

#[tokio::test]
async fn who_signs_in_during_a_renewal_stays_signed_in() {
    let issuer = Issuer::start().await;
    let app = app(&sessions(&issuer));
    for plan in [None, Some(Plan::Answer(401, "", "{}"))] {
        if let Some(plan) = plan {
            issuer.plan(plan);
        }
        let answer = get(&app, "/sign-in", request(&[(REFRESH, FIRST)])).await;
        let cookies = answer.cookies();
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        assert!(parts(&cookies[1]).1.starts_with("refresh-canary.grace."));
        // The handler has said nothing of caches, and somebody is signed in by this answer.
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
}
