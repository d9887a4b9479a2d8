//! A transfer that is dropped ends on the wire.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt};
use insforge::storage::UploadBody;
use insforge_local::{Arrival, StorageMode};
use tokio::io::AsyncWriteExt;

use super::storage;

/// How long the server may take to see it.
const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn the_server_sees_the_end_of_a_dropped_upload_within_a_second() {
    for (mode, path) in [
        (StorageMode::Disk, "/api/storage/buckets/files/objects/x.bin"),
        (StorageMode::Presigned, "/insforge-local"),
    ] {
        let (local, bucket) = storage(mode).await;
        // A body that never ends by itself.
        let (mut writer, reader) = tokio::io::duplex(64 * 1024);
        let (upload, mut progress) = bucket
            .upload("x.bin", UploadBody::reader(reader, 1 << 30))
            .with_progress();
        let upload = tokio::spawn(upload.into_future());
        let feed = tokio::spawn(async move {
            while writer.write_all(&[7; 16 * 1024]).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        while progress
            .next()
            .await
            .is_some_and(|step| step.transferred < 100_000)
        {}
        let arrival = || {
            let requests = local.requests();
            let request = requests.iter().find(|request| request.path() == path)?;
            Some((request.arrival, request.received))
        };
        // The system's buffers may be ahead of the server.
        while !matches!(arrival(), Some((Arrival::Underway, received)) if received > 0) {
            tokio::task::yield_now().await;
        }
        upload.abort();
        let dropped = Instant::now();
        while arrival().is_none_or(|(arrival, _)| arrival != Arrival::Broken) {
            assert!(dropped.elapsed() < SOON, "{:?}", arrival());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(
            progress.next().await.filter(|step| step.fraction() == Some(1.0)),
            None
        );
        feed.await.expect("the reader is gone");
        assert!(
            !bucket.exists("x.bin").await.expect("an answer"),
            "nothing was stored"
        );
    }
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file() {
    let (_local, bucket) = storage(StorageMode::Disk).await;
    bucket
        .upload("x.bin", vec![7; 5_000_000])
        .await
        .expect("an upload");
    let folder = tempfile::tempdir().expect("a folder");
    let (download, mut progress) = bucket.download("x.bin").with_progress();
    let path = folder.path().join("x.bin");
    let writing = tokio::spawn(async move { download.to_file(path).await });
    while progress.next().await.is_some_and(|step| step.transferred == 0) {}
    writing.abort();
    if writing.await.is_err() {
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    let mut pieces = bucket.download("x.bin").stream().await.expect("a stream");
    pieces.try_next().await.expect("a piece");
    drop(pieces);
    assert!(bucket.exists("x.bin").await.expect("the client goes on"));
}
