//! `interval`: months, days and microseconds, which PostgreSQL keeps apart.

use core::fmt;
use core::str::FromStr;

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

/// An `interval`: months, days and microseconds do not convert into one another.
///
/// ```
/// use insforge::Interval;
///
/// let parsed: Interval = "1 year 2 mons 3 days 04:05:06.7".parse()?;
/// assert_eq!(parsed, Interval { months: 14, days: 3, micros: 14_706_700_000 });
/// # Ok::<(), insforge::schema::ValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Interval {
    /// Months; a year is twelve.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub micros: i64,
}

const MICROS_PER_SECOND: i64 = 1_000_000;

impl Interval {
    /// An interval of this many whole days.
    pub const fn days(days: i32) -> Self {
        Self {
            months: 0,
            days,
            micros: 0,
        }
    }

    /// An interval of this many seconds, kept within PostgreSQL's range.
    pub const fn seconds(seconds: i64) -> Self {
        Self {
            months: 0,
            days: 0,
            micros: seconds.saturating_mul(MICROS_PER_SECOND),
        }
    }
}

impl fmt::Display for Interval {
    /// Writes the ISO 8601 form, such as `P14M3DT4H5M6.700000S`, which PostgreSQL reads under every setting. Hours
    /// and minutes stand apart from the seconds, of which PostgreSQL reads only some 15 digits exactly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.micros < 0 { "-" } else { "" };
        let (seconds, fraction) = (
            self.micros.unsigned_abs() / 1_000_000,
            self.micros.unsigned_abs() % 1_000_000,
        );
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(
            f,
            "P{}M{}DT{sign}{hours}H{sign}{minutes}M{sign}{seconds}.{fraction:06}S",
            self.months, self.days
        )
    }
}

impl FromStr for Interval {
    type Err = ValueError;

    /// Reads PostgreSQL's default output style, `1 year 2 mons 3 days 04:05:06.7`.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl TextForm for Interval {
    const EXPECTING: &'static str = "an interval";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(&self.to_string());
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        read_postgres_style(text).ok_or_else(|| ValueError::new(format!("`{text}` is not an interval")))
    }
}

fn read_postgres_style(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut words = text.split_ascii_whitespace();
    let mut any = false;
    while let Some(word) = words.next() {
        any = true;
        if word.contains(':') {
            interval.micros = read_clock(word)?;
            continue;
        }
        let number: i32 = word.parse().ok()?;
        match words.next()? {
            "year" | "years" => interval.months = interval.months.checked_add(number.checked_mul(12)?)?,
            "mon" | "mons" => interval.months = interval.months.checked_add(number)?,
            "day" | "days" => interval.days = number,
            _ => return None,
        }
    }
    any.then_some(interval)
}

/// `[+-]hours:minutes:seconds[.fraction]`
fn read_clock(text: &str) -> Option<i64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (clock, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let parts: Vec<i64> = clock.split(':').map(read_digits).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts.try_into().ok()?;
    // Wider than the result, whose smallest value has no positive counterpart.
    let seconds = i128::from(hours) * 3600 + i128::from(minutes) * 60 + i128::from(seconds);
    let micros = seconds * i128::from(MICROS_PER_SECOND) + i128::from(read_fraction(fraction)?);
    i64::try_from(if negative { -micros } else { micros }).ok()
}

fn read_digits(text: &str) -> Option<i64> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

/// Up to six digits as microseconds.
fn read_fraction(digits: &str) -> Option<i64> {
    let missing = u32::try_from(6_usize.checked_sub(digits.len())?).ok()?;
    read_digits(digits)?.checked_mul(10_i64.pow(missing))
}

text_value!(Interval, IntervalSpan);
