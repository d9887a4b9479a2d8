//! Profiles, typed and untyped, by session and by token.

use insforge_tests::Backend;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Card {
    nickname: String,
    #[serde(default)]
    level: Option<u8>,
    tags: Vec<String>,
}

#[tokio::test]
async fn a_profile_is_merged_and_read_back_by_anybody() {
    let backend = Backend::connect().await;
    let account = backend.account().await;
    let client = account.client().await;
    let card = Card {
        nickname: "Al".into(),
        level: Some(3),
        tags: vec!["a".into(), "ü".into()],
    };
    let whole = client.auth().set_profile(&card).await.expect("a profile");
    assert_eq!(whole.id, account.id());
    assert_eq!(whole.profile["nickname"], "Al");

    // One level deep: other keys stay, a null stays a null.
    let merged = client
        .auth()
        .set_profile_as::<Card>(&json!({ "level": null, "extra": { "b": 2 } }))
        .await
        .expect("a profile");
    assert_eq!(merged.profile, Card { level: None, ..card });

    let anybody = backend.anon().auth();
    let read = anybody.get_profile(account.id()).await.expect("a profile");
    assert_eq!(read.profile["extra"], json!({ "b": 2 }));
    assert!(read.profile.contains_key("level") && read.profile["level"].is_null());
    let typed = anybody
        .get_profile_as::<Card>(account.id())
        .await
        .expect("a card");
    assert_eq!(typed.profile.tags, ["a", "ü"]);
    let error = anybody
        .get_profile_as::<Vec<u8>>(account.id())
        .await
        .expect_err("an object is no list");
    assert_eq!(error.path(), Some("profile"), "{error:?}");
}

#[tokio::test]
async fn a_handle_of_a_token_knows_its_user() {
    let backend = Backend::connect().await;
    let account = backend.account().await;
    let session = account.client().await.auth().session().expect("a session");
    let user = backend
        .anon()
        .as_user(session.access_token())
        .expect("a client")
        .auth();
    assert_eq!(
        user.get_current_user().await.expect("the user").email,
        account.email()
    );
    let profile = user
        .set_profile(&json!({ "seen": true }))
        .await
        .expect("a profile");
    assert_eq!(profile.profile["seen"], true);
    let read = user.get_profile(account.id()).await.expect("a profile");
    assert_eq!(read.profile, profile.profile);
}

#[tokio::test]
async fn nobody_has_no_profile_and_nobody_elses_is_made_up() {
    let backend = Backend::connect().await;
    let auth = backend.anon().auth();
    let error = auth
        .set_profile(&json!({ "a": 1 }))
        .await
        .expect_err("nobody is signed in");
    assert!(error.is_unauthorized(), "{error:?}");
    let nobody = "00000000-0000-4000-8000-000000000000";
    assert!(
        auth.get_profile(nobody)
            .await
            .expect_err("no such user")
            .is_not_found()
    );
    let error = auth.get_profile("no-uuid").await.expect_err("no id");
    assert_eq!(error.kind(), insforge::ErrorKind::Invalid, "{error:?}");
}
