//! Documents, and answers that do not fit the type they are read into.

use insforge::ErrorKind;
use insforge::prelude::*;

use crate::types::{Kinds, NewKinds, space};

#[tokio::test]
async fn documents_keep_every_digit_on_the_way_in_and_say_so_on_the_way_out() {
    let (space, db) = space().await;
    let doc = serde_json::json!({"a": [1, 2.5, null], "s": "x\"y", "deep": {"": "empty key"}});
    let row: Kinds = db
        .insert(
            NewKinds { id: 1 }
                .doc(Json(doc.clone()))
                .raw_doc(Json(doc.clone())),
        )
        .returning_one()
        .await
        .expect("a row");
    assert_eq!(
        (row.doc.expect("a document").0, row.raw_doc.expect("a document").0),
        (doc.clone(), doc)
    );
    // Written by somebody else, beyond what JavaScript holds.
    space
        .sql("insert into {s}.kinds (id, doc) values (2, '{\"big\": 9007199254740993}')")
        .await;
    let row = db.from::<Kinds>().by_key(2).one().await.expect("a row");
    assert_eq!(
        row.doc.expect("a document").0["big"],
        serde_json::json!(9_007_199_254_740_993_i64)
    );
    let error = db
        .insert(NewKinds { id: 3 }.doc(Json(serde_json::json!([{"n": 9_007_199_254_740_993_i64}]))))
        .execute()
        .await;
    assert_eq!(error.expect_err("it would be rounded").kind(), ErrorKind::Request);
}

#[tokio::test]
async fn what_json_cannot_say_is_refused_and_what_postgres_says_is_read() {
    let (space, db) = space().await;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = db
            .insert(NewKinds { id: 1 }.double(bad))
            .execute()
            .await
            .expect_err("not finite");
        assert_eq!(error.kind(), ErrorKind::Request);
        let error = db
            .from::<Kinds>()
            .filter(|k| k.double.eq(bad))
            .all()
            .await
            .expect_err("not finite");
        assert_eq!(error.kind(), ErrorKind::Request);
    }
    space
        .sql("insert into {s}.kinds (id, double, real) values (1, 'NaN', '-Infinity')")
        .await;
    let row = db.from::<Kinds>().by_key(1).one().await.expect("a row");
    assert!(row.double.expect("a number").is_nan());
    assert_eq!(row.real, Some(f32::NEG_INFINITY));
    space.sql("update {s}.kinds set stamp = 'infinity'").await;
    let error = db.from::<Kinds>().all().await.expect_err("no such time");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("[0].stamp"))
    );
}

/// What a document holds, as a type.
#[derive(serde::Serialize, serde::Deserialize, Debug, Clone, PartialEq)]
struct Outer {
    list: Vec<Inner>,
}

#[derive(serde::Serialize, serde::Deserialize, Debug, Clone, PartialEq)]
struct Inner {
    deep: std::collections::BTreeMap<String, Vec<u32>>,
}

#[derive(Table, Debug)]
#[table(name = "kinds")]
struct Typed {
    #[column(pk)]
    id: i32,
    doc: Option<Json<Outer>>,
    #[column(name = "text")]
    count: Option<i32>,
}

#[tokio::test]
async fn a_wrong_type_five_levels_deep_is_named_by_its_path() {
    let (space, db) = space().await;
    space
        .sql("insert into {s}.kinds (id, doc) values (1, '{\"list\": [{\"deep\": {\"x\": [1, \"two\"]}}]}')")
        .await;
    let error = db.from::<Typed>().all().await.expect_err("a string for a number");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("[0].doc")));
    let mut text = String::new();
    let mut source: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = source {
        text.push_str(&error.to_string());
        source = error.source();
    }
    assert!(text.contains("list[0].deep.x[1]"), "{text}");
    space
        .sql("update {s}.kinds set doc = null, text = 'no number'")
        .await;
    let error = db.from::<Typed>().all().await.expect_err("a text for a number");
    assert_eq!(error.path(), Some("[0].text"));
}
