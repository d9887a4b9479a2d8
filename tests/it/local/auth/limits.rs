//! Limits, with and without word of how long to wait.

use std::time::Duration;

use insforge::auth::IdToken;

use super::*;

#[tokio::test]
async fn an_address_is_sent_one_mail_a_minute() {
    let local = local().await;
    let auth = anon(&local).auth();
    auth.send_otp(ADA).await.expect("a mail");
    local.clear_requests();
    let error = auth
        .send_reset_password_email(ADA, None)
        .await
        .expect_err("too soon");
    assert!(error.is_rate_limited() && error.is_retryable(), "{error:?}");
    assert_eq!(
        error.retry_after(),
        Some(Duration::from_secs(60)),
        "from the words alone"
    );
    assert_eq!(local.requests().len(), 1, "not repeated by itself");
    auth.send_otp("grace@example.com").await.expect("another address");
    local.auth().mail_cooldown(false);
    auth.send_otp(ADA).await.expect("a mail");
}

#[tokio::test]
async fn a_machine_has_so_many_mails_codes_and_tokens() {
    let local = local().await;
    local.auth().limit_machine(true);
    let auth = anon(&local).auth();
    for number in 0..5 {
        auth.send_otp(&format!("user{number}@example.com"))
            .await
            .expect("a mail");
    }
    let too_many = auth.send_otp(ADA).await.expect_err("the sixth");
    for _ in 0..10 {
        auth.verify_email(ADA, "000000").await.expect_err("wrong");
    }
    let too_wrong = auth.verify_email(ADA, "000000").await.expect_err("the eleventh");
    for _ in 0..30 {
        auth.sign_in_with_id_token(IdToken::google("x.y.z"))
            .await
            .expect_err("wrong");
    }
    let too_foreign = auth
        .sign_in_with_id_token(IdToken::google("x.y.z"))
        .await
        .expect_err("the 31st");
    for error in [too_many, too_wrong, too_foreign] {
        assert!(error.is_rate_limited() && !error.is_wrong_code(), "{error:?}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(900)));
    }
    // Passwords are not counted.
    assert!(
        auth.sign_in_with_password(ADA, "x")
            .await
            .expect_err("wrong")
            .is_wrong_credentials()
    );
}
