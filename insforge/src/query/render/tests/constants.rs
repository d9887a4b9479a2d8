//! Conditions that hold for every row or for none, and conditions that cannot be sent.

use super::pairs;
use super::things::{NewThing, Thing, ThingCols, database};
use crate::ErrorKind;
use crate::query::{Filter, Fts};
use crate::schema::{Set, Table};

const T: &ThingCols = Thing::COLS;

fn read(filter: Filter<Thing>) -> Vec<String> {
    let request = database()
        .from::<Thing>()
        .filter(|_| filter)
        .to_request()
        .unwrap();
    pairs(&request).split_off(1)
}

fn always() -> Vec<Filter<Thing>> {
    let none = || Filter::any([]);
    vec![
        Filter::all([]),
        !none(),
        T.age.not_in([0; 0]),
        !T.age.in_([0; 0]),
        T.age.eq_all([0; 0]),
        T.title.like_all([""; 0]),
        T.age.eq(1) | Filter::all([]),
        Filter::all([Filter::all([]), !none()]),
        !(T.age.eq(1) & none()),
        !!Filter::all([]),
    ]
}

fn never() -> Vec<Filter<Thing>> {
    vec![
        Filter::any([]),
        !Filter::all([]),
        T.age.gt_any([0; 0]),
        !T.age.eq_all([0; 0]),
        T.age.eq(1) & Filter::any([]),
        Filter::any([Filter::any([]), !Filter::all([])]),
        !(T.age.eq(1) | Filter::all([])),
    ]
}

#[test]
fn a_read_of_every_row_has_no_condition() {
    for filter in always() {
        assert_eq!(read(filter.clone()), [""; 0], "{filter:?}");
    }
}

#[test]
fn a_read_of_no_row_has_a_condition_that_none_meets() {
    for filter in never() {
        assert_eq!(
            read(filter.clone()),
            ["and=(id.is.null,id.not.is.null)"],
            "{filter:?}"
        );
    }
}

#[test]
fn constants_within_other_conditions_are_folded_away() {
    for constant in always() {
        assert_eq!(read(constant.clone() & T.age.eq(1)), ["age=eq.1"], "{constant:?}");
    }
    for constant in never() {
        assert_eq!(read(constant.clone() | T.age.eq(1)), ["age=eq.1"], "{constant:?}");
    }
}

#[test]
fn writes_of_every_row_or_none_are_refused() {
    for filter in always().into_iter().chain(never()) {
        let delete = database()
            .delete::<Thing>()
            .filter(|_| filter.clone())
            .to_request()
            .unwrap_err();
        let update = database()
            .update::<Thing>()
            .set(|t| t.age.to(1))
            .filter(|_| filter.clone())
            .to_request();
        assert_eq!(delete.kind(), ErrorKind::Request, "{filter:?}");
        assert_eq!(update.unwrap_err().kind(), ErrorKind::Request, "{filter:?}");
        let both = database()
            .delete::<Thing>()
            .filter(|_| filter.clone())
            .all_rows()
            .to_request();
        assert_eq!(both.unwrap_err().kind(), ErrorKind::Request, "{filter:?}");
    }
}

#[test]
fn a_write_on_an_empty_list_touches_no_row() {
    let request = database()
        .delete::<Thing>()
        .filter(|t| t.age.in_([0; 0]))
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request), ["age=in.()"]);
}

#[test]
fn all_rows_alone_is_a_write_without_a_condition() {
    let request = database().delete::<Thing>().all_rows().to_request().unwrap();
    assert_eq!(request.target(), "/api/database/records/things");
}

#[test]
fn values_that_postgresql_cannot_hold_are_refused() {
    let long = "config; drop".to_owned();
    for filter in [
        T.title.eq("a\0b"),
        T.title.in_(["a", "\0"]),
        T.title.like("\0"),
        T.title.like("a\\"),
        T.title.like_any(["a", "b\\\\\\"]),
        T.title.ilike("*\\"),
        T.title.matches("\0"),
        T.title.fts(Fts::web("\0")),
        T.title.fts(Fts::web("a").config(long)),
        T.title.fts(Fts::web("a").config("")),
        T.score.eq(f64::NAN),
        T.score.lt(f64::INFINITY),
        T.score.in_([1.0, f64::NEG_INFINITY]),
        T.tags.contains_all(["\0"]),
        T.age.eq(1) | T.title.eq("\0"),
    ] {
        let error = database()
            .from::<Thing>()
            .filter(|_| filter.clone())
            .to_request()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{filter:?}");
        let error = database()
            .delete::<Thing>()
            .filter(|_| !filter.clone())
            .to_request()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{filter:?}");
    }
}

#[test]
fn bodies_that_cannot_be_sent_are_refused() {
    let nul = NewThing {
        title: Set::Value("\0".into()),
        ..NewThing::default()
    };
    let nan = NewThing {
        score: Set::Value(Some(f64::NAN)),
        ..NewThing::default()
    };
    let deep = NewThing {
        meta: Set::Value(Some(serde_json::json!({"a": [1, "\0"]}))),
        ..NewThing::default()
    };
    let big = NewThing {
        meta: Set::Value(Some(serde_json::json!(9_007_199_254_740_992_i64))),
        ..NewThing::default()
    };
    let empty = NewThing {
        meta: Set::Value(Some(serde_json::json!(""))),
        ..NewThing::default()
    };
    let null = NewThing {
        meta: Set::Value(Some(serde_json::Value::Null)),
        ..NewThing::default()
    };
    for row in [nul, nan, deep, big, empty, null] {
        assert_eq!(
            database().insert(row.clone()).to_request().unwrap_err().kind(),
            ErrorKind::Request,
            "{row:?}"
        );
        let patch = database().patch(row.clone()).all_rows().to_request();
        assert_eq!(patch.unwrap_err().kind(), ErrorKind::Request, "{row:?}");
    }
}

#[test]
fn conditions_that_nest_too_deep_are_refused() {
    // Alternating groups, which folding cannot flatten.
    let nest = |levels: usize| {
        (0..levels).fold(T.age.eq(1), |inner, level| {
            if level % 2 == 0 {
                inner & T.done.is_true()
            } else {
                inner | T.done.is_true()
            }
        })
    };
    assert!(
        database()
            .from::<Thing>()
            .filter(|_| nest(60))
            .to_request()
            .is_ok()
    );
    let error = database()
        .from::<Thing>()
        .filter(|_| nest(70))
        .to_request()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}
