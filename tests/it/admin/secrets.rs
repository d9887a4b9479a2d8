//! Secrets. New keys of the project are in `local/administration`: they would be everybody's.

use insforge::ErrorKind;
use insforge::admin::secrets::{NewSecret, SecretChange};
use insforge_tests::Backend;

#[tokio::test]
async fn a_secret_is_made_read_changed_and_deleted() {
    let backend = Backend::connect().await;
    let secrets = backend.admin().secrets();
    let key = backend.unique("IT").to_uppercase();
    let id = secrets
        .create(NewSecret::new(&key, "canary one"))
        .await
        .expect("made");
    let value = secrets.get(&key).await.expect("a value");
    assert_eq!(value.expose(), "canary one");
    let error = secrets
        .create(NewSecret::new(&key, "x"))
        .await
        .expect_err("taken");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Conflict, Some("SECRET_ALREADY_EXISTS"))
    );
    let change = SecretChange::new()
        .value("canary two")
        .expires_at("2099-01-01T00:00:00Z");
    secrets.update(&key, change).await.expect("changed");
    assert_eq!(secrets.get(&key).await.expect("a value").expose(), "canary two");
    let listed = secrets.list().await.expect("a list");
    assert!(!format!("{listed:?}").contains("canary"));
    let one = listed
        .into_iter()
        .find(|one| one.key == key)
        .expect("it is there");
    assert_eq!(
        (one.id.as_str(), one.is_active, one.is_reserved),
        (id.as_str(), true, false)
    );
    assert_eq!(one.expires_at.as_deref(), Some("2099-01-01T00:00:00.000Z"));
    secrets.delete(&key).await.expect("deleted");
    let error = secrets.get(&key).await.expect_err("gone");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("SECRET_NOT_FOUND"))
    );
    // Its name is free again, and it has its old id.
    assert_eq!(
        secrets
            .create(NewSecret::new(&key, "three"))
            .await
            .expect("again"),
        id
    );
    secrets.delete(&key).await.expect("deleted");
}

#[tokio::test]
async fn the_backends_own_secrets_stay_as_they_are() {
    let secrets = Backend::connect().await.admin().secrets();
    let own = secrets.list().await.expect("a list");
    assert!(
        own.iter().any(|one| one.key == "JWT_KEY_ID" && one.is_reserved),
        "{own:?}"
    );
    let refused = [
        secrets.delete("JWT_KEY_ID").await,
        secrets
            .update("JWT_KEY_ID", SecretChange::new().active(false))
            .await,
    ];
    for refusal in refused {
        assert_eq!(refusal.expect_err("reserved").kind(), ErrorKind::Forbidden);
    }
    for (key, value) in [("bad key", "x"), ("lower", "x"), ("", "x"), ("EMPTY", "")] {
        let error = secrets
            .create(NewSecret::new(key, value))
            .await
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Request, "{key:?}");
    }
    let error = secrets.rotate_api_key(Some(169)).await.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Request);
}
