//! Choosing a new password.

use insforge::ErrorKind;
use insforge::admin::auth::AuthConfigChange;
use insforge::auth::{AuthRedirect, EmailMethod};
use insforge_tests::browser;

use super::*;

const BETTER: &str = "Better-Horse-8!";

#[tokio::test]
async fn a_password_is_reset_by_the_code_of_the_mail() {
    let local = local().await;
    let client = anon(&local);
    let auth = client.auth();
    sign_up(&client).await;
    auth.send_reset_password_email("nobody@example.com", None)
        .await
        .expect("no word about it");
    assert!(local.outbox().mails().is_empty());
    auth.send_reset_password_email(ADA, None).await.expect("a mail");
    assert_eq!(mail(&local).kind, "reset-password-code");
    let right = code(&local);
    let error = auth
        .exchange_reset_password_token(ADA, another(&right))
        .await
        .expect_err("wrong");
    assert!(error.is_wrong_code(), "{error:?}");
    let error = auth
        .reset_password(BETTER, &right)
        .await
        .expect_err("a code is no token");
    assert_eq!(error.kind(), ErrorKind::Request);
    let token = auth
        .exchange_reset_password_token(ADA, &right)
        .await
        .expect("a token")
        .token;
    assert!(
        auth.exchange_reset_password_token(ADA, &right)
            .await
            .expect_err("used")
            .is_wrong_code()
    );
    let error = auth.reset_password("a", token.expose()).await.expect_err("weak");
    assert!(error.is_weak_password(), "{error:?}");
    auth.reset_password(BETTER, token.expose())
        .await
        .expect("the token is still good");
    let error = auth
        .reset_password(PASSWORD, token.expose())
        .await
        .expect_err("used");
    assert!(error.is_wrong_code(), "{error:?}");
    let error = auth
        .sign_in_with_password(ADA, PASSWORD)
        .await
        .expect_err("the old one");
    assert!(error.is_wrong_credentials());
    auth.sign_in_with_password(ADA, BETTER)
        .await
        .expect("the new one");
}

#[tokio::test]
async fn a_password_is_reset_by_the_link_of_the_mail() {
    let local = with(AuthConfigChange::new().reset_password_method(EmailMethod::Link)).await;
    local.auth().mail_cooldown(false);
    let client = anon(&local);
    let auth = client.auth();
    sign_up(&client).await;
    let error = auth
        .send_reset_password_email(ADA, None)
        .await
        .expect_err("no place to lead to");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    auth.send_reset_password_email(ADA, Some("https://my.app/reset"))
        .await
        .expect("a mail");
    let link = mail(&local).link.expect("a link");
    let back = browser::open(&link).await.location.expect("a way back");
    let Some(AuthRedirect::ResetPasswordReady { token }) = AuthRedirect::parse(&back).expect("readable")
    else {
        panic!("not ready: {back}")
    };
    auth.reset_password(BETTER, token.expose()).await.expect("reset");
    auth.sign_in_with_password(ADA, BETTER)
        .await
        .expect("the new one");
    // The page still opens; the token says that it is used.
    let back = browser::open(&link).await.location.expect("a way back");
    assert!(matches!(
        AuthRedirect::parse(&back).expect("readable"),
        Some(AuthRedirect::ResetPasswordReady { .. })
    ));
    assert!(
        auth.reset_password(PASSWORD, token.expose())
            .await
            .expect_err("used")
            .is_wrong_code()
    );
    auth.send_reset_password_email(ADA, Some("https://my.app/reset"))
        .await
        .expect("a mail");
    local.auth().expire_codes();
    let link = mail(&local).link.expect("a link");
    let back = browser::open(&link).await.location.expect("a way back");
    let Some(AuthRedirect::ResetPasswordReady { token }) = AuthRedirect::parse(&back).expect("readable")
    else {
        panic!("the page does not open: {back}")
    };
    assert!(
        auth.reset_password(PASSWORD, token.expose())
            .await
            .expect_err("expired")
            .is_wrong_code()
    );
}
