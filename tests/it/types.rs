//! Every column type, there and back, at the edges of its range.

use core::fmt::Debug;
use std::ops::Bound;

use insforge::Database;
use insforge::prelude::*;
use insforge_tests::{Backend, Space};
use uuid::Uuid;

/// One column of each type, each nullable but the key.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "kinds")]
pub(crate) struct Kinds {
    #[column(pk)]
    pub(crate) id: i32,
    pub(crate) flag: Option<bool>,
    pub(crate) small: Option<i16>,
    pub(crate) int: Option<i32>,
    pub(crate) big: Option<i64>,
    pub(crate) huge: Option<u64>,
    pub(crate) real: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) number: Option<Decimal>,
    pub(crate) money: Option<rust_decimal::Decimal>,
    pub(crate) text: Option<String>,
    #[column(sql = "varchar(20)")]
    pub(crate) short: Option<String>,
    pub(crate) uid: Option<Uuid>,
    pub(crate) stamp: Option<Timestamp>,
    pub(crate) local: Option<DateTime>,
    pub(crate) day: Option<Date>,
    pub(crate) clock: Option<Time>,
    pub(crate) span: Option<Interval>,
    pub(crate) bytes: Option<Bytea>,
    pub(crate) doc: Option<Json<serde_json::Value>>,
    #[column(sql = "json")]
    pub(crate) raw_doc: Option<Json<serde_json::Value>>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) holes: Option<Vec<Option<i32>>>,
    pub(crate) bigs: Option<Vec<i64>>,
    pub(crate) ints: Option<PgRange<i32>>,
    pub(crate) days: Option<PgRange<Date>>,
    pub(crate) stamps: Option<PgRange<Timestamp>>,
    pub(crate) numbers: Option<PgRange<Decimal>>,
    pub(crate) words: Option<TsVector>,
    #[column(sql = "inet")]
    pub(crate) address: Option<String>,
    #[column(name = "we\"ird, (name)")]
    pub(crate) weird: Option<String>,
    #[column(name = "order")]
    pub(crate) order: Option<i32>,
    pub(crate) r#type: Option<String>,
}

const KINDS: &str = r#"
    create table {s}.kinds (
        id int primary key, flag bool, small int2, int int4, big int8, huge numeric, real float4, double float8,
        number numeric, money numeric, text text, short varchar(20), uid uuid, stamp timestamptz, local timestamp,
        day date, clock time, span interval, bytes bytea, doc jsonb, raw_doc json, tags text[], holes int[],
        bigs int8[], ints int4range, days daterange, stamps tstzrange, numbers numrange, words tsvector, address inet,
        "we""ird, (name)" text, "order" int, type text
    );"#;

/// A space with the table, and the administrator's database in it.
pub(crate) async fn space() -> (Space, Database) {
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
