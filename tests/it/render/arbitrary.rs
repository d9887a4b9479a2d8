//! Arbitrary rows. Values are made in the one spelling that the database gives back.

use insforge::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::ops::Bound;

use super::sample::Sample;
use super::source::Source;

const SPECIAL: [&str; 33] = [
    "\"",
    "\\",
    ",",
    "(",
    ")",
    "*",
    "%",
    "_",
    "{",
    "}",
    "[",
    "]",
    "=",
    "&",
    "+",
    "#",
    "?",
    ".",
    ":",
    "-",
    ">",
    " ",
    "\t",
    "\n",
    "'",
    "$",
    "null",
    "not.is.null",
    "]=not.is.null",
    "\"),id.not.is.null,(",
    "é",
    "\u{1f600}",
    "\u{feff}",
];

/// Any text without NUL, often of hostile pieces.
pub(super) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(SPECIAL.to_vec()).prop_map(str::to_owned),
        2 => "[a-z0-9]{1,3}",
        1 => any::<char>().prop_filter("no NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop_oneof![
        1 => Just(String::new()),
        8 => prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.concat()),
    ]
}

/// A document whose numbers are spelled one way by Rust, JavaScript and PostgreSQL.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<i16>().prop_map(|number| json!(f64::from(number) + 0.25)),
        text().prop_map(Value::from),
    ];
    let any = leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    // The gateway drops an empty string, and PostgREST makes NULL of null: the client refuses both.
    any.prop_filter("can be stored", |document| {
        *document != json!("") && !document.is_null()
    })
}

fn decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        1 => Just("NaN".to_owned()),
        1 => Just("0".to_owned()),
        8 => r"-?[1-9][0-9]{0,40}(\.[0-9]{0,20}[1-9])?",
        4 => r"-?0\.[0-9]{0,20}[1-9]",
    ]
    .prop_map(|text| text.parse().expect("a decimal"))
}

fn interval() -> impl Strategy<Value = Interval> {
    let micros = prop_oneof![
        Just(0),
        -1_000_000..1_000_000_i64,
        any::<i32>().prop_map(i64::from),
        any::<i64>()
    ];
    (-2_000..2_000, -40_000..40_000, micros).prop_map(|(months, days, micros)| Interval {
        months,
        days,
        micros,
    })
}

fn range() -> impl Strategy<Value = PgRange<i32>> {
    let bound = prop_oneof![-9..9, any::<i32>()];
    // Whole numbers come back as `[low, high)`.
    (prop::option::of(bound.clone()), prop::option::of(bound)).prop_map(|(low, high)| match (low, high) {
        (Some(low), Some(high)) if low >= high => PgRange::Empty,
        (low, high) => PgRange::Bounds(
            low.map_or(Bound::Unbounded, Bound::Included),
            high.map_or(Bound::Unbounded, Bound::Excluded),
        ),
    })
}

fn stamp() -> impl Strategy<Value = Timestamp> {
    const FIRST: i64 = -62_135_596_800_000_000;
    const LAST: i64 = 253_402_207_200_000_000;
    prop_oneof![1 => Just(FIRST), 1 => Just(LAST), 1 => Just(0), 9 => FIRST..LAST]
        .prop_map(|micros| Timestamp::from_unix_micros(micros).expect("a time"))
}

fn day() -> impl Strategy<Value = Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
}

/// A row of this id.
pub(super) fn sample(id: i32, source: &mut Source) -> Sample {
    let edge = any::<i64>();
    let few = prop_oneof![-3..3, any::<i32>()];
    Sample {
        id,
        title: source.value(&text()),
        body: source.value(&prop::option::of(text())),
        short: source.value(&text()),
        small: source.value(&prop_oneof![Just(i16::MIN), Just(i16::MAX), any::<i16>()]),
        int: source.value(&prop_oneof![Just(i32::MIN), Just(i32::MAX), any::<i32>()]),
        big: source.value(&prop_oneof![1 => Just(i64::MIN), 1 => Just(i64::MAX), 3 => edge]),
        number: source.value(&decimal()),
        score: source.value(&prop::option::of(
            any::<f64>().prop_filter("finite", |number| number.is_finite()),
        )),
        flag: source.value(&any::<Option<bool>>()),
        uid: uuid::Uuid::from_u128(source.value(&any::<u128>())),
        stamp: source.value(&stamp()),
        day: source.value(&day()),
        span: source.value(&interval()),
        doc: source.value(&prop::option::of(document())).map(Json),
        tags: source.value(&prop::collection::vec(text(), 0..4)),
        holes: source.value(&prop::collection::vec(prop::option::of(few.clone()), 0..4)),
        ints: source.value(&range()),
        bytes: Bytea(source.value(&prop::collection::vec(any::<u8>(), 0..12))),
        order: source.value(&prop::option::of(few)),
        dotted: source.value(&text()),
        weird: source.value(&prop::option::of(text())),
        bracket: source.value(&text()),
        constructor: source.value(&text()),
        touched: 0,
    }
}
