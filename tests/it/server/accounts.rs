//! The routes about accounts.

use axum::Router;
use axum::routing::get;
use insforge::server::CookieSessions;
use insforge_tests::{Account, Backend};
use serde_json::json;

use super::{Browser, me, with_sessions};

const ACCESS: &str = "insforge_access_token";
const REFRESH: &str = "insforge_refresh_token";

async fn browser() -> (&'static Backend, Browser) {
    let backend = Backend::connect().await;
    let sessions = CookieSessions::new(&backend.anon());
    let app = with_sessions(Router::new().route("/me", get(me)), &sessions);
    (backend, Browser::new(app))
}

#[tokio::test]
async fn an_account_is_made_left_and_entered_again_with_cookies_alone() {
    let (backend, mut browser) = browser().await;
    let email = format!("{}@example.com", backend.unique("web"));
    let account = json!({"email": email, "password": Account::PASSWORD});
    let answer = browser.post("/api/auth/sign-up", account.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = answer.json()["user"]["id"].as_str().expect("an id").to_owned();
    let _account = Account::adopt(backend, &id, &email);
    assert_eq!(browser.get("/me").await.text, id);

    assert_eq!(browser.post("/api/auth/sign-out", json!({})).await.status, 204);
    assert_eq!((browser.cookie(ACCESS), browser.cookie(REFRESH)), (None, None));
    let answer = browser.get("/me").await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (401, Some("AUTH_UNAUTHORIZED"))
    );

    let wrong = json!({"email": email, "password": "wrong"});
    let answer = browser.post("/api/auth/sign-in", wrong).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (401, Some("WRONG_CREDENTIALS"))
    );
    assert_eq!(browser.cookie(ACCESS), None);
    let answer = browser.post("/api/auth/sign-up", account.clone()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["error"].as_str()),
        (409, Some("CONFLICT"))
    );
    assert_eq!(browser.post("/api/auth/sign-in", account).await.status, 200);
    assert_eq!(browser.get("/me").await.text, id);
}

#[tokio::test]
async fn a_lost_or_mangled_access_token_is_renewed_and_a_mangled_refresh_token_signs_out() {
    let (backend, mut browser) = browser().await;
    let account = backend.account().await;
    let password = json!({"email": account.email(), "password": Account::PASSWORD});
    browser.post("/api/auth/sign-in", password).await;
    for broken in ["", "junk"] {
        browser.set(ACCESS, broken);
        assert_eq!(browser.get("/me").await.text, account.id());
        let token = browser.cookie(ACCESS).expect("a cookie");
        assert_eq!(token.matches('.').count(), 2);
    }
    let answer = browser.post("/api/auth/refresh", json!({})).await;
    assert_eq!(answer.json()["accessToken"].as_str(), browser.cookie(ACCESS));

    // An access token in the refresh token's place is none.
    let access = browser.cookie(ACCESS).expect("a cookie").to_owned();
    for wrong in ["junk", access.as_str()] {
        browser.set(ACCESS, "");
        browser.set(REFRESH, wrong);
        assert_eq!(browser.get("/me").await.status, 401);
        assert_eq!(browser.cookie(REFRESH), None);
    }
    // A token that was changed, and that nothing renews before its end, is refused.
    let (rest, signature) = access.rsplit_once('.').expect("a JWT");
    let turned: String = signature.chars().rev().collect();
    browser.set(ACCESS, &format!("{rest}.{turned}"));
    assert_eq!(browser.get("/me").await.status, 401);
    assert_eq!(browser.post("/api/auth/refresh", json!({})).await.status, 401);
    assert_eq!(browser.cookie(ACCESS), None);
}
