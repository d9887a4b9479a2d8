//! What the JavaScript SDK does with objects.

use std::time::Duration;

use futures_util::TryStreamExt;
use insforge::ErrorKind;
use insforge::storage::{ObjectKey, RemovalStatus};

use super::{TestBucket, noise};

#[tokio::test]
async fn an_object_is_uploaded_listed_downloaded_replaced_and_removed() {
    let bucket = TestBucket::private().await;
    let stored = bucket.upload("docs/hello.txt", "hello").await.expect("an upload");
    assert_eq!(
        (
            stored.bucket.as_str(),
            stored.key.as_str(),
            stored.size,
            stored.mime_type.as_deref()
        ),
        (bucket.name(), "docs/hello.txt", 5, Some("text/plain"))
    );
    assert_eq!(
        &bucket.download("docs/hello.txt").await.expect("its bytes")[..],
        b"hello"
    );

    let again = bucket
        .upload("docs/hello.txt", "hello again")
        .await
        .expect("a replacement");
    assert!(again.uploaded_at >= stored.uploaded_at && again.size == 11);
    assert_eq!(
        &bucket.download("docs/hello.txt").await.expect("its bytes")[..],
        b"hello again"
    );

    let page = bucket.list().await.expect("a list");
    assert_eq!((page.total, page.offset, page.has_more()), (1, 0, false));
    let listed = &page.objects[0];
    assert_eq!((listed.key.as_str(), listed.size), ("docs/hello.txt", 11));
    // MD5 of the content, as S3 has it for an upload in one piece.
    assert_eq!(listed.etag.as_deref(), Some("44997f87b891f89472b7f2bbe4e000c3"));

    bucket.remove("docs/hello.txt").await.expect("it is there");
    let error = bucket.remove("docs/hello.txt").await.expect_err("it is gone");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("storage.remove"))
    );
    let error = bucket.download("docs/hello.txt").await.expect_err("it is gone");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("STORAGE_NOT_FOUND"))
    );
}

#[tokio::test]
async fn an_automatic_key_keeps_the_name_and_never_meets_another() {
    let bucket = TestBucket::private().await;
    let first = bucket
        .upload_auto("My File (1).txt", "one")
        .await
        .expect("an upload");
    let second = bucket
        .upload_auto("My File (1).txt", "two")
        .await
        .expect("an upload");
    assert_ne!(first.key, second.key);
    for stored in [&first, &second] {
        assert!(
            stored.key.starts_with("My-File--1--") && stored.key.ends_with(".txt"),
            "{}",
            stored.key
        );
        assert_eq!(stored.mime_type.as_deref(), Some("text/plain"));
    }
    assert_eq!(&bucket.download(&first.key).await.expect("its bytes")[..], b"one");
}

#[tokio::test]
async fn a_list_is_filtered_paged_and_streamed() {
    let bucket = TestBucket::private().await;
    let files = (0..7).map(|number| (format!("a/{number}.txt"), "x"));
    let files = files.chain([
        ("b/Name_1%.txt".to_owned(), "x"),
        ("b/name-2.txt".to_owned(), "x"),
    ]);
    for uploaded in bucket.upload_many(files).concurrency(3).await {
        uploaded.expect("an upload");
    }
    let page = bucket
        .list()
        .prefix("a/")
        .limit(3)
        .offset(3)
        .await
        .expect("a page");
    let keys: Vec<_> = page.objects.iter().map(|object| object.key.as_str()).collect();
    assert_eq!(keys, ["a/3.txt", "a/4.txt", "a/5.txt"]);
    assert_eq!((page.total, page.offset, page.has_more()), (7, 3, true));

    let streamed: Vec<_> = bucket
        .list()
        .prefix("a/")
        .limit(2)
        .stream()
        .try_collect()
        .await
        .expect("all");
    let keys: Vec<_> = streamed.iter().map(|object| object.key.clone()).collect();
    assert_eq!(
        keys,
        (0..7).map(|number| format!("a/{number}.txt")).collect::<Vec<_>>()
    );

    for (text, found) in [
        ("Name", 1),
        ("name", 1),
        ("_1%", 1),
        ("b/N", 1),
        ("nothing", 0),
        (".txt", 9),
    ] {
        assert_eq!(
            bucket.list().search(text).await.expect("a list").total,
            found,
            "{text}"
        );
    }
    assert_eq!(
        bucket.list().prefix("b/Name_").await.expect("a list").total,
        1,
        "_ is no wildcard"
    );
    let past = bucket.list().offset(50).await.expect("an empty page");
    assert!(past.objects.is_empty() && past.total == 9 && !past.has_more());
    assert_eq!(
        bucket.list().limit(0).await.expect_err("no page").kind(),
        ErrorKind::Request
    );
    assert_eq!(
        bucket.list().limit(1001).await.expect_err("no page").kind(),
        ErrorKind::Request
    );
}

