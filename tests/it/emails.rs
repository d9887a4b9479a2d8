//! E-mail, on any InsForge: one without a mail server says so.

use insforge::email::Email;
use insforge::{Client, Error, ErrorKind};
use insforge_tests::Backend;

fn mail() -> Email {
    Email::new("insforge-test@example.com", "A test", "<b>hello</b>")
}

/// What a server may say that sends no mail.
fn is_no_mail_server(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::NotConfigured => error.code() == Some("EMAIL_PROVIDER_NOT_CONFIGURED"),
        kind => matches!(
            kind,
            ErrorKind::RateLimited | ErrorKind::Forbidden | ErrorKind::Server
        ),
    }
}

#[tokio::test]
async fn a_mail_is_taken_from_administrators_and_users() {
    let backend = Backend::connect().await;
    let account = backend.account().await;
    for sent in [
        backend.admin().emails().send(mail()).await,
        account.client().await.emails().send(mail()).await,
    ] {
        assert!(sent.as_ref().err().is_none_or(is_no_mail_server), "{sent:?}");
    }
}

#[tokio::test]
async fn a_mail_is_never_taken_from_visitors() {
    let backend = Backend::connect().await;
    let visitor = Client::new(backend.url(), backend.anon_key()).expect("a client");
    let error = visitor
        .emails()
        .send(mail())
        .await
        .expect_err("nobody is signed in");
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Unauthorized, Some(401))
    );
}
