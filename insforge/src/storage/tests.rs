//! The recorded answers of a real server, read by the types of this module.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;
use crate::http::tests::{Server, Step};

/// The body of a recorded answer.
fn recorded<T: DeserializeOwned>(case: &str) -> T {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/storage");
    let path = Path::new(root).join(format!("{case}.json"));
    let exchange: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    serde_json::from_value(exchange["response"]["body"].clone())
        .unwrap_or_else(|error| panic!("{case}: {error}"))
}

/// The same, as an answer on the wire.
fn answer(case: &str) -> Step {
    Step::answer(
        200,
        "content-type: application/json\r\n",
        &recorded::<Value>(case).to_string(),
    )
}

async fn bucket(steps: impl IntoIterator<Item = Step>) -> (Server, Bucket) {
    let server = Server::start(steps).await;
    let client = crate::Client::admin(&server.url, "ik_0").unwrap();
    let bucket = client.storage().from("fx-priv");
    (server, bucket)
}

#[test]
fn objects_buckets_settings_and_keys_are_read_as_recorded() {
    for case in [
        "upload-put",
        "upload-post-auto-key",
        "upload-put-empty-file",
        "key-unicode-upload",
        "confirm-upload-local",
    ] {
        let object: StoredObject = recorded(case);
        assert!(!object.key.is_empty() && object.url.contains("?v="), "{case}");
    }
    let object: StoredObject = recorded("upload-put");
    assert_eq!(
        (object.key.as_str(), object.size, object.etag),
        ("docs/hello.txt", 14, None)
    );
    assert_eq!(object.uploaded_at.to_string(), "2026-11-23T10:06:26.866Z");
    let buckets: Vec<BucketInfo> = recorded("bucket-list");
    assert_eq!(
        (buckets.len(), buckets[0].name.as_str(), buckets[0].public),
        (5, "fx-priv", false)
    );
    assert_eq!(recorded::<StorageConfig>("config").max_file_size_mb, 50);
    let gateway: S3Gateway = recorded("s3-config");
    assert_eq!(
        (gateway.endpoint.as_str(), gateway.available),
        ("/storage/v1/s3", false)
    );
    let made: NewS3AccessKey = recorded("s3-access-key-create");
    assert_eq!(made.secret_access_key(), "<secret-access-key>");
    assert_eq!(recorded::<Vec<S3AccessKey>>("s3-access-key-list"), [made.key]);
}

#[tokio::test]
async fn a_recorded_list_is_read_with_the_columns_that_leak_into_it() {
    let (server, bucket) = bucket([answer("list")]).await;
    let page = bucket.list().limit(3).await.unwrap();
    assert_eq!((page.total, page.objects.len(), page.has_more()), (16, 3, true));
    assert_eq!(
        page.objects[0].etag.as_deref(),
        Some("2897a44a5ee8a766a1a763b5f5e201f9")
    );
    assert_eq!(
        page.objects[0].uploaded_by.as_deref(),
        Some("031f216f-0602-444e-ad9c-9fc38fa3f21c")
    );
    assert!(server.seen()[0].starts_with("GET /api/storage/buckets/fx-priv/objects?limit=3 "));
}

#[tokio::test]
async fn recorded_links_and_removals_are_read() {
    let (_server, found) = bucket([answer("strategy-private")]).await;
    let lasts = std::time::Duration::from_secs(60);
    let link = found.create_signed_url("docs/hello.txt", lasts).await.unwrap();
    assert!(!link.presigned && link.expires_at.is_none());
    assert!(
        link.url
            .ends_with("/objects/docs%2Fhello.txt?v=90f4dd73d11e55a3d19b4bd8e4ad1bdb"),
        "{}",
        link.url
    );
    assert!(
        !link.url.contains("7130"),
        "not the server's own idea of its address"
    );

    let (server, found) = bucket([answer("delete-batch")]).await;
    let report = found
        .remove_many(["docs/hello.txt", "missing.txt", "a/b/c/d.txt"])
        .await
        .unwrap();
    assert_eq!(
        report.deleted().collect::<Vec<_>>(),
        ["docs/hello.txt", "a/b/c/d.txt"]
    );
    assert_eq!(report.not_found().collect::<Vec<_>>(), ["missing.txt"]);
    assert!(server.seen()[0].ends_with(r#"{"keys":["docs/hello.txt","missing.txt","a/b/c/d.txt"]}"#));
}

#[tokio::test]
async fn later_batches_that_fail_are_in_the_report() {
    let results: Vec<_> = (0..1000)
        .map(|n| format!(r#"{{"key":"{n}","status":"deleted"}}"#))
        .collect();
    let first = Step::answer(200, "", &format!(r#"{{"results":[{}]}}"#, results.join(",")));
    let (_server, found) = bucket([first, Step::answer(500, "", r#"{"error":"X","message":"no"}"#)]).await;
    let report = found.remove_many((0..1500).map(|n| n.to_string())).await.unwrap();
    assert_eq!((report.deleted().count(), report.failed().count()), (1000, 500));
    assert!(report.failed().all(|removal| {
        removal
            .message
            .as_deref()
            .is_some_and(|message| message.contains("no"))
    }));
}

#[tokio::test]
async fn an_upload_method_of_a_newer_server_is_said_to_be_unknown() {
    let (_server, found) = bucket([Step::answer(200, "", r#"{"method":"tus","uploadUrl":"x"}"#)]).await;
    let error = found.upload("a", "x").await.unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Unsupported);
    assert!(error.to_string().contains("tus"), "{error}");
}
