//! Transfers over signed addresses of another server.

use std::time::Duration;

use insforge::ErrorKind;
use insforge_local::{Fault, LoggedRequest, StorageMode};

use super::storage;
use crate::storage::noise;

/// The requests that went to the S3 service.
fn foreign(requests: &[LoggedRequest]) -> Vec<&LoggedRequest> {
    requests
        .iter()
        .filter(|request| request.path().starts_with("/insforge-local"))
        .collect()
}

#[tokio::test]
async fn an_upload_goes_to_the_other_server_without_the_clients_credential_and_headers() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    let content = noise(300_000);
    let stored = bucket
        .upload("a/ü b.bin", content.clone())
        .await
        .expect("an upload");
    assert_eq!((stored.key.as_str(), stored.size), ("a/ü b.bin", 300_000));
    let requests = local.requests();
    let paths: Vec<_> = requests.iter().map(LoggedRequest::path).collect();
    assert_eq!(
        paths,
        [
            "/api/storage/buckets/files/upload-strategy",
            "/insforge-local",
            "/api/storage/buckets/files/objects/a%2F%C3%BC%20b.bin/confirm-upload",
        ]
    );
    let form = foreign(&requests)[0];
    for name in [
        "authorization",
        "apikey",
        "x-api-key",
        "cookie",
        "x-team",
        "transfer-encoding",
    ] {
        assert_eq!(form.header(name), None, "{name}");
    }
    assert!(
        form.header("content-length")
            .is_some_and(|length| length.parse::<u64>().is_ok_and(|length| length > 300_000))
    );
    assert_eq!(
        requests[0].header("x-team"),
        Some("blue"),
        "the project's own server gets it"
    );
    // The file is the last part, and the fields stand in the order in which they were given.
    let head = String::from_utf8_lossy(&form.body).into_owned();
    let at = |name: &str| {
        head.find(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("no {name}"))
    };
    let order = [
        "Content-Type",
        "bucket",
        "X-Amz-Algorithm",
        "X-Amz-Date",
        "key",
        "X-Amz-Signature",
        "Policy",
        "file",
    ];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{head}");

    local.clear_requests();
    assert_eq!(bucket.download("a/ü b.bin").await.expect("its bytes"), content);
    let requests = local.requests();
    assert_eq!(requests.len(), 2);
    let got = foreign(&requests)[0];
    assert!(got.header("authorization").is_none() && got.header("x-team").is_none());
}

#[tokio::test]
async fn the_type_that_the_server_signed_is_the_one_that_is_sent() {
    let (_local, bucket) = storage(StorageMode::Presigned).await;
    let stored = bucket.upload("page.html", "<b>x</b>").await.expect("an upload");
    assert_eq!(stored.mime_type.as_deref(), Some("application/octet-stream"));
    let stored = bucket
        .upload("a.txt", "x")
        .content_type("text/plain; charset=utf-8")
        .await
        .expect("an upload");
    assert_eq!(stored.mime_type.as_deref(), Some("text/plain; charset=utf-8"));
}

#[tokio::test]
async fn a_link_works_without_a_credential_until_it_expires() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    bucket.upload("a.txt", "linked").await.expect("an upload");
    let link = bucket
        .create_signed_url("a.txt", Duration::from_secs(60))
        .await
        .expect("a link");
    assert!(link.presigned && !link.needs_credential() && link.expires_at.is_some());
    assert!(!format!("{link:?}").contains("X-Amz-Signature"));
    let storage = super::admin(&local).storage();
    assert_eq!(
        &storage.download_url(&link.url).await.expect("its bytes")[..],
        b"linked"
    );
    local.advance_s3_clock(61);
    let error = storage.download_url(&link.url).await.expect_err("too late");
    assert_eq!((error.kind(), error.status()), (ErrorKind::UrlExpired, Some(403)));
    assert!(error.is_url_expired() && !format!("{error} {error:?}").contains("Signature="));
    // A download by key asks for a new one each time.
    assert_eq!(&bucket.download("a.txt").await.expect("its bytes")[..], b"linked");
    let error = storage
        .download_url(&link.url.replace("a.txt", "b.txt"))
        .await
        .expect_err("not signed");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("SignatureDoesNotMatch"))
    );
}

#[tokio::test]
async fn a_confirmation_that_fails_says_that_the_content_is_there() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    let path = "/api/storage/buckets/files/objects/a.txt/confirm-upload";
    local
        .faults()
        .push(path, 1, Fault::Status(500, "{}".into(), vec![]));
    let error = bucket.upload("a.txt", "x").await.expect_err("no confirmation");
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(error.to_string().contains("the content has arrived"), "{error}");
    // A connection that breaks is asked again.
    local.faults().push(path, 1, Fault::ResetAfter);
    bucket
        .upload("a.txt", "x")
        .await
        .expect("the second confirmation");
}

#[tokio::test]
async fn errors_of_the_other_server_are_read_in_any_form() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    let xml = "<?xml version=\"1.0\"?><Error><Code>EntityTooLarge</Code><Message>too much</Message>\
               <MaxSizeAllowed>7</MaxSizeAllowed></Error>";
    let html = "<html><head><title>413 Request Entity Too Large</title></head></html>";
    for (status, body, kind, words) in [
        (400, xml, ErrorKind::TooLarge { limit: Some(7) }, "too much"),
        (
            413,
            html,
            ErrorKind::TooLarge { limit: None },
            "413 Request Entity Too Large",
        ),
        (403, "", ErrorKind::Forbidden, "403"),
        (
            404,
            "{\"error\":\"X\",\"message\":\"json\"}",
            ErrorKind::NotFound,
            "json",
        ),
    ] {
        local
            .faults()
            .push("/insforge-local", 1, Fault::Status(status, body.into(), vec![]));
        let error = bucket.upload("a.txt", "x").await.expect_err("refused");
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{error:?}");
        assert!(
            error.to_string().contains(words) && !error.message().is_empty(),
            "{error}"
        );
    }
}
