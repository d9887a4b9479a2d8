use std::time::Duration;

use insforge_local::Local;

use crate::client::{call, shared, sign_up, text};

#[tokio::test]
async fn health_and_keys_are_open() {
    let local = shared().await;
    let health = call(local, "GET", "/api/health").send().await;
    assert_eq!(health.status, 200);
    assert_eq!(health.json()["version"], "2.3.1");
    for path in ["/.well-known/jwks.json", "/api/.well-known/jwks.json"] {
        let keys = call(local, "GET", path).send().await.json();
        assert_eq!(keys["keys"][0]["alg"], "RS256");
        assert!(text(&keys["keys"][0], "kid").starts_with("kid_"));
    }
    let config = call(local, "GET", "/api/auth/public-config").send().await.json();
    assert_eq!(config["passwordMinLength"], 6);
}

#[tokio::test]
async fn a_session_lives_from_sign_up_to_refresh() {
    let local = shared().await;
    let session = sign_up(local, "Session@Example.com").await;
    assert_eq!(session["user"]["email"], "session@example.com");
    assert_eq!(session["user"]["providers"], serde_json::json!(["email"]));
    assert_eq!(session["requireEmailVerification"], false);

    let body = r#"{"email":"session@example.com","password":"correct horse"}"#;
    let again = call(local, "POST", "/api/auth/sessions?client_type=server")
        .json(body)
        .send()
        .await;
    assert_eq!(again.status, 200);
    let again = again.json();

    let current = call(local, "GET", "/api/auth/sessions/current")
        .bearer(text(&again, "accessToken"))
        .send()
        .await;
    assert_eq!(current.json()["user"]["id"], session["user"]["id"]);

    let body = serde_json::json!({ "refreshToken": again["refreshToken"] }).to_string();
    let fresh = call(local, "POST", "/api/auth/refresh?client_type=server")
        .json(body.clone())
        .send()
        .await;
    assert_eq!(fresh.status, 200);
    assert!(fresh.json()["refreshToken"].is_string());

    // A refresh token in the body counts only for clients that say what they are.
    let untyped = call(local, "POST", "/api/auth/refresh").json(body).send().await;
    assert_eq!(
        (untyped.status, text(&untyped.json(), "message")),
        (401, "No refresh token provided")
    );
    let none = call(local, "POST", "/api/auth/refresh?client_type=server")
        .json("{}")
        .send()
        .await;
    assert_eq!(
        (none.status, text(&none.json(), "message")),
        (400, "refreshToken: Required")
    );
    let bad = r#"{"refreshToken":"not-a-token"}"#;
    let bad = call(local, "POST", "/api/auth/refresh?client_type=server")
        .json(bad)
        .send()
        .await;
    assert_eq!(
        (bad.status, text(&bad.json(), "error")),
        (401, "AUTH_UNAUTHORIZED")
    );
}

