use crate::client::{Call, call, shared, sign_up, text};

const ROUTE: &str = "/api/database/records/credential_probe";

async fn outcome(call: Call) -> (u16, String, String) {
    let reply = call.send().await;
    let body = reply.json();
    (
        reply.status,
        body["error"].as_str().unwrap_or("-").to_owned(),
        body["message"].as_str().unwrap_or("-").to_owned(),
    )
}

#[tokio::test]
async fn a_credential_that_fails_is_never_taken_for_a_lesser_one() {
    let local = shared().await;
    let session = sign_up(local, "credentials@example.com").await;
    let (anon, admin, user) = (local.anon_key(), local.api_key(), text(&session, "accessToken"));
    let get = || call(local, "GET", ROUTE);
    let bad_key = (
        401,
        "AUTH_INVALID_API_KEY".to_owned(),
        "Invalid API key".to_owned(),
    );
    let bad_token = (401, "AUTH_UNAUTHORIZED".to_owned(), "Invalid token".to_owned());
    let no_token = (
        401,
        "AUTH_INVALID_CREDENTIALS".to_owned(),
        "No token provided".to_owned(),
    );

    assert_eq!(outcome(get()).await, no_token);
    assert_eq!(
        outcome(get().header("authorization", &format!("bearer {anon}"))).await,
        no_token
    );
    assert_eq!(outcome(get().header("apikey", anon)).await, no_token);
    assert_eq!(outcome(get().bearer("not.a.jwt")).await, bad_token);
    assert_eq!(outcome(get().bearer("ik_wrong")).await, bad_key);
    assert_eq!(
        outcome(get().bearer(anon).header("x-api-key", "ik_wrong")).await,
        bad_key
    );
    assert_eq!(outcome(get().bearer("anon_wrong")).await.2, "Invalid anon key");
    // The table is not there: PostgREST's answer shows that the credential was taken.
    for good in [
        get().bearer(anon),
        get().bearer(admin),
        get().bearer(user),
        get().header("x-api-key", admin),
    ] {
        assert_eq!(outcome(good).await.0, 404);
    }
}

#[tokio::test]
async fn each_route_takes_its_own_credentials() {
    let local = shared().await;
    let session = sign_up(local, "routes@example.com").await;
    let user = text(&session, "accessToken");
    let admin_route =
        || call(local, "POST", "/api/database/advance/rawsql").json(r#"{"query":"select 1 as a"}"#);
    assert_eq!(outcome(admin_route()).await.2, "No admin token provided");
    assert_eq!(
        outcome(admin_route().bearer(local.anon_key())).await.2,
        "Invalid token"
    );
    let refused = outcome(admin_route().bearer(user)).await;
    assert_eq!((refused.0, refused.2.as_str()), (403, "Admin access required"));
    assert_eq!(
        admin_route()
            .header("x-api-key", local.api_key())
            .send()
            .await
            .status,
        200
    );

    let own = || call(local, "GET", "/api/auth/sessions/current");
    for key in [local.anon_key(), local.api_key()] {
        assert_eq!(outcome(own().bearer(key)).await.2, "Invalid token");
    }
    assert_eq!(
        own()
            .bearer(user)
            .header("x-api-key", "ik_wrong")
            .send()
            .await
            .status,
        200
    );
    assert_eq!(
        call(local, "POST", "/api/auth/users")
            .json("{}")
            .send()
            .await
            .status,
        401
    );
}
