//! Which schema a table is looked up in.

use insforge::prelude::*;

use crate::tables::{Todo, todo, todos};

/// A table whose struct names its schema.
#[derive(Table, Debug)]
#[table(name = "todos", schema = "from_the_struct")]
struct Elsewhere {
    #[column(pk)]
    id: i64,
}

#[tokio::test]
async fn query_outranks_struct_and_struct_outranks_client() {
    let space = todos().await;
    let db = space.anon().database();
    let profile = |request: insforge::http::Request| {
        request
            .headers()
            .get("accept-profile")
            .map(|value| value.to_str().expect("ASCII").to_owned())
    };
    let of = |query: insforge::Query<Elsewhere>| profile(query.to_request().expect("a request"));
    assert_eq!(
        profile(db.from::<Todo>().to_request().expect("a request")).as_deref(),
        Some(space.schema())
    );
    assert_eq!(of(db.from::<Elsewhere>()).as_deref(), Some("from_the_struct"));
    assert_eq!(
        of(db.schema("handle").from::<Elsewhere>()).as_deref(),
        Some("handle")
    );
    assert_eq!(
        of(db.schema("handle").from::<Elsewhere>().schema("query")).as_deref(),
        Some("query")
    );

    let public =
        insforge::Client::new("http://localhost:1", &format!("anon_{}", "0".repeat(64))).expect("a client");
    assert_eq!(
        profile(public.database().from::<Todo>().to_request().expect("a request")),
        None
    );
    let write = db.delete::<Todo>().all_rows().to_request().expect("a request");
    assert_eq!(
        write.headers().get("content-profile").expect("a profile"),
        space.schema()
    );
    assert!(write.headers().get("accept-profile").is_none());
}

#[tokio::test]
async fn every_verb_reaches_the_chosen_schema() {
    let space = todos().await;
    // This client knows no schema; each query names it.
    let backend = insforge_tests::Backend::connect().await;
    let db = backend.admin().database();
    let schema = space.schema().to_owned();
    db.insert(todo("a"))
        .schema(schema.clone())
        .execute()
        .await
        .expect("a row");
    db.upsert(todo("a").rank(3))
        .on_conflict(|u| u.slug)
        .schema(schema.clone())
        .execute()
        .await
        .expect("a row");
    db.update::<Todo>()
        .set(|t| t.done.to(true))
        .filter(|t| t.slug.eq("a"))
        .schema(schema.clone())
        .expect_one()
        .await
        .expect("a row");
    let row = db
        .schema(schema.clone())
        .from::<Todo>()
        .one()
        .await
        .expect("a row");
    assert_eq!((row.rank, row.done), (3, true));
    assert_eq!(
        db.from::<Todo>()
            .schema(schema.clone())
            .count()
            .await
            .expect("a count"),
        1
    );
    db.delete::<Todo>()
        .all_rows()
        .schema(schema)
        .execute()
        .await
        .expect("a write");
    assert_eq!(
        space
            .admin()
            .database()
            .from::<Todo>()
            .count()
            .await
            .expect("a count"),
        0
    );
}

#[tokio::test]
async fn a_schema_that_is_not_exposed_is_an_error_of_its_own() {
    let space = todos().await;
    let error = space
        .admin()
        .database()
        .schema("no_such_schema")
        .from::<Todo>()
        .all()
        .await
        .expect_err("not exposed");
    assert_eq!(error.code(), Some("PGRST106"));
    assert!(!error.is_not_found());
    let bad = space
        .admin()
        .database()
        .schema("naïve")
        .from::<Todo>()
        .to_request()
        .expect_err("not a header");
    assert_eq!(bad.kind(), insforge::ErrorKind::Request);
}