#[tokio::test]
async fn refusals_are_those_of_the_backend() {
    let local = shared().await;
    sign_up(local, "refused@example.com").await;
    let up = |body: &'static str| {
        call(local, "POST", "/api/auth/users")
            .bearer(local.anon_key())
            .json(body)
            .send()
    };
    let cases = [
        (
            up(r#"{"email":"refused@example.com","password":"secret"}"#).await,
            409,
            "User already exists",
        ),
        (
            up(r#"{"email":"nope","password":"secret"}"#).await,
            400,
            "email: Invalid email format",
        ),
        (
            up(r#"{"email":"a@b.co","password":"abc"}"#).await,
            400,
            "Password must contain at least 6 characters long",
        ),
        (up("{}").await, 400, "email: Required, password: Required"),
        (
            up("5").await,
            400,
            "Unexpected token '5', \"5\" is not valid JSON",
        ),
    ];
    for (reply, status, message) in cases {
        assert_eq!((reply.status, text(&reply.json(), "message")), (status, message));
    }
    let body = r#"{"email":"refused@example.com","password":"wrong"}"#;
    let wrong = call(local, "POST", "/api/auth/sessions").json(body).send().await;
    assert_eq!(wrong.status, 401);
    assert_eq!(
        wrong.json(),
        serde_json::json!({ "error": "AUTH_UNAUTHORIZED", "message": "Invalid credentials", "statusCode": 401 })
    );
    let nowhere = call(local, "GET", "/api/no/such/route").send().await;
    assert_eq!(
        (nowhere.status, text(&nowhere.json(), "error")),
        (404, "NOT_FOUND")
    );
    let no_method = call(local, "PUT", "/api/auth/users").json("{}").send().await;
    assert_eq!(no_method.status, 404);
}

#[tokio::test]
async fn web_clients_get_a_cookie_and_a_csrf_token() {
    let local = shared().await;
    sign_up(local, "web@example.com").await;
    let body = r#"{"email":"web@example.com","password":"correct horse"}"#;
    let session = call(local, "POST", "/api/auth/sessions?client_type=bogus")
        .json(body)
        .send()
        .await;
    let cookie = session.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("insforge_refresh_token="));
    assert!(session.json().get("refreshToken").is_none());
    let csrf = text(&session.json(), "csrfToken").to_owned();

    let refresh = || call(local, "POST", "/api/auth/refresh").header("cookie", &cookie);
    assert_eq!(refresh().send().await.status, 403);
    let fresh = refresh().header("x-csrf-token", &csrf).send().await;
    assert_eq!(fresh.status, 200);
    assert_eq!(fresh.json()["csrfToken"], session.json()["csrfToken"]);
    let out = call(local, "POST", "/api/auth/logout")
        .header("cookie", &cookie)
        .header("x-csrf-token", &csrf);
    assert!(
        out.send()
            .await
            .header("set-cookie")
            .starts_with("insforge_refresh_token=;")
    );
}

#[tokio::test]
async fn profiles_are_merged_one_level_deep() {
    let local = shared().await;
    let session = sign_up(local, "profile@example.com").await;
    let patch = |body: &'static str| {
        call(local, "PATCH", "/api/auth/profiles/current")
            .bearer(text(&session, "accessToken"))
            .json(body)
            .send()
    };
    patch(r#"{"profile":{"nickname":"Al","deep":{"a":1}}}"#).await;
    let merged = patch(r#"{"profile":{"deep":{"b":2},"nickname":null}}"#)
        .await
        .json();
    assert_eq!(
        merged["profile"],
        serde_json::json!({ "nickname": null, "deep": { "b": 2 } })
    );
    let shown = call(
        local,
        "GET",
        &format!("/api/auth/profiles/{}", text(&session["user"], "id")),
    )
    .send()
    .await;
    assert_eq!(shown.json()["profile"], merged["profile"]);
    assert_eq!(patch(r#"{"nickname":"x"}"#).await.status, 400);
    assert_eq!(
        call(local, "GET", "/api/auth/profiles/not-a-uuid")
            .send()
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn access_tokens_expire_when_told_to() {
    let local = Local::builder()
        .access_token_ttl(Duration::from_secs(1))
        .start()
        .await
        .unwrap();
    let session = sign_up(&local, "short@example.com").await;
    tokio::time::sleep(Duration::from_millis(2100)).await;
    let current = call(&local, "GET", "/api/auth/sessions/current")
        .bearer(text(&session, "accessToken"))
        .send()
        .await;
    assert_eq!(
        (current.status, text(&current.json(), "message")),
        (401, "Invalid token")
    );
    let body = serde_json::json!({ "refreshToken": session["refreshToken"] }).to_string();
    let fresh = call(&local, "POST", "/api/auth/refresh?client_type=server")
        .json(body)
        .send()
        .await;
    assert_eq!(fresh.status, 200);
    local.shutdown().await;
}

#[tokio::test]
async fn the_clock_of_tokens_can_be_set_and_a_refresh_token_withdrawn() {
    let local = Local::builder()
        .refresh_token_ttl(Duration::from_secs(7200))
        .start()
        .await
        .unwrap();
    let session = sign_up(&local, "clock@example.com").await;
    let current = || {
        call(&local, "GET", "/api/auth/sessions/current")
            .bearer(text(&session, "accessToken"))
            .send()
    };
    let refresh = || {
        let body = serde_json::json!({ "refreshToken": session["refreshToken"] }).to_string();
        call(&local, "POST", "/api/auth/refresh?client_type=server")
            .json(body)
            .send()
    };
    assert_eq!(current().await.status, 200);
    local.tokens().advance(Duration::from_secs(901));
    assert_eq!((current().await.status, refresh().await.status), (401, 200));
    local.tokens().set_shift(0);
    assert_eq!(current().await.status, 200);
    local.tokens().set_shift(7201);
    assert_eq!(refresh().await.status, 401);
    local.tokens().set_shift(0);
    local.tokens().revoke(text(&session, "refreshToken"));
    assert_eq!((current().await.status, refresh().await.status), (200, 401));
    local.shutdown().await;
}
