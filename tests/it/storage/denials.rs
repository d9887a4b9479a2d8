//! What is refused, and how it is told apart.

use insforge::{Client, ErrorKind};
use insforge_tests::Backend;

use super::TestBucket;

#[tokio::test]
async fn a_caller_who_is_not_signed_in_may_do_nothing_in_a_private_bucket() {
    let bucket = TestBucket::private().await;
    bucket.upload("a.txt", "x").await.expect("an upload");
    let backend = Backend::connect().await;
    let anon = Client::new(backend.url(), backend.anon_key()).expect("a client");
    let seen = anon.storage().from(bucket.name());
    let errors = [
        seen.upload("b.txt", "x").await.expect_err("no right"),
        seen.download("a.txt").await.expect_err("no right"),
        seen.list().await.expect_err("no right"),
        seen.remove("a.txt").await.expect_err("no right"),
        seen.remove_many(["a.txt"]).await.expect_err("no right"),
        seen.exists("a.txt").await.expect_err("no right"),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error:?}");
        assert!(
            error
                .operation()
                .is_some_and(|operation| operation.starts_with("storage."))
        );
    }
    assert!(bucket.exists("a.txt").await.expect("an answer"));
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_told_apart_from_one_that_is_empty_where_the_server_does() {
    let backend = Backend::connect().await;
    let missing = backend.admin().storage().from(backend.unique("missing"));
    assert_eq!(
        missing.upload("a", "x").await.expect_err("no bucket").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        missing.download("a").await.expect_err("no bucket").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(missing.list().await.expect("an empty list").total, 0);
    assert_eq!(
        missing
            .remove_many(["a"])
            .await
            .expect("a report")
            .not_found()
            .count(),
        1
    );
}

#[tokio::test]
async fn a_bad_token_is_unauthorized_on_every_route() {
    let bucket = TestBucket::private().await;
    let backend = Backend::connect().await;
    let anon = Client::new(backend.url(), backend.anon_key()).expect("a client");
    let user = anon.as_user("not.a.jwt").expect("a client");
    let seen = user.storage().from(bucket.name());
    for error in [
        seen.upload("a", "x").await.expect_err("no token"),
        seen.download("a").await.expect_err("no token"),
        seen.list().await.expect_err("no token"),
        seen.remove("a").await.expect_err("no token"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error:?}");
    }
}

#[tokio::test]
async fn a_name_that_no_bucket_has_is_refused_before_anything_is_sent() {
    let admin = Client::admin("http://127.0.0.1:9", "ik_0").expect("a client");
    for name in ["", "a b", "../x", "a/b"] {
        let bucket = admin.storage().from(name);
        for error in [
            bucket.upload("a", "x").await.expect_err("no bucket"),
            bucket.list().await.expect_err("no bucket"),
            bucket.download("a").await.expect_err("no bucket"),
            bucket.remove("a").await.expect_err("no bucket"),
            bucket.get_public_url("a").expect_err("no bucket"),
        ] {
            assert_eq!(error.kind(), ErrorKind::Request, "{name:?}: {error:?}");
            assert!(
                error
                    .operation()
                    .is_some_and(|operation| operation.starts_with("storage."))
            );
        }
    }
    let folder = std::env::temp_dir();
    let error = admin
        .storage()
        .from("b")
        .upload("a", folder)
        .await
        .expect_err("a folder");
    assert!(
        error.kind() == ErrorKind::Request && error.to_string().contains("is a folder"),
        "{error}"
    );
}
