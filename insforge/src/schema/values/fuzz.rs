//! What holds for any text or JSON that a column's value is read from.

use core::fmt::Debug;

use serde::de::DeserializeSeed;

use super::text_form::{TextForm, text_of};
use super::{Bytea, Date, DateTime, Decimal, Interval, PgRange, Time, Timestamp, TsVector};
use crate::fuzzing::text;
use crate::schema::{AsJson, Field, FromJson, PgValue};

pub(crate) fn any_value(data: &[u8]) {
    let text = text(data);
    comes_back::<Bytea>(&text);
    comes_back::<Date>(&text);
    comes_back::<DateTime>(&text);
    comes_back::<Decimal>(&text);
    comes_back::<Time>(&text);
    comes_back::<Timestamp>(&text);
    comes_back::<PgRange<Date>>(&text);
    comes_back::<PgRange<DateTime>>(&text);
    comes_back::<PgRange<Decimal>>(&text);
    comes_back::<PgRange<Timestamp>>(&text);
    comes_back::<PgRange<i32>>(&text);
    comes_back::<PgRange<i64>>(&text);
    // It is written in another form than it is read.
    if let Ok(interval) = <Interval as TextForm>::parse(&text) {
        assert!(text_of(&interval).is_ok_and(|text| text.starts_with('P')));
    }

    json_comes_back::<bool>(data);
    json_comes_back::<f32>(data);
    json_comes_back::<f64>(data);
    json_comes_back::<i16>(data);
    json_comes_back::<i64>(data);
    json_comes_back::<String>(data);
    json_comes_back::<Bytea>(data);
    json_comes_back::<Timestamp>(data);
    json_comes_back::<TsVector>(data);
    json_comes_back::<Option<Decimal>>(data);
    json_comes_back::<Vec<Option<String>>>(data);
    json_comes_back::<Vec<Vec<i32>>>(data);
    json_comes_back::<Vec<PgRange<i32>>>(data);
}

fn comes_back<T: TextForm + PartialEq + Debug>(text: &str) {
    if let Ok(value) = T::parse(text) {
        let written = text_of(&value);
        let back = written.clone().and_then(|written| T::parse(&written));
        assert_eq!(back.as_ref(), Ok(&value), "{text:?} was written as {written:?}");
    }
}

fn json_comes_back<F: Field + Debug>(data: &[u8])
where
    F::Base: PgValue,
{
    let read = |json: &[u8]| {
        let mut json = serde_json::Deserializer::from_slice(json);
        FromJson::<F>::new().deserialize(&mut json)
    };
    let Ok(value) = read(data) else { return };
    if let Some(base) = value.base() {
        let _ = base.to_text(&mut String::new());
    }
    // A NaN is read and has no JSON form.
    let Ok(written) = serde_json::to_vec(&AsJson(&value)) else {
        return;
    };
    let back = read(&written).map_err(|error| error.to_string());
    // The values print the same exactly when they are the same, NaN included.
    assert_eq!(format!("{back:?}"), format!("{:?}", Ok::<_, String>(value)));
}
