//! The project's rules and mails.

use insforge::ErrorKind;
use insforge::admin::auth::{AuthConfigChange, MailTemplateType, SmtpSettings};
use insforge_tests::Backend;

#[tokio::test]
async fn the_rules_are_the_same_in_public_and_for_the_administrator() {
    let backend = Backend::connect().await;
    let public = backend
        .anon()
        .auth()
        .get_public_auth_config()
        .await
        .expect("the config");
    let admin = backend.admin().auth();
    let config = admin.get_config().await.expect("the config");
    assert!((4..=128).contains(&public.password.min_length));
    assert_eq!(public.password, config.password);
    assert_eq!(public.verify_email_method, config.verify_email_method);
    assert_eq!(public.disable_signup, config.disable_signup);

    // A change to what it is already, so that no other test meets other rules.
    let change = AuthConfigChange::new()
        .password_min_length(config.password.min_length)
        .disable_signup(config.disable_signup)
        .allowed_redirect_urls(config.allowed_redirect_urls.clone());
    let changed = admin.update_config(change).await.expect("the config");
    assert_eq!(
        (changed.password, changed.allowed_redirect_urls),
        (config.password, config.allowed_redirect_urls)
    );
    let error = admin
        .update_config(AuthConfigChange::new().password_min_length(2))
        .await
        .expect_err("too short");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.message().contains("passwordMinLength"), "{error:?}");
}

#[tokio::test]
async fn mail_settings_are_read_and_no_password_with_them() {
    let admin = Backend::connect().await.admin().auth();
    let config = admin.get_smtp_config().await.expect("the settings");
    assert!(config.port > 0 || !config.enabled);
    let wrong = SmtpSettings::new("localhost", 80)
        .sender("a@example.com", "A")
        .login("u", "p");
    let error = admin
        .update_smtp_config(wrong)
        .await
        .expect_err("no port for mail");
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error:?}");
}

#[tokio::test]
async fn templates_are_listed_and_kept() {
    let admin = Backend::connect().await.admin().auth();
    let all = admin.list_mail_templates().await.expect("templates");
    for kind in [
        MailTemplateType::VerificationCode,
        MailTemplateType::VerificationLink,
        MailTemplateType::ResetPasswordCode,
        MailTemplateType::ResetPasswordLink,
    ] {
        assert!(
            all.iter().any(|template| template.template_type == kind),
            "{kind}"
        );
    }
    let one = all.first().expect("a template");
    let kept = admin
        .update_mail_template(one.template_type.clone(), &one.subject, &one.body_html)
        .await
        .expect("the template");
    assert_eq!((&kept.subject, &kept.body_html), (&one.subject, &one.body_html));
    let error = admin
        .update_mail_template(MailTemplateType::Other("no-such-mail".into()), "s", "b")
        .await
        .expect_err("no such mail");
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error:?}");
}

#[tokio::test]
async fn the_anon_token_is_the_anon_key() {
    let backend = Backend::connect().await;
    let token = backend.admin().auth().get_anon_token().await.expect("the key");
    assert_eq!(token.expose(), backend.anon_key());
}
