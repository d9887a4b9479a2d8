//! Round trips of every value through both wire forms.

use std::fmt::Debug;
use std::ops::Bound;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::text_form::TextForm;
use super::*;
use crate::schema::value::{AsJson, FromJson};
use crate::schema::{Field, PgValue};

fn to_json<F: Field>(value: &F) -> String {
    serde_json::to_string(&AsJson(value)).unwrap()
}

fn from_json<F: Field>(text: &str) -> serde_json::Result<F> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde::de::DeserializeSeed::deserialize(FromJson::<F>::new(), &mut deserializer)
}

fn text_of<V: PgValue>(value: &V) -> String {
    let mut text = String::new();
    value.to_text(&mut text).unwrap();
    text
}

/// What is written to a body is what is read from an answer, which quotes the value where a cast makes it text.
fn round_trip<F: Field + PartialEq + Debug>(value: &F) -> Result<(), TestCaseError> {
    let json = to_json(value);
    prop_assert!(serde_json::from_str::<Value>(&json).is_ok(), "{json}");
    let answer = if F::Base::CAST == Some("text") && !json.starts_with('"') && json != "null" {
        serde_json::to_string(&json).unwrap()
    } else {
        json
    };
    prop_assert_eq!(&from_json::<F>(&answer).unwrap(), value);
    prop_assert_eq!(&from_json::<Option<F::Base>>("null").unwrap().is_none(), &true);
    Ok(())
}

/// As [`round_trip`], and the text form reads back as well.
fn both_forms<V: TextForm + PgValue + PartialEq + Debug>(value: &V) -> Result<(), TestCaseError> {
    round_trip(value)?;
    prop_assert_eq!(&<V as TextForm>::parse(&text_of(value)).unwrap(), value);
    Ok(())
}

fn free_text() -> impl Strategy<Value = String> {
    let special = r#"["\\,(){}*%_ \t\n=\[\]'é]{0,6}"#;
    prop_oneof![
        special,
        "(?s).{0,8}",
        Just("null".to_owned()),
        Just("NULL".to_owned())
    ]
    .prop_map(|text| text.replace('\0', ""))
}

fn bound<V: Debug + Clone>(value: impl Strategy<Value = V> + Clone) -> impl Strategy<Value = Bound<V>> {
    prop_oneof![
        value.clone().prop_map(Bound::Included),
        value.prop_map(Bound::Excluded),
        Just(Bound::Unbounded),
    ]
}

fn range<V: Debug + Clone>(value: impl Strategy<Value = V> + Clone) -> impl Strategy<Value = PgRange<V>> {
    prop_oneof![
        1 => Just(PgRange::Empty),
        8 => (bound(value.clone()), bound(value)).prop_map(|(low, high)| PgRange::Bounds(low, high)),
    ]
}

fn micros() -> impl Strategy<Value = i64> {
    // The years 0001 to 9999.
    -62_135_596_800_000_000_i64..253_402_300_800_000_000
}

fn timestamp() -> impl Strategy<Value = Timestamp> + Clone {
    micros()
        .prop_map(|micros| Timestamp::from_unix_micros(micros.min(253_402_207_200_000_000)).unwrap())
        .boxed()
}

fn date() -> impl Strategy<Value = Date> + Clone {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
        .boxed()
}

fn time() -> impl Strategy<Value = Time> + Clone {
    (0_i8..24, 0_i8..60, 0_i8..60, 0..1_000_000)
        .prop_map(|(hour, minute, second, micros)| Time::new(hour, minute, second, micros).unwrap())
        .boxed()
}

fn datetime() -> impl Strategy<Value = DateTime> + Clone {
    (date(), time())
        .prop_map(|(date, time)| DateTime::new(date, time))
        .boxed()
}

fn decimal() -> impl Strategy<Value = Decimal> + Clone {
    r"-?[0-9]{1,60}(\.[0-9]{1,60})?|NaN|-?Infinity|[0-9]{1,5}e[+-]?[0-9]{1,3}"
        .prop_map(|text| text.parse().unwrap())
        .boxed()
}

