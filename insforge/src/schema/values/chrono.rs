//! Types of the chrono crate as fields (feature `chrono`).

use ::chrono::{DateTime as ChronoDateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

macro_rules! chrono_value {
    ($($type:ty as $sql:ident, $expecting:literal, $format:literal, [$($parse:literal),*], $parser:expr;)*) => {$(
        impl TextForm for $type {
            const EXPECTING: &'static str = $expecting;

            fn write(&self, out: &mut String) -> Result<(), ValueError> {
                out.push_str(&self.format($format).to_string());
                Ok(())
            }

            fn parse(text: &str) -> Result<Self, ValueError> {
                [$($parse),*]
                    .iter()
                    .find_map(|format| $parser(text, format).ok())
                    .ok_or_else(|| ValueError::new(format!("`{text}` is not {}", $expecting)))
            }
        }
        text_value!($type, $sql);
    )*};
}

chrono_value! {
    ChronoDateTime<Utc> as TimestampTz, "a timestamp with time zone", "%Y-%m-%dT%H:%M:%S%.6fZ",
        ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z"],
        |text, format| ChronoDateTime::parse_from_str(text, format).map(|time| time.to_utc());
    NaiveDateTime as TimestampNoTz, "a timestamp without time zone", "%Y-%m-%dT%H:%M:%S%.6f",
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"], NaiveDateTime::parse_from_str;
    NaiveDate as DateOnly, "a date", "%Y-%m-%d", ["%Y-%m-%d"], NaiveDate::parse_from_str;
    NaiveTime as TimeOnly, "a time of day", "%H:%M:%S%.6f", ["%H:%M:%S%.f"], NaiveTime::parse_from_str;
}
