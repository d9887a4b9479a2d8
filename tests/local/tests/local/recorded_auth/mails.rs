//! What goes by mail: codes, links, new passwords.

use serde_json::json;

use super::Scene;
use crate::client::call;

pub(super) async fn codes(scene: &mut Scene) {
    scene
        .play_all(&[
            "send-otp-bad-email",
            "send-otp-ok",
            "otp-sign-in-wrong-code",
            "otp-sign-in-malformed-code",
            "otp-sign-in-ok-new-user",
            "otp-sign-in-code-reused",
            "send-otp-cooldown",
            "send-otp-existing-user",
            "otp-sign-in-ok-existing-user",
            "sign-in-after-otp-password-gone",
        ])
        .await;
}

pub(super) async fn verification(scene: &mut Scene) {
    scene.rules(json!({ "requireEmailVerification": true })).await;
    scene
        .play_all(&[
            "sign-up-verification-on",
            "sign-up-verification-on-duplicate",
            "sign-in-unverified",
            "verify-email-wrong-code",
            "verify-email-malformed",
            "verify-email-missing-email",
            "verify-email-unknown-address",
            "verify-email-ok",
            "verify-email-again",
            "sign-in-after-verification",
            "send-verification-bad-email",
            "send-verification-bad-email-cooldown",
        ])
        .await;
    let body = json!({ "email": "fx-resend@fixtures.insforge.dev", "password": "Fixture-Pass-1" });
    scene.admin("POST", "/api/auth/users", body).await;
    scene.play("send-verification-ok").await;
    scene
        .play_all(&["send-verification-cooldown", "send-verification-unknown-address"])
        .await;
    // The right code after three wrong attempts.
    for _ in 0..3 {
        let wrong = json!({ "email": "fx-resend@fixtures.insforge.dev", "otp": "000000" });
        let reply = call(&scene.local, "POST", "/api/auth/email/verify")
            .json(wrong.to_string())
            .send()
            .await;
        assert_eq!(reply.status, 400);
    }
    scene
        .play_all(&[
            "verify-email-attempts-used-up",
            "admin-create-user-verification-on",
            "admin-create-user-verification-on-autoconfirm",
        ])
        .await;
}

pub(super) async fn links(scene: &mut Scene) {
    scene
        .rules(json!({
            "verifyEmailMethod": "link",
            "resetPasswordMethod": "link",
            "allowedRedirectUrls": ["https://app.example.com/**"],
        }))
        .await;
    scene
        .play_all(&[
            "sign-up-link-method-no-redirect",
            "sign-up-link-method-redirect-not-allowed",
            "sign-up-link-method-ok",
            "verify-email-code-while-link-method",
            "verify-link-malformed",
            "verify-link-ok",
            "verify-link-again",
        ])
        .await;
    scene.user("fx-link2@fixtures.insforge.dev").await;
    scene
        .play_all(&[
            "send-reset-link-method-no-redirect",
            "send-reset-link-method-ok",
            "reset-password-link-ok",
            "reset-password-by-link-token",
            "reset-password-link-used",
        ])
        .await;
}

pub(super) async fn resets(scene: &mut Scene) {
    scene
        .rules(json!({
            "requireEmailVerification": false,
            "verifyEmailMethod": "code",
            "resetPasswordMethod": "code",
            "allowedRedirectUrls": [],
        }))
        .await;
    scene.user("fx-reset@fixtures.insforge.dev").await;
    scene.user("fx-reset2@fixtures.insforge.dev").await;
    let forgotten = json!({ "email": "fx-reset2@fixtures.insforge.dev" }).to_string();
    scene
        .play_all(&[
            "send-reset-bad-email",
            "send-reset-unknown-address",
            "send-reset-ok",
            "send-reset-cooldown",
            "exchange-reset-malformed",
            "exchange-reset-wrong-code",
        ])
        .await;
    call(&scene.local, "POST", "/api/auth/email/send-reset-password")
        .json(forgotten)
        .send()
        .await;
    let mail = scene
        .local
        .outbox()
        .last_to("fx-reset2@fixtures.insforge.dev")
        .unwrap();
    scene.values.insert("<otp>", mail.code.unwrap());
    scene
        .play_all(&[
            "exchange-reset-ok",
            "exchange-reset-code-reused",
            "reset-password-missing",
            "reset-password-bad-token",
            "reset-password-weak",
            "reset-password-ok",
            "reset-password-token-reused",
        ])
        .await;
    // The recordings of the sign-ins are of the other account.
    let token = reset_token(scene, "fx-reset@fixtures.insforge.dev").await;
    let body = json!({ "newPassword": "Fixture-Pass-2", "otp": token }).to_string();
    let path = "/api/auth/email/reset-password";
    assert_eq!(
        call(&scene.local, "POST", path).json(body).send().await.status,
        200
    );
    scene
        .play_all(&[
            "sign-in-old-password-after-reset",
            "sign-in-new-password-after-reset",
        ])
        .await;
}

async fn reset_token(scene: &Scene, email: &str) -> String {
    scene.local.auth().mail_cooldown(true);
    let body = json!({ "email": email }).to_string();
    call(&scene.local, "POST", "/api/auth/email/send-reset-password")
        .json(body)
        .send()
        .await;
    let code = scene.local.outbox().last_to(email).unwrap().code.unwrap();
    let body = json!({ "email": email, "code": code }).to_string();
    let path = "/api/auth/email/exchange-reset-password-token";
    let reply = call(&scene.local, "POST", path).json(body).send().await;
    reply.json()["token"].as_str().unwrap().to_owned()
}
