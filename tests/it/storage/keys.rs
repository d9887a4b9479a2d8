//! Keys of any characters: what is put under one is what is listed, downloaded, signed and removed under it.

use std::collections::HashSet;
use std::time::Duration;

use insforge::storage::ObjectKey;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::TestBucket;

/// How many keys are tried; each costs eight calls.
const KEYS: usize = 40;

/// Keys of 1 to 500 characters. A part between slashes stays so short that a server which keeps objects as files has
/// a name for it, and begins so that no key is a folder of another.
fn keys() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "[a-z0-9 ?#%+&=;:@!$'()*,~_.\"<>|\\\\^`{}\\[\\]-]{1,40}",
        1 => "[äöüßéñ日本語한국어Ωж😀🦀]{1,20}",
        1 => "(%2F|%2f|%20|%00|\\+|&amp;|%25){1,8}",
        1 => "[ ]{1,3}",
    ];
    prop::collection::vec(part, 1..13).prop_map(|parts| parts.join("/"))
}

fn usable(key: &str) -> bool {
    ObjectKey::new(key).is_ok() && key.chars().count() <= 500 && key.split('/').all(|part| !part.is_empty())
}

#[tokio::test]
async fn put_list_get_sign_and_remove_agree_on_every_key() {
    let bucket = TestBucket::private().await;
    let mut runner = TestRunner::new(Config::default());
    let fixed = [
        "a".to_owned(),
        "日".repeat(80),
        format!("{}/x", vec!["long".repeat(12); 10].join("/")),
        "a%2Fb".to_owned(),
        "100% sure?.txt#1".to_owned(),
        "x&y=z+w;v.txt".to_owned(),
        "it's \"q\".txt".to_owned(),
        "?".to_owned(),
        "#".to_owned(),
        " ".to_owned(),
        "ends with \\".to_owned(),
        "a\"; filename=\"b".to_owned(),
    ];
    let mut tried: HashSet<String> = fixed.iter().cloned().collect();
    let mut more = Vec::new();
    while more.len() < KEYS {
        let key = keys().new_tree(&mut runner).expect("a key").current();
        // A file and a folder of one name cannot be on the same disk.
        let meets =
            |other: &String| other.starts_with(&format!("{key}/")) || key.starts_with(&format!("{other}/"));
        if usable(&key) && !fixed.iter().chain(&more).any(meets) && tried.insert(key.clone()) {
            more.push(key);
        }
    }
    for key in fixed.iter().chain(&more) {
        let stored = bucket
            .upload(key, key.as_str())
            .await
            .unwrap_or_else(|error| panic!("{key:?}: {error:?}"));
        assert_eq!(&stored.key, key);
        let info = bucket
            .info(key)
            .await
            .expect("a list")
            .unwrap_or_else(|| panic!("{key:?} is not listed"));
        assert_eq!(&info.key, key);
        assert_eq!(
            bucket
                .download(key)
                .await
                .unwrap_or_else(|error| panic!("{key:?}: {error:?}")),
            key.as_bytes()
        );
        let link = bucket
            .create_signed_url(key, Duration::from_secs(60))
            .await
            .expect("a link");
        if link.presigned {
            let backend = insforge_tests::Backend::connect().await;
            let linked = backend
                .admin()
                .storage()
                .download_url(&link.url)
                .await
                .expect("its bytes");
            assert_eq!(linked, key.as_bytes());
        } else {
            let public = bucket.get_public_url(key).expect("a URL");
            assert_eq!(link.url.split('?').next(), Some(public.as_str()));
        }
        assert!(bucket.exists(key).await.expect("an answer"), "{key:?}");
    }
    let (last, others) = more.split_last().expect("keys");
    bucket
        .remove(last)
        .await
        .unwrap_or_else(|error| panic!("{last:?}: {error:?}"));
    let report = bucket
        .remove_many(fixed.iter().chain(others))
        .await
        .expect("a report");
    assert_eq!(
        report.deleted().count(),
        fixed.len() + others.len(),
        "{:?}",
        report.not_found().collect::<Vec<_>>()
    );
    assert_eq!(bucket.list().await.expect("a list").total, 0);
}
