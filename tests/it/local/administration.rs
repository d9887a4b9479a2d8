//! New keys of the project, which would be everybody's on a backend that is shared.

use insforge::{Admin, Client, ErrorKind};

use super::local;

#[tokio::test]
async fn a_new_admin_key_works_beside_the_old_one_until_that_ends() {
    let local = local().await;
    let old = Client::admin(local.url(), local.api_key()).expect("a client");
    let rotated = old.secrets().rotate_api_key(Some(1)).await.expect("a new key");
    assert!(rotated.key.expose().starts_with("ik_") && rotated.key.expose() != local.api_key());
    assert!(!format!("{rotated:?}").contains(rotated.key.expose()));
    assert!(rotated.old_key_expires_at.is_some());
    let new: Client<Admin> = Client::admin(local.url(), rotated.key.expose()).expect("a client");
    assert_eq!(
        old.metadata()
            .api_key()
            .await
            .expect("the old one works")
            .expose(),
        rotated.key.expose()
    );
    // Without a grace period the old one ends at once; the one before it has its own.
    let third = new.secrets().rotate_api_key(Some(0)).await.expect("a third key");
    let error = new.secrets().list().await.expect_err("ended");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unauthorized, Some("AUTH_INVALID_API_KEY"))
    );
    old.secrets().list().await.expect("its hour is not over");
    let newest = Client::admin(local.url(), third.key.expose()).expect("a client");
    newest.secrets().list().await.expect("the newest works");
}

#[tokio::test]
async fn a_new_anon_key_works_beside_the_old_one_until_that_ends() {
    let local = local().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let rotated = admin.secrets().rotate_anon_key(None).await.expect("a new key");
    assert!(rotated.key.expose().starts_with("anon_"));
    for (key, email) in [
        (local.anon_key(), "old@example.com"),
        (rotated.key.expose(), "new@example.com"),
    ] {
        let client = Client::new(local.url(), key).expect("a client");
        client
            .auth()
            .sign_up(email, "Correct-Horse-7!")
            .await
            .expect("both keys work");
    }
    admin
        .secrets()
        .rotate_anon_key(Some(0))
        .await
        .expect("a third key");
    let client = Client::new(local.url(), rotated.key.expose()).expect("a client");
    let error = client
        .auth()
        .sign_up("late@example.com", "Correct-Horse-7!")
        .await
        .expect_err("ended");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(
        admin
            .secrets()
            .rotate_anon_key(Some(721))
            .await
            .expect_err("too long")
            .kind(),
        ErrorKind::Request
    );
}
