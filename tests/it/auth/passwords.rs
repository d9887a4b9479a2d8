//! Sign-up and sign-in by password.

use insforge::ErrorKind;
use insforge::auth::{SignUp, SignUpOptions};
use insforge_tests::{Account, Backend};

#[tokio::test]
async fn a_sign_up_with_a_name_fills_the_profile() {
    let backend = Backend::connect().await;
    let client = backend.anon();
    let email = format!("{}@example.com", backend.unique("named"));
    let options = SignUpOptions::new().name("Ada Lovelace");
    let signed_up = client
        .auth()
        .sign_up_with(&email, Account::PASSWORD, options)
        .await;
    let SignUp::SignedIn(session) = signed_up.expect("a sign-up") else {
        panic!("this backend wants e-mail addresses verified: switch that off for the test run");
    };
    let _account = Account::adopt(backend, &session.user.id, &email);
    assert_eq!(session.user.profile["name"], "Ada Lovelace");
    assert_eq!(session.user.providers, ["email"]);
    assert!(session.refresh_token().is_some());
}

#[tokio::test]
async fn refusals_of_sign_up_and_sign_in_are_told_apart() {
    let backend = Backend::connect().await;
    let account = backend.account().await;
    let auth = backend.anon().auth();

    let error = auth
        .sign_up(account.email(), Account::PASSWORD)
        .await
        .expect_err("taken");
    assert!(error.is_email_taken() && error.is_conflict(), "{error:?}");
    // The address counts in any case of letters.
    let shouted = account.email().to_uppercase();
    let error = auth
        .sign_up(&shouted, Account::PASSWORD)
        .await
        .expect_err("taken");
    assert!(error.is_email_taken(), "{error:?}");

    let fresh = format!("{}@example.com", backend.unique("weak"));
    let error = auth.sign_up(&fresh, "a").await.expect_err("a weak password");
    assert!(
        error.is_weak_password() && error.kind() == ErrorKind::Invalid,
        "{error:?}"
    );
    let error = auth
        .sign_up("no address", Account::PASSWORD)
        .await
        .expect_err("no address");
    assert!(
        error.kind() == ErrorKind::Invalid && !error.is_weak_password(),
        "{error:?}"
    );

    for (email, password) in [(account.email(), "wrong-Horse-7!"), (&*fresh, Account::PASSWORD)] {
        let error = auth
            .sign_in_with_password(email, password)
            .await
            .expect_err("refused");
        assert!(
            error.is_wrong_credentials() && !error.is_unauthorized(),
            "{error:?}"
        );
    }
    assert!(auth.session().is_none());
    let session = auth
        .sign_in_with_password(&shouted, Account::PASSWORD)
        .await
        .expect("signed in");
    assert_eq!(session.user.id, account.id());
}

#[tokio::test]
async fn a_token_that_is_none_is_unauthorized_and_not_wrong_credentials() {
    let backend = Backend::connect().await;
    let user = backend
        .anon()
        .as_user("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
        .expect("a client");
    let error = user
        .auth()
        .get_current_user()
        .await
        .expect_err("no token of ours");
    assert!(
        error.is_unauthorized() && !error.is_wrong_credentials(),
        "{error:?}"
    );
}