#[tokio::test]
async fn many_objects_are_removed_with_a_report() {
    let bucket = TestBucket::private().await;
    for key in ["a.txt", "b/c.txt"] {
        bucket.upload(key, "x").await.expect("an upload");
    }
    let report = bucket
        .remove_many(["a.txt", "missing.txt", "b/c.txt", "a.txt"])
        .await
        .expect("a report");
    assert_eq!(report.deleted().collect::<Vec<_>>(), ["a.txt", "b/c.txt"]);
    assert_eq!(report.not_found().collect::<Vec<_>>(), ["missing.txt"]);
    assert_eq!((report.results.len(), report.failed().count()), (3, 0));
    assert_eq!(report.results[1].status, RemovalStatus::NotFound);

    let none = bucket
        .remove_many(Vec::<ObjectKey>::new())
        .await
        .expect("nothing to do");
    assert!(none.results.is_empty());
    let error = bucket.remove_many(["ok", "../x"]).await.expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn more_keys_than_one_request_takes_are_split() {
    let bucket = TestBucket::private().await;
    bucket.upload("key-1999", "x").await.expect("an upload");
    let report = bucket
        .remove_many((0..2500).map(|number| format!("key-{number}")))
        .await
        .expect("a report");
    assert_eq!(report.results.len(), 2500);
    assert_eq!(report.deleted().collect::<Vec<_>>(), ["key-1999"]);
    assert_eq!(report.results[2499].key, "key-2499");
}

#[tokio::test]
async fn a_bucket_is_emptied_and_stays() {
    let bucket = TestBucket::private().await;
    for uploaded in bucket
        .upload_many((0..12).map(|number| (format!("x/{number}"), "x")))
        .await
    {
        uploaded.expect("an upload");
    }
    let report = bucket.empty().await.expect("a report");
    assert_eq!((report.deleted().count(), report.failed().count()), (12, 0));
    assert_eq!(bucket.list().await.expect("an empty list").total, 0);
    assert!(bucket.empty().await.expect("nothing to do").results.is_empty());
    bucket.upload("again", "x").await.expect("the bucket is there");
}

#[tokio::test]
async fn an_object_is_looked_for_without_a_transfer() {
    let bucket = TestBucket::private().await;
    for (key, text) in [("a", "1"), ("ab/c", "22"), ("a b", "333")] {
        bucket.upload(key, text).await.expect("an upload");
    }
    let info = bucket.info("a").await.expect("an answer").expect("an object");
    assert_eq!((info.key.as_str(), info.size), ("a", 1));
    assert!(bucket.info("a/").await.expect("an answer").is_none());
    assert!(bucket.exists("a b").await.expect("an answer"));
    assert!(!bucket.exists("b").await.expect("an answer"));
    assert_eq!(
        bucket.exists("/a").await.expect_err("no key").kind(),
        ErrorKind::Request
    );
}

#[tokio::test]
async fn a_key_that_is_the_folder_of_another_is_stored_or_refused() {
    let bucket = TestBucket::private().await;
    bucket.upload("file", "1").await.expect("an upload");
    bucket.upload("folder/file", "2").await.expect("an upload");
    for key in ["file/under", "folder"] {
        match bucket.upload(key, "3").await {
            Ok(_) => assert_eq!(bucket.download(key).await.expect("its bytes"), "3"),
            // A server that keeps objects as files has no place for it.
            Err(error) => assert!(
                error.code() == Some("STORAGE_ALREADY_EXISTS") || error.message().starts_with("EISDIR"),
                "{error:?}"
            ),
        }
    }
    for (key, bytes) in [("file", "1"), ("folder/file", "2")] {
        assert_eq!(bucket.download(key).await.expect("its bytes"), bytes);
    }
}

#[tokio::test]
async fn a_link_says_whether_it_needs_a_credential_and_works_as_it_says() {
    let bucket = TestBucket::private().await;
    bucket.upload("a b/ü.txt", "linked").await.expect("an upload");
    let link = bucket
        .create_signed_url("a b/ü.txt", Duration::from_secs(60))
        .await
        .expect("a link");
    let fetched = insforge_tests::Backend::connect()
        .await
        .admin()
        .storage()
        .download_url(&link.url)
        .await;
    if link.presigned {
        assert!(link.expires_at.is_some());
        assert_eq!(&fetched.expect("its bytes")[..], b"linked");
    } else {
        assert!(link.needs_credential() && link.expires_at.is_none());
        assert_eq!(
            fetched.expect_err("no credential was sent").kind(),
            ErrorKind::Unauthorized
        );
    }

    let links = bucket
        .create_signed_urls(["a b/ü.txt", "missing", "../x"], Duration::from_secs(60))
        .await;
    assert!(
        links[0]
            .as_ref()
            .is_ok_and(|link| link.url.contains("%C3%BC.txt"))
    );
    assert_eq!(
        links[1].as_ref().expect_err("no object").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(links[2].as_ref().expect_err("no key").kind(), ErrorKind::Request);
    for lasts in [
        Duration::ZERO,
        Duration::from_millis(999),
        Duration::from_secs(604_801),
    ] {
        let error = bucket
            .create_signed_url("a b/ü.txt", lasts)
            .await
            .expect_err("no such time");
        assert_eq!(error.kind(), ErrorKind::Request, "{lasts:?}");
    }
}

#[tokio::test]
async fn a_public_bucket_lets_anybody_download_and_nobody_else_list() {
    let bucket = TestBucket::public().await;
    bucket.upload("open.txt", "public text").await.expect("an upload");
    let backend = insforge_tests::Backend::connect().await;
    let anon = insforge::Client::new(backend.url(), backend.anon_key()).expect("a client");
    let seen = anon.storage().from(bucket.name());
    assert_eq!(
        &seen.download("open.txt").await.expect("its bytes")[..],
        b"public text"
    );
    assert!(
        seen.exists("open.txt").await.expect("an answer") && !seen.exists("other").await.expect("an answer")
    );
    let url = seen.get_public_url("open.txt").expect("a URL");
    let bytes = anon.storage().download_url(&url).await;
    match bytes {
        Ok(bytes) => assert_eq!(&bytes[..], b"public text"),
        // With signed URLs the address leads on to another one, which a plain download does not follow.
        Err(error) => assert_eq!(error.status(), Some(302), "{error:?}"),
    }
    assert!(seen.list().await.expect_err("no right").is_forbidden());
}

#[tokio::test]
async fn several_files_go_both_ways_with_a_result_each() {
    let bucket = TestBucket::private().await;
    let folder = tempfile::tempdir().expect("a folder");
    let contents: Vec<_> = (0..6).map(|number| noise(10_000 * number)).collect();
    let mut files: Vec<(String, std::path::PathBuf)> = Vec::new();
    for (number, content) in contents.iter().enumerate() {
        let path = folder.path().join(format!("{number}.bin"));
        std::fs::write(&path, content).expect("a file");
        files.push((format!("many/{number}.bin"), path));
    }
    files.push(("many/none.bin".into(), folder.path().join("none.bin")));
    let uploaded = bucket.upload_many(files).concurrency(3).await;
    assert_eq!(uploaded.len(), 7);
    for (number, stored) in uploaded.iter().take(6).enumerate() {
        assert_eq!(stored.as_ref().expect("an upload").size, 10_000 * number as u64);
    }
    let error = uploaded[6].as_ref().expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("none.bin"), "{error}");

    let copies: Vec<_> = (0..7)
        .map(|number| {
            (
                format!("many/{number}.bin"),
                folder.path().join(format!("copy-{number}")),
            )
        })
        .collect();
    let lengths = bucket.download_many(copies).concurrency(2).await;
    for (number, length) in lengths.iter().take(6).enumerate() {
        assert_eq!(*length.as_ref().expect("a download"), 10_000 * number as u64);
        let copy = std::fs::read(folder.path().join(format!("copy-{number}"))).expect("a file");
        assert_eq!(copy, contents[number]);
    }
    assert_eq!(
        lengths[6].as_ref().expect_err("no object").kind(),
        ErrorKind::NotFound
    );
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(names.len(), 12, "nothing half done is left");
}
