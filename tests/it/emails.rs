//! E-mail, on any InsForge: one without a mail server says so.

use insforge::email::Email;
use insforge::{Client, ErrorKind};
use insforge_tests::Backend;

#[tokio::test]
async fn a_mail_is_taken_from_administrators_and_never_from_visitors() {
    let backend = Backend::connect().await;
    let mail = || Email::new("insforge-test@example.com", "A test", "<b>hello</b>");
    if let Err(error) = backend.admin().emails().send(mail()).await {
        assert!(
            matches!(
                error.kind(),
                ErrorKind::NotConfigured | ErrorKind::RateLimited | ErrorKind::Forbidden | ErrorKind::Server
            ),
            "{error:?}"
        );
    }
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
