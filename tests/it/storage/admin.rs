//! Buckets, settings and keys, as administrators manage them.

use insforge::ErrorKind;
use insforge_tests::Backend;

#[tokio::test]
async fn buckets_are_made_listed_changed_and_removed_with_their_objects() {
    let backend = Backend::connect().await;
    let storage = backend.admin().storage();
    let name = backend.unique("made");
    storage.create_bucket(&name, true).await.expect("a bucket");
    let find = || async {
        let all = storage.list_buckets().await.expect("a list");
        all.into_iter().find(|bucket| bucket.name == name)
    };
    assert!(find().await.expect("it is there").public);
    let error = storage
        .create_bucket(&name, true)
        .await
        .expect_err("there is one");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Conflict, Some("STORAGE_ALREADY_EXISTS"))
    );
    storage.update_bucket(&name, false).await.expect("a change");
    assert!(!find().await.expect("it is there").public);
    storage.from(&name).upload("a.txt", "x").await.expect("an upload");
    storage.delete_bucket(&name).await.expect("an end");
    assert!(find().await.is_none());
    assert_eq!(
        storage.delete_bucket(&name).await.expect_err("gone").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        storage.update_bucket(&name, true).await.expect_err("gone").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        storage
            .create_bucket("bad name!", true)
            .await
            .expect_err("no name")
            .kind(),
        ErrorKind::Request
    );
}

#[tokio::test]
async fn the_limit_for_uploads_can_be_read() {
    let storage = Backend::connect().await.admin().storage();
    let config = storage.config().await.expect("the settings");
    assert!((1..=200).contains(&config.max_file_size_mb));
    let error = storage.set_max_file_size_mb(0).await.expect_err("no limit");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Invalid, Some("STORAGE_INVALID_PARAMETER"))
    );
    assert_eq!(storage.config().await.expect("the settings"), config);
}

#[tokio::test]
async fn keys_of_the_gateway_are_made_once_and_taken_back() {
    let storage = Backend::connect().await.admin().storage();
    let made = storage.create_s3_access_key(Some("a test")).await.expect("a key");
    assert!(made.key.access_key_id.starts_with("INSF") && made.secret_access_key().len() >= 20);
    assert!(!format!("{made:?}").contains(made.secret_access_key()));
    let listed = storage.list_s3_access_keys().await.expect("a list");
    let listed = listed
        .iter()
        .find(|key| key.id == made.key.id)
        .expect("it is there");
    assert_eq!(listed.description.as_deref(), Some("a test"));
    storage.delete_s3_access_key(&made.key.id).await.expect("an end");
    let left = storage.list_s3_access_keys().await.expect("a list");
    assert!(left.iter().all(|key| key.id != made.key.id));
    let gateway = storage.s3_gateway().await.expect("an address");
    assert!(gateway.endpoint.ends_with("/storage/v1/s3") && !gateway.region.is_empty());
}

#[tokio::test]
async fn policies_of_objects_are_written_by_the_administrator() {
    let backend = Backend::connect().await;
    let (admin, name) = (backend.admin(), backend.unique("policy"));
    // It opens a bucket that nobody has.
    let made = format!(
        "create policy {name} on storage.objects for select to authenticated using (bucket = '{name}')"
    );
    admin.sql(&made).await.expect("a policy");
    admin
        .sql(&format!("drop policy {name} on storage.objects"))
        .await
        .expect("no policy any more");
}
