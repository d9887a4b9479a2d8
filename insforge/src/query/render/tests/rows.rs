//! Whatever rows are written: the body is JSON of exactly their values, and `columns=` the union of their keys.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::arbitrary::text;
use super::things::{NewThing, database};
use super::understood;
use crate::schema::Set;

fn set<T: Clone + std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Set<T>> {
    prop::option::of(value).prop_map(|value| value.map_or(Set::Unset, Set::Value))
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<i32>().prop_map(|number| json!(f64::from(number) / 8.0)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
    // The gateway drops an empty string, and PostgREST makes NULL of null: both are refused.
    .prop_filter("can be stored", |document| {
        *document != json!("") && !document.is_null()
    })
}

fn row() -> impl Strategy<Value = NewThing> {
    let score = prop::option::of(any::<f64>().prop_filter("finite", |number| number.is_finite()));
    (
        set(text()),
        set(prop::option::of(text())),
        set(any::<i32>()),
        set(score),
        set(prop::option::of(document())),
        set(prop::option::of(any::<i32>())),
        set(prop::option::of(text())),
    )
        .prop_map(|(title, body, age, score, meta, limit, odd)| NewThing {
            title,
            body,
            age,
            score,
            meta,
            limit,
            odd,
        })
}

fn expected(row: &NewThing) -> Value {
    let mut map = Map::new();
    let mut put = |name: &str, value: Option<Value>| value.map(|value| map.insert(name.to_owned(), value));
    put("title", row.title.value().map(|v| json!(v)));
    put("body", row.body.value().map(|v| json!(v)));
    put("age", row.age.value().map(|v| json!(v)));
    put("score", row.score.value().map(|v| json!(v)));
    put("meta", row.meta.value().map(|v| v.clone().unwrap_or(Value::Null)));
    put("limit", row.limit.value().map(|v| json!(v)));
    put("we\"ird, \\one", row.odd.value().map(|v| json!(v)));
    Value::Object(map)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_body_is_the_rows_and_the_columns_their_union(rows in prop::collection::vec(row(), 1..6)) {
        let request = database().insert_many(rows.clone()).to_request().unwrap();
        let body: Value = serde_json::from_slice(request.body().unwrap()).unwrap();
        let meant: Vec<Value> = rows.iter().map(expected).collect();
        prop_assert_eq!(&body, &Value::from(meant.clone()));
        let mut union: Vec<String> =
            meant.iter().flat_map(|row| row.as_object().unwrap().keys().cloned()).collect();
        union.sort();
        union.dedup();
        let mut columns = understood(&request).columns.unwrap();
        columns.sort();
        if union.is_empty() {
            prop_assert_eq!(columns, ["title"]);
        } else {
            prop_assert_eq!(columns, union);
        }
    }

    #[test]
    fn a_single_row_or_patch_is_its_object(row in row()) {
        let insert = database().insert(row.clone()).to_request().unwrap();
        prop_assert_eq!(serde_json::from_slice::<Value>(insert.body().unwrap()).unwrap(), expected(&row));
        match database().patch(row.clone()).by_key(1).to_request() {
            Ok(patch) => {
                prop_assert_eq!(serde_json::from_slice::<Value>(patch.body().unwrap()).unwrap(), expected(&row));
            }
            Err(_) => prop_assert_eq!(expected(&row), json!({})),
        }
    }
}
