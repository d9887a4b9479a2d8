//! The recorded exchanges of the auth surface, told as the scenes they were recorded in: the local InsForge gives the
//! same statuses, the same refusals to the letter, and successes of the same shape.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use insforge_local::Local;
use serde_json::{Value, json};

use crate::client::{Reply, call};

/// What this suite cannot bring about: tokens that the local InsForge makes no way to get, and the two exchanges of
/// other people's addresses that were recorded between the scenes.
const NOT_PLAYED: [&str; 5] = [
    "current-session-expired",
    "current-session-unknown-role",
    "records-expired-token",
    "records-unknown-role-token",
    "current-session-third-party-hs256",
];

struct Scene {
    local: Local,
    /// What the placeholders of the recordings stand for at the moment.
    values: HashMap<&'static str, String>,
    played: BTreeSet<String>,
}

impl Scene {
    async fn start() -> Self {
        let local = Local::start().await.unwrap();
        let values = HashMap::from([
            ("<anon>", local.anon_key().to_owned()),
            ("<admin>", local.api_key().to_owned()),
            ("<admin-password>", local.auth().administrator().1.to_owned()),
        ]);
        Self {
            local,
            values,
            played: BTreeSet::new(),
        }
    }

    fn set(&mut self, placeholder: &'static str, value: &Value) {
        self.values
            .insert(placeholder, value.as_str().expect("a text").to_owned());
    }

    fn fill(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, (placeholder, value)| {
                text.replace(placeholder, value)
            })
    }

    /// Sends a recorded request, compares the answer, and remembers what it hands out.
    async fn play(&mut self, name: &str) -> Value {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../fixtures/auth/{name}.json"));
        let exchange: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let path = self.fill(request["path"].as_str().unwrap());
        let mut sent = call(&self.local, request["method"].as_str().unwrap(), &path);
        for (header, value) in request["headers"].as_object().unwrap() {
            if header != "Content-Type" {
                sent = sent.header(header, &self.fill(value.as_str().unwrap()));
            }
        }
        if !request["body"].is_null() {
            sent = sent.json(self.fill(&request["body"].to_string()));
        }
        let reply = sent.send().await;
        let shown = format!("{name}: {} {}", reply.status, reply.text);
        assert_eq!(
            u64::from(reply.status),
            response["status"].as_u64().unwrap(),
            "{shown}"
        );
        self.compare(name, response, &reply);
        self.played.insert(name.to_owned());
        let body = serde_json::from_str(&reply.text).unwrap_or_default();
        self.learn(request["body"]["email"].as_str(), &body, &reply);
        body
    }

    fn compare(&self, name: &str, response: &Value, reply: &Reply) {
        let location = response["headers"]["location"].as_str();
        assert_eq!(
            reply.header("location"),
            self.fill(location.unwrap_or_default()),
            "{name}"
        );
        for header in ["retry-after", "ratelimit-limit"] {
            // The recordings carry the limits of a development setting on ordinary answers.
            if response["headers"].get("retry-after").is_some() {
                assert_eq!(
                    reply.header(header),
                    response["headers"][header].as_str().unwrap(),
                    "{name}"
                );
            }
        }
        let cookie = response["headers"]["set-cookie"].as_str().unwrap_or_default();
        assert_eq!(
            attributes(reply.header("set-cookie")),
            attributes(cookie),
            "the cookie of {name}"
        );
        if location.is_some() {
            return;
        }
        if reply.status >= 400 {
            assert_eq!(reply.json(), response["body"], "{name}");
        } else {
            assert_eq!(
                shape(&reply.json()),
                shape(&response["body"]),
                "{name}: {}",
                reply.text
            );
        }
    }

    fn learn(&mut self, email: Option<&str>, body: &Value, reply: &Reply) {
        let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default();
        if let Some((_, token)) = cookie.split_once('=').filter(|(_, token)| !token.is_empty()) {
            self.values.insert("<refresh>", token.to_owned());
        }
        for (field, placeholder) in [
            ("refreshToken", "<refresh>"),
            ("csrfToken", "<csrf>"),
            ("token", "<reset-token>"),
        ] {
            if body[field].is_string() {
                self.set(placeholder, &body[field]);
            }
        }
        let mail = email.and_then(|email| self.local.outbox().last_to(&email.to_lowercase()));
        if let Some(mail) = mail {
            if let Some(code) = mail.code {
                self.values.insert("<otp>", code);
            }
            if let Some(link) = mail.link {
                let token = link.split_once("token=").unwrap().1.to_owned();
                self.values.insert("<link-token>", token);
            }
            self.local.outbox().clear();
        }
    }

    async fn play_all(&mut self, names: &[&str]) {
        for name in names {
            self.play(name).await;
        }
    }

    /// A call of the suite's own that is not compared.
    async fn admin(&self, method: &str, path: &str, body: Value) -> Value {
        let reply = call(&self.local, method, path)
            .bearer(self.local.api_key())
            .json(body.to_string())
            .send()
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()
    }

    async fn rules(&self, rules: Value) {
        self.admin("PUT", "/api/auth/config", rules).await;
    }

    async fn user(&self, email: &str) -> Value {
        let body = json!({ "email": email, "password": "Fixture-Pass-1", "autoConfirm": true });
        self.admin("POST", "/api/auth/users", body).await
    }
}

