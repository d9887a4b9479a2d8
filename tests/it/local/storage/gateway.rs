//! The S3 gateway through `object_store`.

use futures_util::TryStreamExt;
use insforge::ErrorKind;
use insforge_local::StorageMode;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};

use super::{admin, storage};
use crate::storage::noise;

#[tokio::test]
async fn an_object_goes_through_the_gateway_whole_and_in_parts() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    let storage = admin(&local).storage();
    let key = storage.create_s3_access_key(None).await.expect("a key");
    let store = storage.object_store("files", &key).await.expect("a store");

    let whole = Path::parse("a b/ü.txt").expect("a path");
    store.put(&whole, PutPayload::from("whole")).await.expect("a put");
    assert_eq!(
        &bucket.download("a b/ü.txt").await.expect("its bytes")[..],
        b"whole"
    );

    let content = noise(12 << 20);
    let parts = Path::from("parts.bin");
    let upload = store.put_multipart(&parts).await.expect("an upload");
    let mut writer = WriteMultipart::new_with_chunk_size(upload, 5 << 20);
    writer.write(&content);
    writer.finish().await.expect("its end");
    assert_eq!(bucket.download("parts.bin").await.expect("its bytes"), content);
    let range = store
        .get_range(&parts, 5_000_000..5_000_010)
        .await
        .expect("a range");
    assert_eq!(&range[..], &content[5_000_000..5_000_010]);
    assert_eq!(
        store.head(&parts).await.expect("a head").size,
        content.len() as u64
    );

    let listed: Vec<_> = store.list(None).try_collect().await.expect("a list");
    let names: Vec<_> = listed.iter().map(|object| object.location.to_string()).collect();
    assert_eq!(names, ["a b/ü.txt", "parts.bin"]);
    store.delete(&whole).await.expect("an end");
    assert!(!bucket.exists("a b/ü.txt").await.expect("an answer"));
    let error = store.get(&whole).await.expect_err("it is gone");
    assert!(matches!(error, object_store::Error::NotFound { .. }), "{error:?}");

    let upload = store
        .put_multipart(&Path::from("given up"))
        .await
        .expect("an upload");
    let mut writer = WriteMultipart::new_with_chunk_size(upload, 5 << 20);
    writer.write(&content[..6 << 20]);
    assert_eq!(local.open_s3_uploads(), 1);
    writer.abort().await.expect("an end");
    assert_eq!(local.open_s3_uploads(), 0, "no parts are left");
}

#[tokio::test]
async fn a_key_that_was_taken_back_opens_nothing() {
    let (local, _bucket) = storage(StorageMode::Proxy).await;
    let storage = admin(&local).storage();
    let key = storage.create_s3_access_key(None).await.expect("a key");
    let store = storage.object_store("files", &key).await.expect("a store");
    store
        .put(&Path::from("a"), PutPayload::from("x"))
        .await
        .expect("a put");
    storage.delete_s3_access_key(&key.key.id).await.expect("an end");
    let error = store
        .put(&Path::from("a"), PutPayload::from("x"))
        .await
        .expect_err("no key");
    assert!(
        error.to_string().contains("InvalidAccessKeyId")
            || format!("{error:?}").contains("InvalidAccessKeyId"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_keeps_files_on_its_disk_has_no_gateway() {
    let (local, _bucket) = storage(StorageMode::Disk).await;
    let storage = admin(&local).storage();
    let key = storage.create_s3_access_key(None).await.expect("a key");
    let error = storage.object_store("files", &key).await.expect_err("no gateway");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Unsupported, Some("storage.object_store"))
    );
}
