//! Verifying an address, and signing in by code.

use insforge::ErrorKind;
use insforge::admin::auth::{AuthConfigChange, NewUser};
use insforge::auth::{AuthRedirect, EmailMethod, LinkType, SignUp, SignUpOptions};
use insforge_tests::browser;

use super::*;

#[tokio::test]
async fn an_address_is_verified_by_the_code_of_the_mail() {
    let local = with(AuthConfigChange::new().require_email_verification(true)).await;
    let client = anon(&local);
    let auth = client.auth();
    assert!(matches!(sign_up(&client).await, SignUp::NeedsVerification));
    assert!(auth.session().is_none());
    assert_eq!(mail(&local).kind, "email-verification-code");
    let error = auth
        .sign_in_with_password(ADA, PASSWORD)
        .await
        .expect_err("unverified");
    assert!(
        error.is_unverified() && !error.is_wrong_credentials(),
        "{error:?}"
    );
    let error = auth.sign_in_with_password(ADA, "wrong").await.expect_err("wrong");
    assert!(error.is_wrong_credentials() && !error.is_unverified());

    let first = code(&local);
    auth.resend_verification_email(ADA, None).await.expect("a mail");
    let code = code(&local);
    if first != code {
        let error = auth.verify_email(ADA, &first).await.expect_err("an older code");
        assert!(error.is_wrong_code(), "{error:?}");
    }
    let session = auth.verify_email(ADA, &code).await.expect("verified");
    assert!(session.user.email_verified);
    assert_eq!(auth.session().expect("a session").user.id, session.user.id);
    let error = auth.verify_email(ADA, &code).await.expect_err("used");
    assert_eq!(error.kind(), ErrorKind::WrongCode);
    auth.sign_in_with_password(ADA, PASSWORD)
        .await
        .expect("signed in");
}

#[tokio::test]
async fn three_wrong_codes_and_an_expired_one_are_no_longer_good() {
    let local = with(AuthConfigChange::new().require_email_verification(true)).await;
    local.auth().mail_cooldown(false);
    let client = anon(&local);
    let auth = client.auth();
    sign_up(&client).await;
    let right = code(&local);
    for _ in 0..3 {
        auth.verify_email(ADA, another(&right)).await.expect_err("wrong");
    }
    assert!(
        auth.verify_email(ADA, &right)
            .await
            .expect_err("tried too often")
            .is_wrong_code()
    );
    auth.resend_verification_email(ADA, None).await.expect("a mail");
    local.auth().expire_codes();
    assert!(
        auth.verify_email(ADA, &code(&local))
            .await
            .expect_err("expired")
            .is_wrong_code()
    );
    auth.resend_verification_email(ADA, None).await.expect("a mail");
    auth.verify_email(ADA, &code(&local)).await.expect("verified");
}

#[tokio::test]
async fn an_address_is_verified_by_the_link_of_the_mail() {
    let rules = AuthConfigChange::new()
        .require_email_verification(true)
        .verify_email_method(EmailMethod::Link)
        .allowed_redirect_urls(["https://my.app/**"]);
    let local = with(rules).await;
    let auth = anon(&local).auth();
    let to = |url: &str| SignUpOptions::new().redirect_to(url);
    let error = auth
        .sign_up(ADA, PASSWORD)
        .await
        .expect_err("no place to lead to");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let error = auth
        .sign_up_with(ADA, PASSWORD, to("https://evil.example.net/"))
        .await
        .expect_err("off the list");
    assert!(
        error.is_redirect_refused() && error.next_actions().is_some(),
        "{error:?}"
    );
    let done = auth
        .sign_up_with(ADA, PASSWORD, to("https://my.app/in?a=1"))
        .await;
    assert!(matches!(done.expect("a sign-up"), SignUp::NeedsVerification));

    let link = mail(&local).link.expect("a link");
    let back = browser::open(&link).await.location.expect("a way back");
    assert!(back.starts_with("https://my.app/in?a=1&"), "{back}");
    let back = AuthRedirect::parse(&back).expect("readable");
    assert!(matches!(back, Some(AuthRedirect::EmailVerified)), "{back:?}");
    auth.sign_in_with_password(ADA, PASSWORD)
        .await
        .expect("signed in");
    let again = browser::open(&link).await.location.expect("a way back");
    let Some(AuthRedirect::LinkFailed { link, message }) = AuthRedirect::parse(&again).expect("readable")
    else {
        panic!("a used link works: {again}")
    };
    assert_eq!(link, LinkType::VerifyEmail);
    assert!(message.contains("expired"), "{message}");
}

