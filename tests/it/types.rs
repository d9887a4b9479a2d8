//! Every column type, there and back, at the edges of its range.

use core::fmt::Debug;
use std::ops::Bound;

use insforge::prelude::*;
use insforge::{Database, ErrorKind};
use insforge_tests::{Backend, Space};
use uuid::Uuid;

/// One column of each type, each nullable but the key.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "kinds")]
struct Kinds {
    #[column(pk)]
    id: i32,
    flag: Option<bool>,
    small: Option<i16>,
    int: Option<i32>,
    big: Option<i64>,
    huge: Option<u64>,
    real: Option<f32>,
    double: Option<f64>,
    number: Option<Decimal>,
    money: Option<rust_decimal::Decimal>,
    text: Option<String>,
    #[column(sql = "varchar(20)")]
    short: Option<String>,
    uid: Option<Uuid>,
    stamp: Option<Timestamp>,
    local: Option<DateTime>,
    day: Option<Date>,
    clock: Option<Time>,
    span: Option<Interval>,
    bytes: Option<Bytea>,
    doc: Option<Json<serde_json::Value>>,
    #[column(sql = "json")]
    raw_doc: Option<Json<serde_json::Value>>,
    tags: Option<Vec<String>>,
    holes: Option<Vec<Option<i32>>>,
    bigs: Option<Vec<i64>>,
    ints: Option<PgRange<i32>>,
    days: Option<PgRange<Date>>,
    stamps: Option<PgRange<Timestamp>>,
    numbers: Option<PgRange<Decimal>>,
    words: Option<TsVector>,
    #[column(sql = "inet")]
    address: Option<String>,
    #[column(name = "we\"ird, (name)")]
    weird: Option<String>,
    #[column(name = "order")]
    order: Option<i32>,
    r#type: Option<String>,
}

const KINDS: &str = r#"
    create table {s}.kinds (
        id int primary key, flag bool, small int2, int int4, big int8, huge numeric, real float4, double float8,
        number numeric, money numeric, text text, short varchar(20), uid uuid, stamp timestamptz, local timestamp,
        day date, clock time, span interval, bytes bytea, doc jsonb, raw_doc json, tags text[], holes int[],
        bigs int8[], ints int4range, days daterange, stamps tstzrange, numbers numrange, words tsvector, address inet,
        "we""ird, (name)" text, "order" int, type text
    );"#;

async fn space() -> (Space, Database) {
    let space = Backend::connect().await.space(KINDS).await;
    let db = space.admin().database();
    (space, db)
}

