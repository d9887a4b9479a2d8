//! Accounts as far as the typed layer needs them.

use insforge::ErrorKind;
use insforge::auth::SignUp;
use insforge_tests::{Account, Backend};

#[tokio::test]
async fn sign_up_sign_in_and_sign_out_change_who_the_client_is() {
    let backend = Backend::connect().await;
    let client = insforge::Client::new(backend.url(), backend.anon_key()).expect("a client");
    let email = format!("{}@example.com", backend.unique("member"));
    let SignUp::SignedIn(session) = client
        .auth()
        .sign_up(&email, "Correct-Horse-7!")
        .await
        .expect("a sign-up")
    else {
        panic!("this backend wants e-mail addresses verified: switch that off for the test run");
    };
    let _account = Account::adopt(backend, &session.user.id, &email);
    assert_eq!(session.user.email, email);
    assert_eq!(
        client.auth().get_current_user().await.expect("the user").id,
        session.user.id
    );
    client.auth().sign_out().await.expect("signed out");
    assert!(client.auth().session().is_none());

    let again = client
        .auth()
        .sign_in_with_password(&email, "Correct-Horse-7!")
        .await
        .expect("signed in");
    assert_eq!(again.user.id, session.user.id);
    let refreshed = client.auth().refresh_session().await.expect("a new token");
    assert_eq!(refreshed.user.id, session.user.id);

    let error = client
        .auth()
        .sign_in_with_password(&email, "wrong-Horse-7!")
        .await
        .expect_err("a wrong password");
    assert_eq!(
        error.kind(),
        ErrorKind::WrongCredentials,
        "not taken for an expired token"
    );
    let error = client
        .auth()
        .sign_up(&email, "Correct-Horse-7!")
        .await
        .expect_err("taken");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Conflict, Some("AUTH_EMAIL_EXISTS"))
    );
}

#[test]
fn a_key_in_the_wrong_place_is_refused_before_anything_is_sent() {
    let (anon, admin) = (
        format!("anon_{}", "1".repeat(64)),
        format!("ik_{}", "2".repeat(64)),
    );
    let url = "http://localhost:7130";
    for error in [
        insforge::Client::new(url, &admin)
            .map(drop)
            .expect_err("an admin key where an anon key belongs"),
        insforge::Client::admin(url, &anon)
            .map(drop)
            .expect_err("an anon key where an admin key belongs"),
        insforge::Client::new(url, &anon)
            .expect("a client")
            .as_user(&admin)
            .map(drop)
            .expect_err("no user token"),
        insforge::Client::new("localhost:7130", &anon)
            .map(drop)
            .expect_err("no scheme"),
        insforge::Client::new("ftp://localhost", &anon)
            .map(drop)
            .expect_err("no web address"),
        insforge::Client::new("http://example.com", &anon)
            .map(drop)
            .expect_err("keys in the clear"),
        insforge::Client::new("", &anon).map(drop).expect_err("nothing"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("1111") && !text.contains("2222"), "{text}");
    }
}
