//! Every way of signing in beside the password, mails and profiles: what is sent, and what becomes of the recorded
//! answer.

use serde_json::json;

use super::*;

/// The method and target of a request, and its body.
fn shape(request: &str) -> (&str, &str) {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    (head.split(" HTTP/1.1").next().unwrap(), body)
}

#[tokio::test]
async fn each_way_of_signing_in_keeps_the_session() {
    let oauth = recorded("sign-in-ok", "5");
    let (server, client) = client([
        recorded("otp-sign-in-ok-new-user", "1"),
        recorded("otp-sign-in-ok-existing-user", "2"),
        recorded("verify-email-ok", "3"),
        recorded("sign-in-ok", "4"),
        oauth,
        recorded("sign-in-ok", "6"),
    ])
    .await;
    let auth = client.auth();
    let verifier = CodeVerifier::parse(&"v".repeat(43)).unwrap();
    let kept = |mark: &str| {
        assert_eq!(
            auth.session().unwrap().access_token(),
            format!("access-canary-{mark}")
        );
    };
    let session = auth
        .sign_in_with_otp_as("a@b.co", " 123456\n", "Otto")
        .await
        .unwrap();
    assert_eq!(session.user.profile["name"], "Otto");
    kept("1");
    auth.sign_in_with_otp("a@b.co", "123456").await.unwrap();
    kept("2");
    assert!(
        auth.verify_email("a@b.co", "123456")
            .await
            .unwrap()
            .user
            .email_verified
    );
    kept("3");
    auth.sign_in_with_id_token(IdToken::google("x.y.z"))
        .await
        .unwrap();
    kept("4");
    auth.exchange_oauth_code("c0de", &verifier).await.unwrap();
    kept("5");
    let apple = IdToken::apple("x.y.z", "n").name("Ada");
    auth.sign_in_with_id_token(apple).await.unwrap();
    kept("6");

    let seen = server.seen();
    assert_eq!(
        seen.iter().map(|request| shape(request)).collect::<Vec<_>>(),
        [
            (
                "POST /api/auth/sessions?client_type=server",
                r#"{"email":"a@b.co","otp":"123456","name":"Otto","method":"otp"}"#
            ),
            (
                "POST /api/auth/sessions?client_type=server",
                r#"{"email":"a@b.co","otp":"123456","method":"otp"}"#
            ),
            (
                "POST /api/auth/email/verify?client_type=server",
                r#"{"email":"a@b.co","otp":"123456"}"#
            ),
            (
                "POST /api/auth/id-token?client_type=server",
                r#"{"provider":"google","token":"x.y.z"}"#
            ),
            (
                "POST /api/auth/oauth/exchange?client_type=server",
                &format!(r#"{{"code":"c0de","code_verifier":"{}"}}"#, "v".repeat(43))
            ),
            (
                "POST /api/auth/id-token?client_type=server",
                r#"{"provider":"apple","token":"x.y.z","nonce":"n","name":"Ada"}"#
            ),
        ]
    );
    assert!(seen.iter().all(|request| bearer(request) == "anon_canary"));
}

#[tokio::test]
async fn mails_are_asked_for_and_passwords_reset() {
    let (server, client) = client([
        recorded("send-otp-ok", ""),
        recorded("send-verification-ok", ""),
        recorded("send-reset-ok", ""),
        recorded("exchange-reset-ok", ""),
        recorded("reset-password-ok", ""),
        recorded("send-otp-cooldown", ""),
    ])
    .await;
    let auth = client.auth();
    auth.send_otp("a@b.co").await.unwrap();
    auth.resend_verification_email("a@b.co", Some("https://my.app/in"))
        .await
        .unwrap();
    auth.send_reset_password_email("a@b.co", None).await.unwrap();
    let right = auth
        .exchange_reset_password_token("a@b.co", "123456")
        .await
        .unwrap();
    assert_eq!(right.token.expose(), "<reset-token>");
    assert!(right.expires_at.as_ref().unwrap().starts_with("2026-"));
    assert!(!format!("{right:?}").contains("<reset-token>"));
    auth.reset_password("new pw", right.token.expose()).await.unwrap();
    let error = auth.send_otp("a@b.co").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after().unwrap().as_secs(), 60);
    let seen = server.seen();
    assert_eq!(
        seen.iter().map(|request| shape(request)).collect::<Vec<_>>()[..5],
        [
            ("POST /api/auth/email/send-otp", r#"{"email":"a@b.co"}"#),
            (
                "POST /api/auth/email/send-verification",
                r#"{"email":"a@b.co","redirectTo":"https://my.app/in"}"#
            ),
            (
                "POST /api/auth/email/send-reset-password",
                r#"{"email":"a@b.co"}"#
            ),
            (
                "POST /api/auth/email/exchange-reset-password-token",
                r#"{"email":"a@b.co","code":"123456"}"#
            ),
            (
                "POST /api/auth/email/reset-password",
                r#"{"newPassword":"new pw","otp":"<reset-token>"}"#
            ),
        ]
    );
    // The sixth is not repeated: the wait is in words only, and longer than the policy's longest.
    assert_eq!(server.hits(), 6);
}

#[tokio::test]
async fn an_oauth_start_has_the_address_and_the_secret() {
    let (server, client) = client([
        recorded("oauth-init-ok", ""),
        recorded("oauth-unconfigured", ""),
        Step::answer(200, "", r#"{"authUrl":"javascript:alert(1)"}"#),
    ])
    .await;
    let auth = client.auth();
    let google = || OAuthSignIn::new(OAuthProvider::Google, "https://app.example.com/cb");
    let start = auth
        .sign_in_with_oauth(google().param("prompt", "consent"))
        .await
        .unwrap();
    assert!(
        start
            .url()
            .starts_with("https://accounts.google.com/o/oauth2/v2/auth?client_id=")
    );
    assert_eq!(
        shape(&server.seen()[0]).0,
        format!(
            "GET /api/auth/oauth/google?redirect_uri=https:%2F%2Fapp.example.com%2Fcb&code_challenge={}&prompt=consent",
            start.verifier.challenge()
        )
    );
    let shown = format!("{start:?}");
    assert!(
        !shown.contains(start.verifier.expose()) && !shown.contains("state"),
        "{shown}"
    );
    let error = auth.sign_in_with_oauth(google()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let error = auth.sign_in_with_oauth(google()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn profiles_are_read_and_merged() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Card {
        name: String,
        level: Option<u8>,
    }
    let (server, client) = client([
        recorded("sign-in-ok", "1"),
        recorded("profile-get", ""),
        recorded("profile-patch", ""),
        recorded("profile-patch-merge-null", ""),
        recorded("profile-get-not-found", ""),
        recorded("current-session-user", ""),
    ])
    .await;
    let auth = client.auth();
    auth.sign_in_with_password("a@b.co", "pw").await.unwrap();
    let profile = auth
        .get_profile("fdd03d3e-62df-4514-99b1-b548f082864a")
        .await
        .unwrap();
    assert_eq!(profile.profile["name"], "Alice");
    let card: Profile<Card> = auth.set_profile_as(&json!({ "level": 3 })).await.unwrap();
    assert_eq!(
        card.profile,
        Card {
            name: "Alice".into(),
            level: Some(3)
        }
    );
    let known = auth.session().unwrap().user;
    assert_eq!(
        known.profile["level"], 3,
        "the session's user has the new profile too"
    );
    let user = client.as_user("t.o.k").unwrap().auth();
    let merged = user.set_profile(&json!({ "level": null })).await.unwrap();
    assert!(merged.profile["level"].is_null());
    assert!(user.get_profile_as::<Card>("x").await.unwrap_err().is_not_found());
    assert_eq!(user.get_current_user().await.unwrap().profile["name"], "Alice");
    let seen = server.seen();
    assert_eq!(
        seen[1..].iter().map(|request| shape(request)).collect::<Vec<_>>(),
        [
            ("GET /api/auth/profiles/fdd03d3e-62df-4514-99b1-b548f082864a", ""),
            ("PATCH /api/auth/profiles/current", r#"{"profile":{"level":3}}"#),
            (
                "PATCH /api/auth/profiles/current",
                r#"{"profile":{"level":null}}"#
            ),
            ("GET /api/auth/profiles/x", ""),
            ("GET /api/auth/sessions/current", ""),
        ]
    );
    assert_eq!(bearer(&seen[2]), "access-canary-1");
    assert_eq!(bearer(&seen[3]), "t.o.k");
}

#[tokio::test]
async fn the_public_config_is_read_whole_and_in_part() {
    let (_server, client) = client([
        recorded("public-config-strict-policy", ""),
        recorded("public-config-with-google", ""),
        Step::answer(200, "", r#"{"verifyEmailMethod":"pigeon","oAuthProviders":null}"#),
    ])
    .await;
    let auth = client.auth();
    let strict = auth.get_public_auth_config().await.unwrap();
    assert_eq!(strict.password.min_length, 8);
    assert!(strict.password.require_special_char && strict.verify_email_method == EmailMethod::Code);
    let google = auth.get_public_auth_config().await.unwrap();
    assert_eq!(google.oauth_providers, ["google"]);
    let newer = auth.get_public_auth_config().await.unwrap();
    assert_eq!(newer.verify_email_method, EmailMethod::Other("pigeon".into()));
}

#[tokio::test]
async fn input_of_no_use_is_refused_before_anything_is_sent() {
    let (server, client) = client([Step::answer(200, "", "{}")]).await;
    let auth = client.auth();
    let verifier = CodeVerifier::generate().unwrap();
    let errors = [
        auth.sign_in_with_otp("a@b.co", "canary").await.unwrap_err(),
        auth.verify_email("a@b.co", "12345").await.unwrap_err(),
        auth.exchange_reset_password_token("a@b.co", "")
            .await
            .unwrap_err(),
        auth.reset_password("canary", "123456").await.unwrap_err(),
        auth.exchange_oauth_code("", &verifier).await.unwrap_err(),
        auth.sign_in_with_id_token(IdToken::apple("canary", ""))
            .await
            .unwrap_err(),
        auth.sign_in_with_id_token(IdToken::google("")).await.unwrap_err(),
        auth.resend_verification_email("a@b.co", Some("/welcome"))
            .await
            .unwrap_err(),
        auth.sign_up_with("a@b.co", "canary", SignUpOptions::new().redirect_to("welcome"))
            .await
            .unwrap_err(),
        auth.set_profile(&json!(["canary"])).await.unwrap_err(),
        auth.get_profile("../users").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    assert_eq!(server.hits(), 0);
}

#[test]
fn recorded_redirections_say_how_it_went() {
    for (case, expected) in [
        ("verify-link-ok", "Some(EmailVerified)"),
        (
            "verify-link-again",
            "Some(LinkFailed { link: VerifyEmail, message: \"Invalid or expired verification token\" })",
        ),
        (
            "reset-password-link-ok",
            "Some(ResetPasswordReady { token: Secret(<redacted>) })",
        ),
        (
            "reset-password-link-used",
            "Some(ResetPasswordReady { token: Secret(<redacted>) })",
        ),
    ] {
        let path = format!(
            "{}/../tests/fixtures/auth/{case}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let fixture: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let location = fixture["response"]["headers"]["location"].as_str().unwrap();
        let read = AuthRedirect::parse(location).unwrap();
        assert_eq!(format!("{read:?}"), expected, "{case}");
    }
}