/// Writes each value to its own row, reads it back, and finds the row by it.
async fn round_trips<V: Clone + Debug + PartialEq>(
    db: &Database,
    values: &[V],
    set: impl Fn(NewKinds, V) -> KindsDraft,
    get: impl Fn(&Kinds) -> Option<&V>,
    equals: impl Fn(&'static KindsCols, V) -> Filter<Kinds>,
) {
    db.delete::<Kinds>()
        .all_rows()
        .execute()
        .await
        .expect("an empty table");
    let rows = values
        .iter()
        .zip(1..)
        .map(|(value, id)| set(NewKinds { id }, value.clone()));
    let written: Vec<Kinds> = db.insert_many(rows).returning_all().await.expect("rows");
    let read: Vec<Kinds> = db
        .from::<Kinds>()
        .order(|k| k.id.asc())
        .all()
        .await
        .expect("rows");
    assert_eq!(written, read);
    for (value, row) in values.iter().zip(&read) {
        assert_eq!(get(row), Some(value));
        let found = db
            .from::<Kinds>()
            .filter(|k| equals(k, value.clone()))
            .all()
            .await
            .expect("rows");
        assert!(found.contains(row), "{value:?} finds {found:?}");
        let others = db
            .from::<Kinds>()
            .filter(|k| !equals(k, value.clone()))
            .count()
            .await
            .expect("a count");
        assert_eq!(
            usize::try_from(others).expect("few") + found.len(),
            values.len(),
            "{value:?} negated"
        );
    }
}

macro_rules! round_trips {
    ($db:expr, $column:ident, [$($value:expr),* $(,)?]) => {
        round_trips(
            $db,
            &[$($value),*],
            |row, value| row.$column(Some(value)),
            |row| row.$column.as_ref(),
            |k, value| k.$column.eq(value),
        )
        .await
    };
}

#[tokio::test]
async fn numbers_are_exact_at_the_edges_of_their_types() {
    let (_space, db) = space().await;
    round_trips!(&db, flag, [true, false]);
    round_trips!(&db, small, [i16::MIN, -1, 0, i16::MAX]);
    round_trips!(&db, int, [i32::MIN, -1, 0, i32::MAX]);
    round_trips!(
        &db,
        big,
        [
            i64::MIN,
            -9_007_199_254_740_993,
            0,
            9_007_199_254_740_993,
            i64::MAX
        ]
    );
    round_trips!(&db, huge, [0, 9_007_199_254_740_993, u64::MAX]);
    round_trips!(
        &db,
        double,
        [0.0, -1.5, 0.1, 1e300, -5e-324, f64::MAX, f64::EPSILON]
    );
    let decimal = |text: &str| text.parse::<Decimal>().expect("a number");
    round_trips!(
        &db,
        number,
        [
            decimal("0"),
            decimal("12.50"),
            decimal("-0.000000000000000000000000000001"),
            decimal("1234567890123456789012345678901234567890"),
        ]
    );
    let money = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
    round_trips!(
        &db,
        money,
        [
            money("12.50"),
            money("-79228162514264337593543950335"),
            money("0.0001")
        ]
    );
    round_trips!(
        &db,
        bigs,
        [vec![], vec![i64::MIN, 9_007_199_254_740_993, i64::MAX]]
    );
    round_trips!(
        &db,
        holes,
        [vec![], vec![None], vec![Some(1), None, Some(i32::MIN)]]
    );
}

#[tokio::test]
async fn any_text_comes_back_as_it_was() {
    let (_space, db) = space().await;
    let hostile = [
        "",
        " ",
        "null",
        "NULL",
        "true",
        "a,b",
        "a)b(",
        "\"",
        "\\",
        "\\\"",
        "a\"b\\c",
        "*",
        "%",
        "_",
        "{a,b}",
        "{",
        "[1,2)",
        "eq.1",
        "not.in.(1)",
        "a&b=c#d?e+f",
        "%20",
        "tab\there",
        "line\nbreak\r\n",
        "ünïcödé",
        "日本",
        "\u{1f980}",
        "'",
        "--",
        "$1",
        "a:b",
        "a::text",
        "::",
        "..",
        "\u{feff}bom",
        "ends with \\",
    ];
    let texts: Vec<String> = hostile.iter().map(ToString::to_string).collect();
    round_trips(
        &db,
        &texts,
        NewKinds::text,
        |row| row.text.as_ref(),
        |k, text| k.text.eq(text),
    )
    .await;
    // The same in lists and trees, in an odd column, and in arrays.
    round_trips(
        &db,
        &texts,
        NewKinds::weird,
        |row| row.weird.as_ref(),
        |k, text| k.weird.in_([text, "another, one".into()]) | (k.weird.eq("x\"y") & k.id.gt(5)),
    )
    .await;
    let arrays: Vec<Vec<String>> = texts.chunks(3).map(<[String]>::to_vec).collect();
    round_trips(
        &db,
        &arrays,
        NewKinds::tags,
        |row| row.tags.as_ref(),
        |k, tags| k.tags.eq(&tags) & k.tags.contains_all(tags),
    )
    .await;
    round_trips!(
        &db,
        short,
        [
            "a\"b".to_owned(),
            String::new(),
            "twenty characters ok".to_owned()
        ]
    );
    round_trips!(&db, r#type, ["x".to_owned()]);
    round_trips!(&db, order, [1, 2]);
}

#[tokio::test]
async fn times_keep_their_microseconds() {
    let (_space, db) = space().await;
    let stamp = |text: &str| text.parse::<Timestamp>().expect("a time");
    round_trips!(
        &db,
        stamp,
        [
            stamp("2026-11-23T10:00:00Z"),
            stamp("1969-12-31T23:59:59.999999Z"),
            stamp("0001-01-01T00:00:00Z"),
            stamp("9999-12-30T00:00:00.000001Z"),
            Timestamp::now(),
        ]
    );
    let local = |text: &str| text.parse::<DateTime>().expect("a time");
    round_trips!(
        &db,
        local,
        [local("2026-11-23T10:00:00.5"), local("0999-02-28T00:00:00")]
    );
    round_trips!(
        &db,
        day,
        [
            Date::new(2024, 2, 29).expect("a day"),
            Date::new(1, 1, 1).expect("a day")
        ]
    );
    round_trips!(
        &db,
        clock,
        [
            Time::new(0, 0, 0, 0).expect("a time"),
            Time::new(23, 59, 59, 999_999).expect("a time")
        ]
    );
    round_trips!(
        &db,
        span,
        [
            Interval::default(),
            Interval {
                months: 14,
                days: 3,
                micros: 14_706_700_000
            },
            Interval {
                months: -1,
                days: 2,
                micros: -1
            },
            Interval::days(-400),
            Interval::seconds(1_000_000_000),
        ]
    );
}

#[tokio::test]
async fn bytes_ranges_and_uuids_come_back_as_they_were() {
    let (_space, db) = space().await;
    round_trips!(&db, uid, [Uuid::nil(), Uuid::max(), Uuid::new_v4()]);
    round_trips!(&db, bytes, [Bytea::default(), Bytea((0..=255).collect())]);
    round_trips!(
        &db,
        ints,
        [
            PgRange::Empty,
            (1..5).into(),
            (7..).into(),
            PgRange::Bounds(Bound::Unbounded, Bound::Unbounded)
        ]
    );
    let day = |day| Date::new(2026, 11, day).expect("a day");
    round_trips!(
        &db,
        days,
        [
            (day(1)..day(9)).into(),
            PgRange::Bounds(Bound::Unbounded, Bound::Excluded(day(3)))
        ]
    );
    let stamp = |text: &str| text.parse::<Timestamp>().expect("a time");
    round_trips!(
        &db,
        stamps,
        [
            PgRange::Bounds(
                Bound::Excluded(stamp("2026-01-01T00:00:00.000001Z")),
                Bound::Included(stamp("2026-06-01T12:30:00Z")),
            ),
            PgRange::Empty,
        ]
    );
    let number = |text: &str| text.parse::<Decimal>().expect("a number");
    round_trips!(
        &db,
        numbers,
        [(number("0.10")..number("99999999999999999999.5")).into()]
    );
    round_trips!(&db, address, ["10.0.0.1".to_owned(), "2001:db8::/32".to_owned()]);
}

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
