//! Providers, users as the administrator sees them, rules, limits.

use serde_json::json;

use super::Scene;
use crate::client::call;

pub(super) async fn providers(scene: &mut Scene) {
    scene
        .play_all(&[
            "public-config",
            "public-config-with-anon",
            "id-token-empty",
            "id-token-unknown-provider",
            "id-token-bad-google",
            "id-token-bad-apple",
            "oauth-config-get-missing",
            "oauth-unconfigured",
            "oauth-unknown-provider",
            "oauth-unsupported-provider",
            "oauth-custom-unknown",
            "oauth-custom-config-list",
            "oauth-config-create",
            "oauth-config-create-duplicate",
            "oauth-config-get",
            "oauth-config-list",
            "public-config-with-google",
            "id-token-bad-google-configured",
            "oauth-init-ok",
            "oauth-init-extra-params",
            "oauth-missing-challenge",
            "oauth-missing-redirect",
            "oauth-exchange-empty",
            "oauth-exchange-short-verifier",
            "oauth-exchange-bad-code",
            "oauth-config-put",
        ])
        .await;
    scene
        .rules(json!({ "allowedRedirectUrls": ["https://app.example.com/**"] }))
        .await;
    scene
        .play_all(&["oauth-init-redirect-not-allowed", "oauth-config-delete"])
        .await;
    scene.rules(json!({ "allowedRedirectUrls": [] })).await;
}

pub(super) async fn administration(scene: &mut Scene) {
    let made = scene.play("admin-user-create").await;
    scene.set("ead0018f-76cf-4cdb-aed4-78a360e252db", &made["user"]["id"]);
    scene.set("<gone>", &made["accessToken"]);
    let body = json!({ "email": "fx-adm3@fixtures.insforge.dev", "password": "Fixture-Pass-1" }).to_string();
    let session = call(&scene.local, "POST", "/api/auth/sessions?client_type=server")
        .json(body)
        .send()
        .await
        .json();
    scene
        .play_all(&[
            "admin-user-create-duplicate",
            "admin-user-get",
            "admin-user-get-not-found",
            "admin-users-list",
            "admin-users-list-offset",
            "admin-users-list-none",
            "admin-users-list-bad-limit",
            "admin-users-list-as-anon",
            "admin-users-delete-as-user",
            "admin-users-delete-empty",
            "admin-users-delete",
            "admin-users-delete-again",
            "current-session-deleted-user",
        ])
        .await;
    scene.set("<refresh>", &session["refreshToken"]);
    scene.set("<user-refresh>", &session["refreshToken"]);
    scene
        .play_all(&[
            "refresh-deleted-user",
            "admin-tokens-anon",
            "admin-smtp-config-get",
            "admin-session-empty",
            "admin-session-wrong-password",
            "admin-session-ok-web",
            "admin-session-ok",
            "admin-session-current",
            "admin-session-current-as-user",
            "admin-session-refresh-body",
            "admin-session-refresh-csrf-missing",
            "admin-session-refresh-with-user-token",
            "admin-session-refresh-cookie",
            "admin-session-logout",
            "admin-session-logout-cookie",
        ])
        .await;
}

pub(super) async fn rules(scene: &mut Scene) {
    scene
        .play_all(&["admin-config-get", "admin-config-put", "admin-config-put-invalid"])
        .await;
    scene
        .rules(json!({
            "passwordMinLength": 8,
            "requireNumber": true,
            "requireLowercase": true,
            "requireUppercase": true,
            "requireSpecialChar": true,
        }))
        .await;
    scene
        .play_all(&[
            "public-config-strict-policy",
            "sign-up-weak-password-strict-policy",
        ])
        .await;
    scene.rules(json!({ "disableSignup": true })).await;
    scene.play("sign-up-disabled").await;
}

pub(super) async fn limits(scene: &mut Scene) {
    scene.local.auth().limit_machine(true);
    scene.play("send-reset-under-limit").await;
    for number in 1..5 {
        let body = json!({ "email": format!("fx-rl{number}@fixtures.insforge.dev") }).to_string();
        let path = "/api/auth/email/send-reset-password";
        assert_eq!(
            call(&scene.local, "POST", path).json(body).send().await.status,
            202
        );
    }
    scene.play("send-reset-rate-limited").await;
    for _ in 0..10 {
        let body = json!({ "email": "fx-ghost@fixtures.insforge.dev", "otp": "123456" }).to_string();
        call(&scene.local, "POST", "/api/auth/email/verify")
            .json(body)
            .send()
            .await;
    }
    scene.play("verify-email-rate-limited").await;
    for _ in 0..30 {
        let body = json!({ "provider": "google", "token": "x.y.z" }).to_string();
        call(&scene.local, "POST", "/api/auth/id-token")
            .json(body)
            .send()
            .await;
    }
    scene.play("id-token-rate-limited").await;
}
