//! The requests of each call, as they arrive.

use std::time::Duration;

use insforge_local::{Fault, Local, StorageMode};

use super::storage;

/// The words of the upload route for an expired token.
const EXPIRED: &str = r#"{"error":"INTERNAL_ERROR","message":"Invalid token","statusCode":500}"#;

#[tokio::test]
async fn a_token_that_expires_between_question_and_upload_is_renewed() {
    let (local, bucket) = storage(StorageMode::Disk).await;
    let client = insforge::Client::new(local.url(), local.anon_key()).expect("a client");
    client
        .auth()
        .sign_up("ada@example.com", "Correct-Horse-7!")
        .await
        .expect("a sign-up");
    local.clear_requests();
    let path = "/api/storage/buckets/files/objects/a.txt";
    let expired = || Fault::Status(500, EXPIRED.into(), vec![]);
    local.faults().push(("PUT", path), 1, expired());
    client
        .storage()
        .from("files")
        .upload("a.txt", "by ada")
        .await
        .expect("the second attempt");
    let arrived = arrived(&local);
    assert!(arrived[2].starts_with("POST /api/auth/refresh"), "{arrived:?}");
    assert_eq!(
        arrived
            .iter()
            .filter(|request| request.starts_with("PUT"))
            .count(),
        2
    );
    assert_eq!(&bucket.download("a.txt").await.expect("its bytes")[..], b"by ada");

    // Nobody has another API key to try.
    local.faults().push(("PUT", path), 1, expired());
    let error = bucket.upload("a.txt", "x").await.expect_err("refused");
    assert_eq!(error.kind(), insforge::ErrorKind::Unauthorized);
}

/// Method and target of what has arrived since the last look.
fn arrived(local: &Local) -> Vec<String> {
    let requests = local.requests();
    local.clear_requests();
    requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.target))
        .collect()
}

#[tokio::test]
async fn each_call_sends_what_the_contract_says() {
    let (local, bucket) = storage(StorageMode::Disk).await;
    let base = "/api/storage/buckets/files";
    bucket.upload("a/b.txt", "x").await.expect("an upload");
    assert_eq!(
        arrived(&local),
        [
            format!("POST {base}/upload-strategy"),
            format!("PUT {base}/objects/a%2Fb.txt")
        ]
    );
    bucket.download("a/b.txt").await.expect("its bytes");
    assert_eq!(arrived(&local), [format!("GET {base}/objects/a%2Fb.txt")]);
    bucket.list().await.expect("a list");
    bucket
        .list()
        .prefix("a/")
        .search("b")
        .limit(5)
        .offset(2)
        .await
        .expect("a list");
    assert_eq!(
        arrived(&local),
        [
            format!("GET {base}/objects"),
            format!("GET {base}/objects?limit=5&offset=2&prefix=a%2F&search=b"),
        ]
    );
    bucket
        .create_signed_url("a/b.txt", Duration::from_secs(90))
        .await
        .expect("a link");
    bucket.exists("a/b.txt").await.expect("an answer");
    bucket.info("a/b.txt").await.expect("an answer");
    bucket.get_public_url("a/b.txt").expect("a URL");
    assert_eq!(
        arrived(&local),
        [
            format!("GET {base}/download-strategy/objects/a%2Fb.txt?expiresIn=90"),
            format!("GET {base}/download-strategy/objects/a%2Fb.txt"),
            format!("GET {base}/objects?limit=1&prefix=a%2Fb.txt"),
        ]
    );
    bucket.remove("a/b.txt").await.expect("an end");
    bucket.remove_many(["a", "b"]).await.expect("a report");
    let requests = local.requests();
    assert_eq!(
        requests.last().map(|request| &request.body[..]),
        Some(&br#"{"keys":["a","b"]}"#[..])
    );
    assert_eq!(
        arrived(&local),
        [
            format!("DELETE {base}/objects/a%2Fb.txt"),
            format!("DELETE {base}/objects")
        ]
    );
}