/// The value with its texts, numbers and truths replaced by what they are.
fn shape(value: &Value) -> Value {
    match value {
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("truth"),
        Value::Null => Value::Null,
        Value::Array(items) => items
            .first()
            .map_or_else(|| json!([]), |first| json!([shape(first)])),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                // A profile has whatever keys its user has given it.
                let free = matches!(name.as_str(), "profile" | "metadata");
                (
                    name.clone(),
                    if free {
                        json!(value.is_object())
                    } else {
                        shape(value)
                    },
                )
            })
            .collect(),
    }
}

/// A cookie without its value and the dates in it.
fn attributes(cookie: &str) -> BTreeSet<String> {
    cookie
        .split(';')
        .map(|part| match part.trim().split_once('=') {
            Some((name, "")) => format!("{name} is cleared"),
            Some((name, value)) if name.starts_with("insforge") => format!("{name} {}", value.is_empty()),
            Some(("Expires", _)) => String::new(),
            _ => part.trim().to_owned(),
        })
        .filter(|part| !part.is_empty())
        .collect()
}

#[tokio::test]
async fn auth_is_answered_as_recorded() {
    let mut scene = Scene::start().await;
    accounts(&mut scene).await;
    sessions(&mut scene).await;
    profiles(&mut scene).await;
    codes(&mut scene).await;
    verification(&mut scene).await;
    links(&mut scene).await;
    resets(&mut scene).await;
    providers(&mut scene).await;
    administration(&mut scene).await;
    rules(&mut scene).await;
    limits(&mut scene).await;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/auth");
    let all: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let left: BTreeSet<&str> = all.difference(&scene.played).map(String::as_str).collect();
    assert_eq!(left, BTreeSet::from(NOT_PLAYED));
    scene.local.shutdown().await;
}

async fn accounts(scene: &mut Scene) {
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

async fn sessions(scene: &mut Scene) {
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
    let legacy = scene.play("admin-session-ok").await;
    scene.set("<admin_jwt>", &legacy["accessToken"]);
    scene.values.insert(
        "<legacy-anon-jwt>",
        legacy["accessToken"].as_str().unwrap().to_owned(),
    );
    scene
        .play_all(&[
            "current-session-admin-jwt",
            // An old anon token is refused for its role like an administrator's.
            "current-session-legacy-anon-jwt",
            "user-refresh-with-admin-token",
        ])
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

async fn profiles(scene: &mut Scene) {
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

async fn codes(scene: &mut Scene) {
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

async fn verification(scene: &mut Scene) {
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

async fn links(scene: &mut Scene) {
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

async fn resets(scene: &mut Scene) {
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
    for (email, file) in [
        (
            "fx-reset@fixtures.insforge.dev",
            "sign-in-old-password-after-reset",
        ),
        (
            "fx-reset@fixtures.insforge.dev",
            "sign-in-new-password-after-reset",
        ),
    ] {
        if file == "sign-in-old-password-after-reset" {
            let token = reset_token(scene, email).await;
            let body = json!({ "newPassword": "Fixture-Pass-2", "otp": token }).to_string();
            let path = "/api/auth/email/reset-password";
            assert_eq!(
                call(&scene.local, "POST", path).json(body).send().await.status,
                200
            );
        }
        scene.play(file).await;
    }
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

async fn providers(scene: &mut Scene) {
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

async fn administration(scene: &mut Scene) {
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

async fn rules(scene: &mut Scene) {
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

async fn limits(scene: &mut Scene) {
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
