//! Mails that arrive.

use insforge::Client;
use insforge::email::Email;

use super::local;

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let local = local().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let mail = Email::new(["a@example.com", "b@example.com"], "Hello", "<b>hi</b>")
        .cc("c@example.com")
        .bcc("d@example.com")
        .from("Shop")
        .reply_to("r@example.com");
    admin.emails().send(mail).await.expect("it is sent");
    let sent = local.sent_emails();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (
            sent[0].to.len(),
            sent[0].subject.as_str(),
            sent[0].reply_to.as_deref()
        ),
        (2, "Hello", Some("r@example.com"))
    );
    assert_eq!(
        (sent[0].cc.as_slice(), sent[0].bcc.as_slice()),
        (
            &["c@example.com".to_owned()][..],
            &["d@example.com".to_owned()][..]
        )
    );
}
