//! Bodies and transfers: what may be uploaded, and how far it is.

use std::sync::{Arc, Mutex};

use futures_util::{StreamExt, TryStreamExt, stream};
use insforge::ErrorKind;
use insforge::storage::UploadBody;

use super::{TestBucket, noise};

const LENGTH: usize = 700_001;

#[tokio::test]
async fn every_kind_of_body_arrives_as_it_was() {
    let bucket = TestBucket::private().await;
    let content = noise(LENGTH);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.bin");
    std::fs::write(&path, &content).expect("a file");
    let pieces = |content: &[u8]| {
        let pieces: Vec<_> = content
            .chunks(50_000)
            .map(|piece| std::io::Result::Ok(piece.to_vec()))
            .collect();
        stream::iter(pieces)
    };
    let again = content.clone();
    let bodies: [(&str, UploadBody); 5] = [
        ("bytes", content.clone().into()),
        ("file", UploadBody::file(&path)),
        (
            "reader",
            UploadBody::reader(std::io::Cursor::new(content.clone()), LENGTH as u64),
        ),
        ("stream", UploadBody::stream(pieces(&content), LENGTH as u64)),
        (
            "factory",
            UploadBody::factory(LENGTH as u64, move || {
                let pieces = pieces(&again);
                async move { Ok(pieces) }
            }),
        ),
    ];
    for (key, body) in bodies {
        let stored = bucket.upload(key, body).await.expect(key);
        assert_eq!(stored.size, LENGTH as u64, "{key}");
        assert_eq!(bucket.download(key).await.expect(key), content, "{key}");
    }
    let empty = bucket.upload("empty.txt", "").await.expect("an empty object");
    assert_eq!(empty.size, 0);
    assert!(bucket.download("empty.txt").await.expect("no bytes").is_empty());
}

#[tokio::test]
async fn a_body_of_another_length_than_announced_is_the_callers_mistake() {
    let bucket = TestBucket::private().await;
    for (announced, words) in [(9, "longer than the 9 bytes"), (11, "ends after 10 of 11")] {
        let body = UploadBody::reader(std::io::Cursor::new(vec![7; 10]), announced);
        let error = bucket.upload("x.bin", body).await.expect_err("a wrong length");
        assert_eq!(error.kind(), ErrorKind::Request, "{error:?}");
        let cause = std::error::Error::source(&error).expect("a cause").to_string();
        assert!(cause.contains(words), "{cause}");
    }
    let broken = stream::iter([Ok(vec![1; 5]), Err(std::io::Error::other("the tape is torn"))]);
    let error = bucket
        .upload("x.bin", UploadBody::stream(broken, 10))
        .await
        .expect_err("a broken source");
    assert!(
        error.kind() == ErrorKind::Request && format!("{error:?}").contains("the tape is torn"),
        "{error:?}"
    );
    assert!(
        !bucket.exists("x.bin").await.expect("an answer"),
        "nothing was stored"
    );
}

#[tokio::test]
async fn the_content_type_is_given_or_guessed() {
    let bucket = TestBucket::private().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("photo.jpg");
    std::fs::write(&path, "no photo").expect("a file");
    for (upload, kind) in [
        (bucket.upload("a.css", "a{}"), "text/css"),
        (
            bucket.upload("no-extension", UploadBody::file(&path)),
            "image/jpeg",
        ),
        (bucket.upload("unknown", "?"), "application/octet-stream"),
        (
            bucket.upload("b.css", "x").content_type("text/plain"),
            "text/plain",
        ),
    ] {
        assert_eq!(upload.await.expect("an upload").mime_type.as_deref(), Some(kind));
    }
    let page = bucket.upload("page.html", "<b>x</b>").await.expect("an upload");
    assert_eq!(
        page.mime_type.as_deref(),
        Some("application/octet-stream"),
        "nothing that a browser would run"
    );
    let error = bucket
        .upload("x", "x")
        .content_type("text")
        .await
        .expect_err("no type");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn progress_never_falls_and_ends_at_exactly_all_of_it() {
    let bucket = TestBucket::private().await;
    let content = noise(3_000_000);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&seen);
    let (upload, progress) = bucket
        .upload("big.bin", content.clone())
        .on_progress(move |step| list.lock().expect("a list").push(step))
        .with_progress();
    let (stored, steps) = tokio::join!(upload, progress.collect::<Vec<_>>());
    stored.expect("an upload");
    for steps in [&steps, &*seen.lock().expect("a list")] {
        assert!(
            steps
                .windows(2)
                .all(|pair| pair[0].transferred <= pair[1].transferred)
        );
        assert!(
            steps
                .iter()
                .all(|step| step.transferred <= 3_000_000 && step.total == Some(3_000_000))
        );
        let last = steps.last().expect("a step");
        assert_eq!((last.transferred, last.fraction()), (3_000_000, Some(1.0)));
        assert_eq!(
            steps.iter().filter(|step| step.fraction() == Some(1.0)).count(),
            1
        );
    }
    assert!(seen.lock().expect("a list").len() > 5, "it is told in steps");

    let (download, progress) = bucket.download("big.bin").with_progress();
    let (bytes, steps) = tokio::join!(download, progress.collect::<Vec<_>>());
    assert_eq!(bytes.expect("its bytes"), content);
    assert_eq!(
        steps.last().and_then(insforge::storage::Progress::fraction),
        Some(1.0)
    );
}

#[tokio::test]
async fn a_download_comes_in_pieces_and_knows_its_length() {
    let bucket = TestBucket::private().await;
    let content = noise(2_000_000);
    bucket.upload("x.bin", content.clone()).await.expect("an upload");
    let mut pieces = bucket.download("x.bin").stream().await.expect("a stream");
    assert_eq!(pieces.total(), Some(2_000_000));
    assert_eq!(pieces.content_type(), Some("application/octet-stream"));
    assert!(pieces.etag().is_some());
    let mut all = Vec::new();
    let mut count = 0;
    while let Some(piece) = pieces.try_next().await.expect("a piece") {
        all.extend_from_slice(&piece);
        count += 1;
    }
    assert!(all == content && count > 1);
}

#[tokio::test]
async fn a_file_appears_when_it_is_whole_and_not_before() {
    let bucket = TestBucket::private().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.txt");
    std::fs::write(&path, "the old one").expect("a file");
    let error = bucket
        .download("missing")
        .to_file(&path)
        .await
        .expect_err("no object");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "the old one");
    bucket.upload("a.txt", "the new one").await.expect("an upload");
    assert_eq!(bucket.download("a.txt").to_file(&path).await.expect("a file"), 11);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "the new one");
    let nowhere = folder.path().join("no/such/folder.txt");
    let error = bucket
        .download("a.txt")
        .to_file(&nowhere)
        .await
        .expect_err("no folder");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}
