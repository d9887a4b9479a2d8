//! Files that are too large.

use insforge::ErrorKind;
use insforge_local::{Local, StorageMode};

use super::{admin, storage};
use crate::storage::{TestBucket, noise};

#[tokio::test]
async fn a_file_over_the_projects_limit_is_refused_with_the_limit() {
    for mode in [StorageMode::Disk, StorageMode::Presigned] {
        let (local, bucket) = storage(mode).await;
        let config = admin(&local)
            .storage()
            .set_max_file_size_mb(1)
            .await
            .expect("a limit");
        assert_eq!(config.max_file_size_mb, 1);
        let error = bucket
            .upload("big.bin", noise(1_048_577))
            .await
            .expect_err("too large");
        assert_eq!(
            error.kind(),
            ErrorKind::TooLarge {
                limit: Some(1_048_576)
            },
            "{error:?}"
        );
        assert!(error.is_too_large());
        assert!(!bucket.exists("big.bin").await.expect("an answer"));
        bucket
            .upload("fits.bin", noise(1_048_576))
            .await
            .expect("it just fits");
    }
}

#[tokio::test]
async fn a_wrong_address_in_the_servers_settings_leads_nowhere() {
    let local = Local::builder()
        .api_base_url("http://localhost:1")
        .start()
        .await
        .expect("a local InsForge");
    let bucket = TestBucket::of(&admin(&local), local.api_key(), "files", false).await;
    let stored = bucket
        .upload("a.txt", "here")
        .await
        .expect("an upload to the client's own address");
    assert!(stored.url.starts_with("http://localhost:1/"), "{}", stored.url);
    assert_eq!(&bucket.download("a.txt").await.expect("its bytes")[..], b"here");
    let link = bucket
        .create_signed_url("a.txt", std::time::Duration::from_secs(60))
        .await
        .expect("a link");
    assert!(
        link.url.starts_with(local.url()) && link.url.contains("?v="),
        "{}",
        link.url
    );
}
