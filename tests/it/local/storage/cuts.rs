//! Connections that break in the middle of a transfer.

use insforge::ErrorKind;
use insforge::storage::UploadBody;
use insforge_local::{Fault, Local, StorageMode};

use super::storage;
use crate::storage::noise;

const LENGTH: usize = 2_000_000;
const OBJECT: &str = "/api/storage/buckets/files/objects/x.bin";

fn uploads(local: &Local, path: &str) -> usize {
    local
        .requests()
        .iter()
        .filter(|request| matches!(request.method.as_str(), "PUT" | "POST") && request.path() == path)
        .count()
}

#[tokio::test]
async fn an_upload_cut_in_the_middle_starts_again_where_the_body_can() {
    for (mode, path) in [
        (StorageMode::Disk, OBJECT),
        (StorageMode::Presigned, "/insforge-local"),
    ] {
        let (local, bucket) = storage(mode).await;
        let content = noise(LENGTH);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.bin");
        std::fs::write(&file, &content).expect("a file");
        for body in [UploadBody::file(&file), content.clone().into()] {
            local.clear_requests();
            local.faults().push(path, 1, Fault::CutUpload(LENGTH / 2));
            let (upload, progress) = bucket.upload("x.bin", body).with_progress();
            let steps = futures_util::StreamExt::collect::<Vec<_>>(progress);
            let (stored, steps) = tokio::join!(upload, steps);
            assert_eq!(stored.expect("the second attempt").size, LENGTH as u64);
            assert!(
                steps
                    .windows(2)
                    .all(|pair| pair[0].transferred <= pair[1].transferred)
            );
            assert_eq!(uploads(&local, path), 2);
            assert_eq!(bucket.download("x.bin").await.expect("its bytes"), content);
        }

        local.clear_requests();
        local.faults().push(path, 1, Fault::CutUpload(LENGTH / 2));
        let once = UploadBody::reader(std::io::Cursor::new(content.clone()), LENGTH as u64);
        let error = bucket
            .upload("x.bin", once)
            .await
            .expect_err("there is no second stream");
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}");
        assert_eq!(uploads(&local, path), 1);
    }
}

#[tokio::test]
async fn a_download_cut_in_the_middle_goes_on_from_there() {
    for (mode, path) in [
        (StorageMode::Proxy, OBJECT),
        (StorageMode::Presigned, "/insforge-local/files/x.bin"),
    ] {
        let (local, bucket) = storage(mode).await;
        let content = noise(LENGTH);
        bucket.upload("x.bin", content.clone()).await.expect("an upload");
        local.clear_requests();
        local.faults().push(path, 2, Fault::Truncate(LENGTH / 3));
        assert_eq!(bucket.download("x.bin").await.expect("its bytes"), content);
        let requests = local.requests();
        let ranges: Vec<_> = requests
            .iter()
            .filter(|request| request.path() == path)
            .map(|request| request.header("range").map(str::to_owned))
            .collect();
        assert_eq!(ranges.len(), 3, "{ranges:?}");
        assert_eq!(ranges[0], None);
        for range in &ranges[1..] {
            let from = range
                .as_deref()
                .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
            assert!(
                from.is_some_and(|from: usize| from > 0 && from < LENGTH),
                "{range:?}"
            );
        }
        let last = requests.last().expect("a request");
        assert!(last.header("if-range").is_some_and(|etag| etag.starts_with('"')));
    }
}

#[tokio::test]
async fn a_server_without_ranges_sends_it_again_and_nothing_comes_twice() {
    let (local, bucket) = storage(StorageMode::Disk).await;
    let content = noise(LENGTH);
    bucket.upload("x.bin", content.clone()).await.expect("an upload");
    local.faults().push(OBJECT, 2, Fault::Truncate(LENGTH / 2));
    assert_eq!(bucket.download("x.bin").await.expect("its bytes"), content);
}

#[tokio::test]
async fn an_object_replaced_meanwhile_is_no_mixture_of_two() {
    use futures_util::TryStreamExt;
    for mode in [StorageMode::Disk, StorageMode::Proxy, StorageMode::Presigned] {
        let (local, bucket) = storage(mode).await;
        bucket.upload("x.bin", noise(LENGTH)).await.expect("an upload");
        let path = if mode == StorageMode::Presigned {
            "/insforge-local/files"
        } else {
            OBJECT
        };
        local.faults().push(("GET", path), 1, Fault::Truncate(LENGTH / 2));
        let mut pieces = bucket.download("x.bin").stream().await.expect("a stream");
        pieces.try_next().await.expect("a piece");
        bucket
            .upload("x.bin", vec![0; LENGTH])
            .await
            .expect("another one");
        let rest: Result<Vec<_>, _> = pieces.try_collect().await;
        let error = rest.expect_err("it was replaced");
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{mode:?}");
        assert!(error.to_string().contains("replaced"), "{error}");
    }
}

#[tokio::test]
async fn a_connection_that_always_breaks_is_given_up() {
    let (local, bucket) = storage(StorageMode::Proxy).await;
    bucket.upload("x.bin", noise(LENGTH)).await.expect("an upload");
    local.clear_requests();
    local.faults().push(("GET", OBJECT), 50, Fault::Truncate(0));
    let error = bucket.download("x.bin").await.expect_err("no way through");
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(local.requests().len(), 3, "as often as the retry policy says");
}

/// A part arrives, and then nothing any more.
fn cut(local: &Local, path: &str) {
    local.faults().push(path, 1, Fault::Truncate(LENGTH / 4));
    local.faults().push(path, 50, Fault::Truncate(0));
}

#[tokio::test]
async fn a_resumable_file_goes_on_where_an_earlier_download_ended() {
    let (local, bucket) = storage(StorageMode::Presigned).await;
    let content = noise(LENGTH);
    bucket.upload("x.bin", content.clone()).await.expect("an upload");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copy.bin");
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort();
        names
    };
    let path = "/insforge-local/files/x.bin";
    cut(&local, path);
    bucket
        .download("x.bin")
        .resumable()
        .to_file(&file)
        .await
        .expect_err("cut for good");
    assert!(
        names().len() == 1 && names()[0].ends_with(".part"),
        "{:?}",
        names()
    );

    local.faults().clear();
    local.clear_requests();
    let length = bucket
        .download("x.bin")
        .resumable()
        .to_file(&file)
        .await
        .expect("the rest");
    assert_eq!(length, LENGTH as u64);
    assert_eq!(std::fs::read(&file).expect("a file"), content);
    assert_eq!(names(), ["copy.bin"]);
    let requests = local.requests();
    assert!(
        requests
            .last()
            .and_then(|request| request.header("range"))
            .is_some()
    );

    // A part of another object is not gone on with.
    cut(&local, path);
    bucket
        .download("x.bin")
        .resumable()
        .to_file(&file)
        .await
        .expect_err("cut for good");
    local.faults().clear();
    bucket.upload("x.bin", "short").await.expect("another one");
    assert_eq!(
        bucket
            .download("x.bin")
            .resumable()
            .to_file(&file)
            .await
            .expect("a file"),
        5
    );
    assert_eq!(
        (std::fs::read(&file).expect("a file"), names()),
        (b"short".to_vec(), vec!["copy.bin".to_owned()])
    );
}
