//! Codes, tokens and ID tokens that nobody has issued, and the asking for mails.

use insforge::auth::{CodeVerifier, IdToken};
use insforge::{Error, ErrorKind};
use insforge_tests::Backend;

/// A backend counts wrong codes by machine, and may have had enough of this one.
fn is_refused(error: &Error, kind: ErrorKind) -> bool {
    error.kind() == kind || (error.is_rate_limited() && error.retry_after().is_some())
}

#[tokio::test]
async fn codes_that_nobody_sent_are_wrong_codes() {
    let backend = Backend::connect().await;
    let account = backend.account().await;
    let auth = backend.anon().auth();
    let token = "0".repeat(64);
    for error in [
        auth.verify_email(account.email(), "000000")
            .await
            .expect_err("no code"),
        auth.sign_in_with_otp(account.email(), "000000")
            .await
            .expect_err("no code"),
        auth.exchange_reset_password_token(account.email(), "000000")
            .await
            .expect_err("no code"),
        auth.reset_password("Better-Horse-8!", &token)
            .await
            .expect_err("no token"),
    ] {
        assert!(is_refused(&error, ErrorKind::WrongCode), "{error:?}");
        assert!(!error.is_unauthorized());
    }
    let verifier = CodeVerifier::generate().expect("random numbers");
    let error = auth
        .exchange_oauth_code(&token, &verifier)
        .await
        .expect_err("no code");
    assert!(error.is_wrong_code() && !error.is_wrong_verifier(), "{error:?}");
    assert!(auth.session().is_none());
}

#[tokio::test]
async fn id_tokens_of_nobody_are_wrong_credentials() {
    let auth = Backend::connect().await.anon().auth();
    for token in [IdToken::google("x.y.z"), IdToken::apple("x.y.z", "nonce")] {
        let error = auth.sign_in_with_id_token(token).await.expect_err("no token");
        assert!(is_refused(&error, ErrorKind::WrongCredentials), "{error:?}");
    }
}

#[tokio::test]
async fn mails_are_sent_or_the_reason_is_said() {
    let backend = Backend::connect().await;
    let auth = backend.anon().auth();
    let account = backend.account().await;
    let mut asked = Vec::new();
    for call in 0..3 {
        // Each address of its own, since one mail a minute is all that one gets.
        let email = format!("{}@example.com", backend.unique("mail"));
        asked.push(match call {
            0 => auth.send_otp(&email).await,
            1 => {
                auth.resend_verification_email(&email, Some("https://my.app/in"))
                    .await
            }
            _ => {
                auth.send_reset_password_email(account.email(), Some("https://my.app/in"))
                    .await
            }
        });
    }
    for result in asked {
        if let Err(error) = result {
            // No way to send mail, its limits, or a list of redirect URLs that this one is not on.
            assert!(
                matches!(error.kind(), ErrorKind::NotConfigured | ErrorKind::RateLimited)
                    || error.is_redirect_refused(),
                "{error:?}"
            );
        }
    }
    let error = auth
        .send_otp(&backend.unique("no-address"))
        .await
        .expect_err("no address");
    assert!(is_refused(&error, ErrorKind::Invalid), "{error:?}");
}