#[tokio::test]
async fn a_code_signs_in_and_makes_an_account_where_there_is_none() {
    let local = local().await;
    local.auth().mail_cooldown(false);
    let auth = anon(&local).auth();
    auth.send_otp(ADA).await.expect("a mail");
    assert_eq!(mail(&local).kind, "request-otp");
    let right = code(&local);
    let error = auth
        .sign_in_with_otp(ADA, another(&right))
        .await
        .expect_err("wrong");
    assert!(error.is_wrong_code(), "{error:?}");
    let session = auth
        .sign_in_with_otp_as(ADA, &right, "Ada")
        .await
        .expect("signed in");
    assert!(session.user.email_verified);
    assert_eq!(session.user.profile["name"], "Ada");
    assert!(
        auth.sign_in_with_otp(ADA, &right)
            .await
            .expect_err("used")
            .is_wrong_code()
    );
    auth.send_otp(ADA).await.expect("a mail");
    let again = auth
        .sign_in_with_otp(ADA, &code(&local))
        .await
        .expect("signed in");
    assert_eq!(again.user.id, session.user.id);
    auth.send_otp(ADA).await.expect("a mail");
    local.auth().expire_codes();
    assert!(
        auth.sign_in_with_otp(ADA, &code(&local))
            .await
            .expect_err("expired")
            .is_wrong_code()
    );
}

#[tokio::test]
async fn a_code_on_an_unverified_account_erases_its_password() {
    let local = local().await;
    let client = anon(&local);
    let auth = client.auth();
    sign_up(&client).await;
    auth.send_otp(ADA).await.expect("a mail");
    let session = auth
        .sign_in_with_otp(ADA, &code(&local))
        .await
        .expect("signed in");
    assert!(session.user.email_verified);
    let error = auth
        .sign_in_with_password(ADA, PASSWORD)
        .await
        .expect_err("erased");
    assert!(error.is_wrong_credentials(), "{error:?}");
}

#[tokio::test]
async fn no_account_is_made_where_sign_up_is_off_except_by_the_administrator() {
    let local = with(
        AuthConfigChange::new()
            .disable_signup(true)
            .require_email_verification(true),
    )
    .await;
    let auth = anon(&local).auth();
    let error = auth.sign_up(ADA, PASSWORD).await.expect_err("off");
    assert!(error.is_sign_up_disabled() && error.is_forbidden(), "{error:?}");
    auth.send_otp(ADA)
        .await
        .expect("no word about whether there is an account");
    let error = auth
        .sign_in_with_otp(ADA, &code(&local))
        .await
        .expect_err("the code is right, and nobody new may sign up");
    assert!(error.is_sign_up_disabled() && !error.is_wrong_code(), "{error:?}");
    // The server does not say who was made, and the client finds out.
    let made = admin(&local)
        .auth()
        .create_user(NewUser::new("Ada@Example.com", PASSWORD).auto_confirm(true))
        .await
        .expect("a user");
    assert_eq!(
        (made.user.email.as_str(), made.access_token.is_none()),
        (ADA, true)
    );
    assert_eq!(local.outbox().mails().len(), 1, "only the code");
    auth.sign_in_with_password(ADA, PASSWORD)
        .await
        .expect("confirmed from the beginning");
}