/// As PostgreSQL writes it by default: signs on every part once one is negative.
fn postgres_style(interval: &Interval) -> String {
    let (years, months) = (interval.months / 12, interval.months % 12);
    let mut parts = Vec::new();
    let mut negative_before = false;
    for (number, unit) in [(years, "year"), (months, "mon"), (interval.days, "day")] {
        if number != 0 {
            let sign = if negative_before && number > 0 { "+" } else { "" };
            parts.push(format!(
                "{sign}{number} {unit}{}",
                if number == 1 { "" } else { "s" }
            ));
            negative_before = number < 0;
        }
    }
    let micros = interval.micros.unsigned_abs();
    if micros != 0 || parts.is_empty() {
        let sign = if interval.micros < 0 {
            "-"
        } else if negative_before {
            "+"
        } else {
            ""
        };
        let seconds = micros / 1_000_000;
        let fraction = match micros % 1_000_000 {
            0 => String::new(),
            fraction => format!(".{fraction:06}").trim_end_matches('0').to_owned(),
        };
        parts.push(format!(
            "{sign}{:02}:{:02}:{:02}{fraction}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ));
    }
    parts.join(" ")
}

fn interval() -> impl Strategy<Value = Interval> {
    let small = prop_oneof![Just(0), -40..40, any::<i32>()];
    let micros = prop_oneof![
        Just(0),
        any::<i32>().prop_map(i64::from),
        any::<i64>(),
        Just(i64::MIN),
        Just(i64::MAX)
    ];
    (small.clone(), small, micros).prop_map(|(months, days, micros)| Interval { months, days, micros })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn integers(a: i8, b: i16, c: i32, d: i64, e: u16, f: u32, g: u64, h: i128, i: u128) {
        round_trip(&a)?; round_trip(&b)?; round_trip(&c)?; round_trip(&e)?; round_trip(&f)?;
        both_forms(&d)?; both_forms(&g)?; both_forms(&h)?; both_forms(&i)?;
        prop_assert_eq!(text_of(&c), c.to_string());
    }

    #[test]
    fn finite_floats_and_the_others_as_postgresql_writes_them(a: f64, b: f32) {
        prop_assume!(a.is_finite() && b.is_finite());
        round_trip(&a)?;
        round_trip(&b)?;
        prop_assert_eq!(text_of(&a).parse::<f64>().unwrap().to_bits(), a.to_bits());
        prop_assert_eq!(text_of(&b).parse::<f32>().unwrap().to_bits(), b.to_bits());
    }

    #[test]
    fn text_bool_and_tsvector(text in free_text(), yes: bool) {
        round_trip(&text)?;
        prop_assert_eq!(text_of(&text), text.clone());
        round_trip(&yes)?;
        round_trip(&Some(text.clone()))?;
        both_forms(&TsVector(text))?;
    }

    #[test]
    fn byte_strings(bytes: Vec<u8>) {
        both_forms(&Bytea(bytes))?;
    }

    #[test]
    fn decimals_of_any_length(decimal in decimal()) {
        both_forms(&decimal)?;
    }

    #[test]
    fn intervals_as_they_are_sent_and_as_postgresql_writes_them(interval in interval()) {
        let style = postgres_style(&interval);
        prop_assert_eq!(style.parse::<Interval>().unwrap(), interval, "{}", style);
        prop_assert_eq!(text_of(&interval), interval.to_string());
        prop_assert_eq!(to_json(&interval), format!("\"{interval}\""));
    }

    #[test]
    fn ranges_of_every_bound(
        ints in range(any::<i32>()), longs in range(any::<i64>()), decimals in range(decimal()),
        dates in range(date()), datetimes in range(datetime()), timestamps in range(timestamp()),
    ) {
        both_forms(&ints)?; both_forms(&longs)?; both_forms(&decimals)?;
        both_forms(&dates)?; both_forms(&datetimes)?; both_forms(&timestamps)?;
    }

    #[test]
    fn range_bounds_as_postgresql_quotes_them(time in datetime()) {
        let text = format!("[\"{} {}\",)", time.date(), time.time());
        prop_assert_eq!(text.parse::<PgRange<DateTime>>().unwrap(),
            PgRange::Bounds(Bound::Included(time), Bound::Unbounded));
    }

    #[test]
    fn arrays_flat_nested_and_with_nulls(
        texts in prop::collection::vec(free_text(), 0..4),
        holes in prop::collection::vec(prop::option::of(free_text()), 0..4),
        longs in prop::collection::vec(any::<i64>(), 0..4),
        nested in prop::collection::vec(prop::collection::vec(any::<i32>(), 2), 0..3),
    ) {
        round_trip(&texts)?; round_trip(&holes)?; round_trip(&nested)?;
        let answer = json!(longs.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string();
        prop_assert_eq!(&from_json::<Vec<i64>>(&answer).unwrap(), &longs);
        prop_assert_eq!(&from_json::<Vec<i64>>(&to_json(&longs)).unwrap(), &longs);
        prop_assert_eq!(read_array(&text_of(&holes)), holes);
        let plain: Vec<Option<String>> = texts.iter().cloned().map(Some).collect();
        prop_assert_eq!(read_array(&text_of(&texts)), plain);
    }

    #[test]
    fn json_documents(text in free_text(), number in -9_007_199_254_740_991_i64..=9_007_199_254_740_991, float: f64) {
        prop_assume!(float.is_finite());
        let document = json!({text.clone(): [number, float, null, {"k": text}]});
        round_trip(&document)?;
        round_trip(&Json(document.clone()))?;
        prop_assert_eq!(serde_json::from_str::<Value>(&text_of(&document)).unwrap(), document);
    }

    #[test]
    fn dates_and_times(date in date(), time in time(), datetime in datetime(), timestamp in timestamp()) {
        both_forms(&date)?; both_forms(&time)?; both_forms(&datetime)?; both_forms(&timestamp)?;
        let postgres = format!("{} {}", datetime.date(), datetime.time());
        prop_assert_eq!(postgres.parse::<DateTime>().unwrap(), datetime);
        let offset = timestamp.to_string().replace('Z', "+00:00");
        prop_assert_eq!(offset.parse::<Timestamp>().unwrap(), timestamp);
    }

    #[test]
    fn no_parser_panics_on_any_text(text in prop_oneof![free_text(), r#"[\[(\\"0-9,:.+\- e]{0,24}[\])]?"#]) {
        parse_all(&text);
    }
}

/// The elements of an array literal, by PostgreSQL's rules.
fn read_array(literal: &str) -> Vec<Option<String>> {
    let inner = literal.strip_prefix('{').unwrap().strip_suffix('}').unwrap();
    let mut elements = Vec::new();
    let mut chars = inner.chars().peekable();
    while chars.peek().is_some() {
        let mut text = String::new();
        let mut quoted = false;
        if chars.next_if_eq(&'"').is_some() {
            quoted = true;
            loop {
                match chars.next().unwrap() {
                    '"' => break,
                    '\\' => text.push(chars.next().unwrap()),
                    c => text.push(c),
                }
            }
        }
        while let Some(c) = chars.next_if(|c| *c != ',') {
            assert!(
                !quoted && !c.is_whitespace() && !"{}\"\\".contains(c),
                "{literal}"
            );
            text.push(c);
        }
        chars.next();
        elements.push((quoted || !text.eq_ignore_ascii_case("null")).then_some(text));
    }
    elements
}

fn parse_all(text: &str) {
    macro_rules! parse {
        ($($type:ty)*) => {$(
            let _ = <$type as TextForm>::parse(text);
            let _ = from_json::<$type>(&serde_json::to_string(text).unwrap());
            let _ = from_json::<$type>(text);
        )*};
    }
    parse! {
        i64 u64 i128 u128 Decimal Bytea Interval Timestamp DateTime Date Time TsVector
        PgRange<i32> PgRange<i64> PgRange<Decimal> PgRange<Date> PgRange<DateTime> PgRange<Timestamp>
    }
    let _ = from_json::<f64>(&serde_json::to_string(text).unwrap());
    let _ = from_json::<Value>(&serde_json::to_string(text).unwrap());
    #[cfg(feature = "uuid")]
    let _ = <::uuid::Uuid as TextForm>::parse(text);
}

#[test]
fn values_out_of_their_types_range_are_refused() {
    assert!(from_json::<i16>("40000").is_err());
    assert!(from_json::<i64>("\"9223372036854775808\"").is_err());
    assert!(from_json::<u32>("-1").is_err());
    assert!(from_json::<Decimal>("\"1,5\"").is_err() && from_json::<Bytea>("\"\\\\x1\"").is_err());
    assert!(
        from_json::<PgRange<i32>>("\"[1,2,3)\"").is_err() && from_json::<PgRange<i32>>("\"[1\"").is_err()
    );
    assert!(from_json::<Vec<i32>>("[1,null]").is_err() && from_json::<Vec<Option<i32>>>("[1,null]").is_ok());
    assert!(from_json::<String>("null").is_err() && from_json::<Date>("null").is_err());
    for text in ["NaN", "Infinity", "-Infinity"] {
        assert!(!from_json::<f64>(&format!("\"{text}\"")).unwrap().is_finite());
    }
    for number in [f64::NAN, f64::INFINITY] {
        assert!(number.to_text(&mut String::new()).is_err());
        assert!(serde_json::to_string(&AsJson(&number)).is_err());
    }
}

#[test]
fn integers_at_their_edges() {
    macro_rules! edges {
        ($($type:ty)*) => {$(
            for number in [<$type>::MIN, <$type>::MAX, 0] {
                round_trip(&number).unwrap();
                assert_eq!(text_of(&number), number.to_string());
            }
        )*};
    }
    edges!(i8 i16 i32 i64 u16 u32 u64 i128 u128);
}

#[cfg(feature = "uuid")]
proptest! {
    #[test]
    fn uuids(bytes: u128) {
        both_forms(&::uuid::Uuid::from_u128(bytes))?;
    }
}

#[cfg(feature = "rust_decimal")]
proptest! {
    #[test]
    fn rust_decimals(low: u32, mid: u32, high: u32, negative: bool, scale in 0_u32..=28) {
        both_forms(&rust_decimal::Decimal::from_parts(low, mid, high, negative, scale))?;
    }
}

#[cfg(feature = "jiff")]
proptest! {
    #[test]
    fn jiffs_types(timestamp in timestamp(), datetime in datetime(), date in date(), time in time()) {
        both_forms(&::jiff::Timestamp::from(timestamp))?;
        both_forms(&::jiff::civil::DateTime::from(datetime))?;
        both_forms(&::jiff::civil::Date::from(date))?;
        both_forms(&::jiff::civil::Time::from(time))?;
    }
}

#[cfg(feature = "time")]
proptest! {
    #[test]
    fn times_types(timestamp in timestamp(), datetime in datetime(), date in date(), time in time()) {
        both_forms(&::time::OffsetDateTime::try_from(timestamp).unwrap())?;
        both_forms(&::time::PrimitiveDateTime::try_from(datetime).unwrap())?;
        both_forms(&::time::Date::try_from(date).unwrap())?;
        both_forms(&::time::Time::try_from(time).unwrap())?;
    }
}

#[cfg(feature = "chrono")]
proptest! {
    #[test]
    fn chronos_types(timestamp in timestamp(), datetime in datetime(), date in date(), time in time()) {
        let utc = ::chrono::DateTime::from_timestamp_micros(timestamp.unix_micros()).unwrap();
        both_forms(&utc)?;
        prop_assert_eq!(text_of(&utc).parse::<Timestamp>().unwrap(), timestamp);
        let naive: ::chrono::NaiveDateTime = datetime.to_string().parse().unwrap();
        both_forms(&naive)?;
        both_forms(&naive.date())?;
        both_forms(&naive.time())?;
        prop_assert_eq!(text_of(&naive.date()), date_text(datetime.date()));
        let _ = (date, time);
        let offset = format!("{}+05:30", naive.format("%Y-%m-%d %H:%M:%S%.f"));
        prop_assert!(<::chrono::DateTime<::chrono::Utc> as TextForm>::parse(&offset).is_ok(), "{offset}");
    }
}

#[cfg(feature = "chrono")]
fn date_text(date: Date) -> String {
    let (year, month, day) = date.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn a_long_interval_keeps_its_microseconds() {
    // PostgreSQL reads the seconds as a double: 675764916597.585279 of them would come back as ..327 microseconds.
    let long = Interval {
        months: 1,
        days: -2,
        micros: 675_764_916_597_585_279,
    };
    assert_eq!(long.to_string(), "P1M-2DT187712476H49M57.585279S");
    assert_eq!(
        Interval {
            micros: -1,
            ..Interval::default()
        }
        .to_string(),
        "P0M0DT-0H-0M-0.000001S"
    );
}

#[test]
fn a_document_that_would_be_stored_as_null_is_refused() {
    assert!(serde_json::to_string(&AsJson(&Value::Null)).is_err());
    assert!(serde_json::to_string(&AsJson(&Json(None::<i32>))).is_err());
    assert!(serde_json::to_string(&AsJson(&json!([null]))).is_ok());
    // The database may hold one, and it can be compared with.
    assert_eq!(from_json::<Value>("\"null\"").unwrap(), Value::Null);
    assert_eq!(text_of(&Value::Null), "null");
}
