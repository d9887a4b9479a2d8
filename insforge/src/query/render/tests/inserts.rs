//! Inserts and upserts.

use super::things::{NewThing, Thing, database};
use super::{header, pairs, rows, understood};
use crate::ErrorKind;
use crate::query::render::{self, Conflict, InsertPlan};
use crate::schema::{Projection, Set, Table};

fn titled(title: &str) -> NewThing {
    NewThing {
        title: Set::Value(title.into()),
        ..NewThing::default()
    }
}

fn aged(title: &str, age: i32) -> NewThing {
    NewThing {
        age: Set::Value(age),
        ..titled(title)
    }
}

#[test]
fn one_row_is_an_object() {
    let request = database().insert(aged("a\"", 1)).to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.target(), "/api/database/records/things");
    assert_eq!(request.body().unwrap(), br#"{"title":"a\"","age":1}"#);
    assert_eq!(header(&request, "prefer"), Some("return=minimal,count=exact"));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
}

#[test]
fn many_rows_are_an_array_with_the_union_of_their_columns() {
    let odd = NewThing {
        limit: Set::Value(None),
        odd: Set::Value(Some(String::new())),
        ..NewThing::default()
    };
    let request = database()
        .insert_many([titled("a"), aged("b", 2), odd])
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request), [r#"columns=title,age,"limit","we\"ird, \\one""#]);
    assert_eq!(
        understood(&request).columns.unwrap(),
        ["title", "age", "limit", "we\"ird, \\one"]
    );
    assert_eq!(
        header(&request, "prefer"),
        Some("return=minimal,count=exact,missing=default")
    );
    assert_eq!(
        request.body().unwrap(),
        br#"[{"title":"a"},{"title":"b","age":2},{"limit":null,"we\"ird, \\one":""}]"#
    );
}

#[test]
fn rows_of_defaults_name_a_column_that_can_be_written() {
    let request = database()
        .insert_many([NewThing::default(), NewThing::default()])
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request), ["columns=title"]);
    assert_eq!(request.body().unwrap(), b"[{},{}]");
}

#[test]
fn many_rows_go_in_chunks() {
    let rows = (0..5).map(|n| aged("x", n));
    let request = database().insert_many(rows).chunks(2).to_request().unwrap();
    assert_eq!(
        request.body().unwrap(),
        br#"[{"title":"x","age":0},{"title":"x","age":1}]"#
    );
    let error = database()
        .insert_many(Vec::<NewThing>::new())
        .to_request()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[test]
fn a_returning_insert_selects_its_columns() {
    let plan = InsertPlan {
        table: Thing::META,
        name: None,
        schema: Some("crm".into()),
        conflict: Conflict::Fail,
        singular: true,
        idempotent: false,
    };
    let request = render::insert(&plan, None, b"{}".to_vec(), rows(Thing::SELECT)).unwrap();
    assert_eq!(pairs(&request), ["select=id::text,title"]);
    assert_eq!(
        header(&request, "prefer"),
        Some("return=representation,count=exact")
    );
    assert_eq!(
        header(&request, "accept"),
        Some("application/vnd.pgrst.object+json")
    );
    assert_eq!(header(&request, "content-profile"), Some("crm"));
}

#[test]
fn an_upsert_merges_on_the_primary_key_unless_said() {
    let request = database().upsert(aged("a", 1)).to_request().unwrap();
    assert_eq!(pairs(&request), ["on_conflict=id"]);
    assert_eq!(
        header(&request, "prefer"),
        Some("return=minimal,count=exact,resolution=merge-duplicates")
    );
    assert_eq!(request.operation(), "database.upsert");
}

#[test]
fn an_upsert_may_ignore_and_name_another_target_in_any_order() {
    let ignored = "return=minimal,count=exact,resolution=ignore-duplicates";
    let one = database()
        .upsert(aged("a", 1))
        .ignore()
        .on_conflict(|u| u.title_age)
        .to_request()
        .unwrap();
    let other = database()
        .upsert(aged("a", 1))
        .on_conflict(|u| u.title_age)
        .ignore()
        .to_request()
        .unwrap();
    for request in [one, other] {
        assert_eq!(pairs(&request), ["on_conflict=title,age"]);
        assert_eq!(header(&request, "prefer"), Some(ignored));
    }
    let back = database()
        .upsert(aged("a", 1))
        .ignore()
        .on_conflict(|u| u.primary_key)
        .merge()
        .to_request()
        .unwrap();
    assert_eq!(pairs(&back), ["on_conflict=id"]);
    assert!(
        header(&back, "prefer")
            .unwrap()
            .ends_with("resolution=merge-duplicates")
    );
}

#[test]
fn a_conflict_target_of_odd_names_is_quoted() {
    let request = database()
        .upsert(aged("a", 1))
        .on_conflict(|u| u.odd)
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request), [r#"on_conflict="limit","we\"ird, \\one""#]);
    understood(&request);
}

#[test]
fn many_rows_to_be_merged_must_set_the_same_columns() {
    let ragged = || [titled("a"), aged("b", 2)];
    let error = database().upsert_many(ragged()).to_request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let swapped = [
        titled("a"),
        NewThing {
            age: Set::Value(1),
            ..NewThing::default()
        },
    ];
    assert_eq!(
        database().upsert_many(swapped).to_request().unwrap_err().kind(),
        ErrorKind::Request
    );
    let request = database().upsert_many(ragged()).ignore().to_request().unwrap();
    assert_eq!(pairs(&request), ["columns=title,age", "on_conflict=id"]);
    let request = database()
        .upsert_many([aged("a", 1), aged("b", 2)])
        .to_request()
        .unwrap();
    let merged = "return=minimal,count=exact,missing=default,resolution=merge-duplicates";
    assert_eq!(header(&request, "prefer"), Some(merged));
}
