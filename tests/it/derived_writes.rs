//! Structs of the test's own that write rows, and differences of rows.

use insforge::prelude::*;

use crate::tables::{Todo, TodoPatch, slugs, todo, todos};

#[derive(Insert)]
#[insert(Todo)]
struct Create<'a> {
    slug: &'a str,
    #[insert(column = title)]
    heading: &'a str,
    body: Option<&'a str>,
    rank: Option<i32>,
    position: Set<Option<i32>>,
    list: Set<&'a str>,
}

fn create(slug: &str) -> Create<'_> {
    Create {
        slug,
        heading: slug,
        body: None,
        rank: None,
        position: Set::Unset,
        list: Set::Unset,
    }
}

/// What an HTTP server reads of a request.
#[derive(serde::Deserialize, Patch)]
#[patch(Todo)]
struct Edit {
    title: Option<String>,
    #[serde(default)]
    body: Set<Option<String>>,
    #[serde(default)]
    rank: Set<i32>,
}

#[tokio::test]
async fn a_struct_of_the_users_is_a_new_row() {
    let space = todos().await;
    let db = space.admin().database();
    let row: Todo = db.insert(create("a")).returning_one().await.expect("a row");
    assert_eq!(
        (
            row.title.as_str(),
            row.body,
            row.rank,
            row.list.as_str(),
            row.position
        ),
        ("a", None, 10, "inbox", None)
    );
    let mixed = [
        create("b"),
        Create {
            rank: Some(3),
            body: Some("text"),
            ..create("c")
        },
        Create {
            list: Set::Value("later"),
            position: Set::Value(Some(1)),
            ..create("d")
        },
    ];
    let rows: Vec<Todo> = db.insert_many(mixed).returning_all().await.expect("rows");
    assert_eq!(slugs(&rows), ["b", "c", "d"]);
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.rank, row.body.as_deref(), row.list.as_str(), row.position))
        .collect();
    assert_eq!(
        found,
        [
            (10, None, "inbox", None),
            (3, Some("text"), "inbox", None),
            (10, None, "later", Some(1))
        ]
    );
}

#[tokio::test]
async fn an_upsert_takes_it_too() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a").rank(77)).execute().await.expect("a row");
    let again = Create {
        body: Some("new"),
        ..create("a")
    };
    let row: Todo = db
        .upsert(again)
        .on_conflict(|u| u.slug)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!(
        (row.body.as_deref(), row.rank),
        (Some("new"), 77),
        "what is left out stays as it was"
    );
}

#[tokio::test]
async fn a_request_body_is_a_patch() {
    let space = todos().await;
    let db = space.admin().database();
    db.insert(todo("a").body("old").rank(5))
        .execute()
        .await
        .expect("a row");
    let edit = |json: &str| serde_json::from_str::<Edit>(json).expect("a body");
    for (json, expected) in [
        (r#"{"title": "new"}"#, ("new", Some("old"), 5)),
        (r#"{"body": null}"#, ("new", None, 5)),
        (r#"{"body": "x", "rank": 6}"#, ("new", Some("x"), 6)),
    ] {
        let row: Todo = db
            .patch(edit(json))
            .filter(|t| t.slug.eq("a"))
            .returning_one()
            .await
            .expect("the row");
        assert_eq!(
            (row.title.as_str(), row.body.as_deref(), row.rank),
            expected,
            "{json}"
        );
    }
    let error = db
        .patch(edit("{}"))
        .filter(|t| t.slug.eq("a"))
        .execute()
        .await
        .expect_err("nothing to change");
    assert_eq!(error.kind(), insforge::ErrorKind::Request);
}

#[tokio::test]
async fn a_diff_touches_what_changed_alone() {
    let space = todos().await;
    let db = space.admin().database();
    let before: Todo = db
        .insert(todo("a").body("text").meta(serde_json::json!({"a": 1, "b": [2]})))
        .returning_one()
        .await
        .expect("a row");
    // Somebody else changes another column meanwhile.
    db.update::<Todo>()
        .set(|t| t.rank.to(99))
        .by_key(before.id)
        .expect_one()
        .await
        .expect("a change");
    let mut after = before.clone();
    after.body = None;
    after.meta = Json(serde_json::json!({"b": [2], "a": 1}));
    let patch = TodoPatch::diff(&before, &after);
    assert!(!patch.meta.is_set() && !patch.rank.is_set(), "{patch:?}");
    let row: Todo = db
        .patch(patch)
        .by_key(before.id)
        .returning_one()
        .await
        .expect("the row");
    assert_eq!((row.body, row.rank), (None, 99));
    assert!(TodoPatch::diff(&after, &after).is_empty());
}
