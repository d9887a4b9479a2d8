//! Accounts, sessions and profiles.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;

use super::Scene;

pub(super) async fn accounts(scene: &mut Scene) {
    let alice = scene.play("sign-up-ok").await;
    scene.set("<user>", &alice["accessToken"]);
    scene.set("fdd03d3e-62df-4514-99b1-b548f082864a", &alice["user"]["id"]);
    scene
        .play_all(&[
            "sign-up-duplicate",
            "sign-up-duplicate-other-case",
            "sign-up-bad-email",
            "sign-up-bad-name",
            "sign-up-missing-fields",
            "sign-up-no-credential",
            "sign-up-weak-password",
            "sign-up-ok-web",
            "sign-in-ok",
            "sign-in-ok-web",
            "sign-in-ok-method-password",
            "sign-in-client-type-mobile",
            "sign-in-client-type-desktop",
            "sign-in-client-type-bogus",
            "sign-in-email-other-case",
            "sign-in-bad-method",
            "sign-in-empty-body",
            "sign-in-missing-password",
            "sign-in-unknown-email",
            "sign-in-wrong-password",
        ])
        .await;
}

pub(super) async fn sessions(scene: &mut Scene) {
    scene
        .play_all(&[
            "current-session-user",
            "current-session-anon",
            "current-session-api-key",
            "current-session-no-token",
        ])
        .await;
    let tampered = format!("{}x", scene.values["<user>"]);
    scene.values.insert("<jwt>", tampered);
    scene.play("current-session-tampered").await;
    // Tokens of other issuers, signed with the project's secret.
    let alice = scene.values["fdd03d3e-62df-4514-99b1-b548f082864a"].clone();
    for (placeholder, subject, role, exp) in [
        ("<legacy-anon-jwt>", "anon", "anon", 4_000_000_000_u64),
        ("<expired>", &*alice, "authenticated", 1_000_000_000),
        ("<jwt-with-role-editor>", &alice, "editor", 4_000_000_000),
        ("<third-party-hs256>", &alice, "authenticated", 4_000_000_000),
    ] {
        let claims =
            json!({ "sub": subject, "email": "fx-alice@fixtures.insforge.dev", "role": role, "exp": exp });
        let key = EncodingKey::from_secret(scene.local.jwt_secret().as_bytes());
        let token = encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap();
        scene.values.insert(placeholder, token);
    }
    scene
        .play_all(&[
            "current-session-legacy-anon-jwt",
            "current-session-expired",
            "current-session-unknown-role",
            "current-session-third-party-hs256",
            "records-expired-token",
            "records-unknown-role-token",
        ])
        .await;
    let administrator = scene.play("admin-session-ok").await;
    scene.set("<admin_jwt>", &administrator["accessToken"]);
    scene
        .play_all(&["current-session-admin-jwt", "user-refresh-with-admin-token"])
        .await;
    let token = scene.values["<user>"].clone();
    scene.values.insert("<refresh>", token);
    scene
        .play_all(&["refresh-access-token-instead", "sign-in-ok"])
        .await;
    let first = scene.values["<refresh>"].clone();
    scene.play("refresh-ok").await;
    scene.values.insert("<refresh>", first);
    scene
        .play_all(&[
            "refresh-old-token-again",
            "refresh-snake-case",
            "refresh-with-anon-header",
            "refresh-bad",
            "refresh-missing",
            "refresh-no-body",
            "logout-server",
            "refresh-after-logout",
            "logout-anonymous",
            "sign-in-ok-web",
            "refresh-web-csrf-missing",
            "refresh-web-ok",
            "logout-web-csrf-missing",
            "logout-web-ok",
            "refresh-web-no-cookie",
            "refresh-web-bad-cookie",
        ])
        .await;
}

pub(super) async fn profiles(scene: &mut Scene) {
    scene
        .play_all(&[
            "profile-get",
            "profile-get-bad-id",
            "profile-get-not-found",
            "profile-patch",
            "profile-patch-empty",
            "profile-patch-merge-null",
            "profile-patch-bad-avatar",
            "profile-patch-no-profile-key",
            "profile-patch-no-token",
            "profile-patch-anon",
            "profile-patch-api-key",
            "profile-patch-admin-jwt",
        ])
        .await;
}
