//! Dates and times: `timestamptz`, `timestamp`, `date`, `time`. The calendar is the jiff crate's; with the features
//! `jiff`, `chrono` and `time` those crates' types can be fields too.

use core::fmt;
use core::str::FromStr;

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

macro_rules! temporal {
    ($($(#[$doc:meta])* $type:ident($inner:ty) as $sql:ident, $expecting:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(pub(crate) $inner);

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $type {
            type Err = ValueError;

            /// Reads ISO 8601, with a blank or `T` between date and time.
            fn from_str(text: &str) -> Result<Self, ValueError> {
                <Self as TextForm>::parse(text)
            }
        }

        impl TextForm for $type {
            const EXPECTING: &'static str = $expecting;

            fn write(&self, out: &mut String) -> Result<(), ValueError> {
                out.push_str(&self.0.to_string());
                Ok(())
            }

            fn parse(text: &str) -> Result<Self, ValueError> {
                text.parse::<$inner>()
                    .map(Self)
                    .map_err(|error| ValueError::new(format!("`{text}` is not {}: {error}", $expecting)))
            }
        }

        text_value!($type, $sql);
    )*};
}

temporal! {
    /// A point in time, `timestamptz`: years -9999 to 9999. `infinity` is read by a `String` field with
    /// `#[column(sql = "timestamptz")]`.
    ///
    /// ```
    /// use insforge::Timestamp;
    ///
    /// let release: Timestamp = "2026-11-23T10:00:00Z".parse()?;
    /// assert_eq!(release.unix_micros(), 1_795_428_000_000_000);
    /// # Ok::<(), insforge::schema::ValueError>(())
    /// ```
    Timestamp(::jiff::Timestamp) as TimestampTz, "a timestamp with time zone";
    /// A date and time of no time zone, `timestamp`.
    DateTime(::jiff::civil::DateTime) as TimestampNoTz, "a timestamp without time zone";
    /// A day, `date`.
    Date(::jiff::civil::Date) as DateOnly, "a date";
    /// A time of day, `time`.
    Time(::jiff::civil::Time) as TimeOnly, "a time of day";
}

impl Timestamp {
    /// The current time in whole microseconds, which is PostgreSQL's precision.
    pub fn now() -> Self {
        let now = ::jiff::Timestamp::now();
        Self(::jiff::Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn unix_micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// The time this many microseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// When the year is outside -9999 to 9999.
    pub fn from_unix_micros(micros: i64) -> Result<Self, ValueError> {
        ::jiff::Timestamp::from_microsecond(micros)
            .map(Self)
            .map_err(|error| ValueError::new(error.to_string()))
    }
}

impl From<std::time::SystemTime> for Timestamp {
    /// The nearest time that [`Timestamp`] can hold.
    fn from(time: std::time::SystemTime) -> Self {
        let fallback = if time < std::time::UNIX_EPOCH {
            ::jiff::Timestamp::MIN
        } else {
            ::jiff::Timestamp::MAX
        };
        Self(::jiff::Timestamp::try_from(time).unwrap_or(fallback))
    }
}

impl Date {
    /// The day of this year, month (1 to 12) and day of the month.
    ///
    /// # Errors
    /// When there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, ValueError> {
        ::jiff::civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|error| ValueError::new(error.to_string()))
    }

    /// Year, month (1 to 12) and day of the month.
    pub fn ymd(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

impl Time {
    /// The time of this hour, minute, second and microsecond.
    ///
    /// # Errors
    /// When there is no such time.
    pub fn new(hour: i8, minute: i8, second: i8, micros: i32) -> Result<Self, ValueError> {
        let nanos = micros.checked_mul(1000).unwrap_or(-1);
        ::jiff::civil::Time::new(hour, minute, second, nanos)
            .map(Self)
            .map_err(|error| ValueError::new(error.to_string()))
    }

    /// Hour, minute, second and microsecond.
    pub fn hmsu(self) -> (i8, i8, i8, i32) {
        (
            self.0.hour(),
            self.0.minute(),
            self.0.second(),
            self.0.subsec_nanosecond() / 1000,
        )
    }
}

impl DateTime {
    /// The time of day on this day.
    pub fn new(date: Date, time: Time) -> Self {
        Self(date.0.to_datetime(time.0))
    }

    /// The day.
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// The time of day.
    pub fn time(self) -> Time {
        Time(self.0.time())
    }
}
