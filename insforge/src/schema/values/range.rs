//! Range types: `int4range`, `int8range`, `numrange`, `tsrange`, `tstzrange`, `daterange`.

use core::fmt;
use core::ops::{Bound, Range, RangeFrom, RangeInclusive};

use super::decimal::Decimal;
use super::temporal::{Date, DateTime, Timestamp};
use super::text_form::{self, TextForm};
use crate::schema::sql_type::{DateRange, Int4Range, Int8Range, NumRange, SqlType, TsRange, TsTzRange};
use crate::schema::value::{PgValue, ValueError};

/// A type that a range can run over.
pub trait RangeBound: PgValue {
    /// The SQL type of a range of it.
    type RangeSql: SqlType;

    /// Reads a bound from PostgreSQL's text.
    ///
    /// # Errors
    /// When the text is not such a value.
    #[doc(hidden)]
    fn parse_bound(text: &str) -> Result<Self, ValueError>;
}

macro_rules! range_bounds {
    ($($(#[$attr:meta])* $type:ty as $sql:ident;)*) => {$(
        $(#[$attr])*
        impl RangeBound for $type {
            type RangeSql = $sql;

            fn parse_bound(text: &str) -> Result<Self, ValueError> {
                <Self as TextForm>::parse(text)
            }
        }
    )*};
}

impl RangeBound for i32 {
    type RangeSql = Int4Range;

    fn parse_bound(text: &str) -> Result<Self, ValueError> {
        text.parse()
            .map_err(|_| ValueError::new(format!("`{text}` is not a 32-bit integer")))
    }
}

range_bounds! {
    i64 as Int8Range;
    Decimal as NumRange;
    DateTime as TsRange;
    Timestamp as TsTzRange;
    Date as DateRange;
    #[cfg(feature = "rust_decimal")] rust_decimal::Decimal as NumRange;
    #[cfg(feature = "jiff")] ::jiff::Timestamp as TsTzRange;
    #[cfg(feature = "jiff")] ::jiff::civil::DateTime as TsRange;
    #[cfg(feature = "jiff")] ::jiff::civil::Date as DateRange;
    #[cfg(feature = "chrono")] ::chrono::DateTime<::chrono::Utc> as TsTzRange;
    #[cfg(feature = "chrono")] ::chrono::NaiveDateTime as TsRange;
    #[cfg(feature = "chrono")] ::chrono::NaiveDate as DateRange;
    #[cfg(feature = "time")] ::time::OffsetDateTime as TsTzRange;
    #[cfg(feature = "time")] ::time::PrimitiveDateTime as TsRange;
    #[cfg(feature = "time")] ::time::Date as DateRange;
}

/// A range of PostgreSQL, possibly empty or unbounded. Ranges of integers and days come back in the form
/// `[lower, upper)`, whatever form was sent.
///
/// ```
/// use insforge::PgRange;
///
/// assert_eq!(PgRange::from(1..5).to_string(), "[1,5)");
/// assert_eq!("empty".parse::<PgRange<i32>>()?, PgRange::Empty);
/// # Ok::<(), insforge::schema::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PgRange<V> {
    /// The range that holds nothing.
    Empty,
    /// From the lower to the upper bound.
    Bounds(Bound<V>, Bound<V>),
}

impl<V> From<Range<V>> for PgRange<V> {
    fn from(range: Range<V>) -> Self {
        Self::Bounds(Bound::Included(range.start), Bound::Excluded(range.end))
    }
}

impl<V> From<RangeInclusive<V>> for PgRange<V> {
    fn from(range: RangeInclusive<V>) -> Self {
        let (start, end) = range.into_inner();
        Self::Bounds(Bound::Included(start), Bound::Included(end))
    }
}

impl<V> From<RangeFrom<V>> for PgRange<V> {
    fn from(range: RangeFrom<V>) -> Self {
        Self::Bounds(Bound::Included(range.start), Bound::Unbounded)
    }
}

impl<V: RangeBound> TextForm for PgRange<V> {
    const EXPECTING: &'static str = "a range";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        let Self::Bounds(lower, upper) = self else {
            out.push_str("empty");
            return Ok(());
        };
        out.push(if matches!(lower, Bound::Included(_)) {
            '['
        } else {
            '('
        });
        write_bound(lower, out)?;
        out.push(',');
        write_bound(upper, out)?;
        out.push(if matches!(upper, Bound::Included(_)) {
            ']'
        } else {
            ')'
        });
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        if text == "empty" {
            return Ok(Self::Empty);
        }
        let invalid = || ValueError::new(format!("`{text}` is not a range"));
        let mut inner = text.chars();
        let (first, last) = (inner.next(), inner.next_back());
        let (lower, upper) = split_bounds(inner.as_str()).ok_or_else(invalid)?;
        let bound = |text: Option<String>, included: bool| match text {
            None => Ok(Bound::Unbounded),
            Some(text) if included => V::parse_bound(&text).map(Bound::Included),
            Some(text) => V::parse_bound(&text).map(Bound::Excluded),
        };
        match (first, last) {
            (Some('[' | '('), Some(']' | ')')) => Ok(Self::Bounds(
                bound(lower, first == Some('['))?,
                bound(upper, last == Some(']'))?,
            )),
            _ => Err(invalid()),
        }
    }
}

fn write_bound<V: PgValue>(bound: &Bound<V>, out: &mut String) -> Result<(), ValueError> {
    let (Bound::Included(value) | Bound::Excluded(value)) = bound else {
        return Ok(());
    };
    let mut text = String::new();
    value.to_text(&mut text)?;
    super::array::write_array_element(&text, out);
    Ok(())
}

/// The two bounds of `lower,upper`, unquoted; `None` for a missing one.
fn split_bounds(text: &str) -> Option<(Option<String>, Option<String>)> {
    let mut bounds = vec![None::<String>];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let current = bounds.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                current.get_or_insert_default().push('"');
            }
            '"' => {
                quoted = !quoted;
                current.get_or_insert_default();
            }
            '\\' => current.get_or_insert_default().push(chars.next()?),
            ',' if !quoted => bounds.push(None),
            other => current.get_or_insert_default().push(other),
        }
    }
    let [lower, upper] = bounds.try_into().ok()?;
    (!quoted).then_some((lower, upper))
}

impl<V: RangeBound> fmt::Display for PgRange<V> {
    /// Writes PostgreSQL's form, such as `[1,5)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text_form::text_of(self).map_err(|_| fmt::Error)?)
    }
}

impl<V: RangeBound> core::str::FromStr for PgRange<V> {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl<V: RangeBound> PgValue for PgRange<V> {
    type Sql = V::RangeSql;

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        self.write(out)
    }

    fn to_json<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = text_form::text_of(self).map_err(<S::Error as serde::ser::Error>::custom)?;
        serializer.serialize_str(&text)
    }

    fn from_json<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_form::from_json(deserializer)
    }
}
