//! Operators of ranges and arrays.

use insforge::prelude::*;

use crate::types::{Kinds, NewKinds, space};

#[tokio::test]
async fn range_and_array_operators_find_their_rows() {
    let (_space, db) = space().await;
    let rows = [
        NewKinds { id: 1 }
            .ints(1..5)
            .tags(vec!["a".to_owned(), "b,c".to_owned()]),
        NewKinds { id: 2 }.ints(5..9).tags(vec!["b,c".to_owned()]),
        NewKinds { id: 3 }.ints(20..30).tags(Vec::<String>::new()),
    ];
    db.insert_many(rows).execute().await.expect("rows");
    let ids = async |filter: Filter<Kinds>| {
        let rows = db
            .from::<Kinds>()
            .filter(|_| filter)
            .order(|k| k.id.asc())
            .all()
            .await
            .expect("rows");
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let k = Kinds::COLS;
    assert_eq!(ids(k.ints.contains_all(2..4)).await, [1]);
    assert_eq!(ids(k.ints.contained_by(0..10)).await, [1, 2]);
    assert_eq!(ids(k.ints.overlaps(4..6)).await, [1, 2]);
    assert_eq!(ids(k.ints.strictly_left_of(9..20)).await, [1, 2]);
    assert_eq!(ids(k.ints.strictly_right_of(1..5)).await, [2, 3]);
    assert_eq!(ids(k.ints.not_extends_right_of(0..9)).await, [1, 2]);
    assert_eq!(ids(k.ints.not_extends_left_of(5..6)).await, [2, 3]);
    assert_eq!(ids(k.ints.adjacent_to(5..9)).await, [1]);
    assert_eq!(ids(k.tags.contains_all(["b,c"])).await, [1, 2]);
    assert_eq!(ids(k.tags.overlaps(["a", "z"])).await, [1]);
    assert_eq!(ids(k.tags.contained_by(["b,c", "x"])).await, [2, 3]);
    assert_eq!(
        ids(!k.tags.overlaps(["a"]) & (k.ints.overlaps(0..6) | k.ints.adjacent_to(30..31))).await,
        [2, 3]
    );
}
