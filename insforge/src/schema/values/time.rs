//! Types of the time crate as fields (feature `time`).

use ::time::{Date as TimeDate, Month, OffsetDateTime, PrimitiveDateTime, Time as TimeTime};

use super::temporal::{Date, DateTime, Time, Timestamp};
use super::text_form::foreign_value;
use crate::schema::value::ValueError;

fn out_of_range(error: impl core::fmt::Display) -> ValueError {
    ValueError::new(error.to_string())
}

impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = ValueError;

    fn try_from(time: OffsetDateTime) -> Result<Self, ValueError> {
        let micros = i64::try_from(time.unix_timestamp_nanos().div_euclid(1000)).map_err(out_of_range)?;
        Self::from_unix_micros(micros)
    }
}

impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = ValueError;

    fn try_from(time: Timestamp) -> Result<Self, ValueError> {
        Self::from_unix_timestamp_nanos(i128::from(time.unix_micros()) * 1000).map_err(out_of_range)
    }
}

impl TryFrom<TimeDate> for Date {
    type Error = ValueError;

    fn try_from(date: TimeDate) -> Result<Self, ValueError> {
        let year = i16::try_from(date.year()).map_err(out_of_range)?;
        let day = i8::try_from(date.day()).map_err(out_of_range)?;
        Self::new(
            year,
            i8::try_from(u8::from(date.month())).map_err(out_of_range)?,
            day,
        )
    }
}

impl TryFrom<Date> for TimeDate {
    type Error = ValueError;

    fn try_from(date: Date) -> Result<Self, ValueError> {
        let (year, month, day) = date.ymd();
        let month = Month::try_from(u8::try_from(month).map_err(out_of_range)?).map_err(out_of_range)?;
        Self::from_calendar_date(i32::from(year), month, u8::try_from(day).map_err(out_of_range)?)
            .map_err(out_of_range)
    }
}

impl TryFrom<TimeTime> for Time {
    type Error = ValueError;

    fn try_from(time: TimeTime) -> Result<Self, ValueError> {
        let part = |part: u8| i8::try_from(part).map_err(out_of_range);
        let micros = i32::try_from(time.microsecond()).map_err(out_of_range)?;
        Self::new(
            part(time.hour())?,
            part(time.minute())?,
            part(time.second())?,
            micros,
        )
    }
}

impl TryFrom<Time> for TimeTime {
    type Error = ValueError;

    fn try_from(time: Time) -> Result<Self, ValueError> {
        let (hour, minute, second, micros) = time.hmsu();
        let part = |part: i8| u8::try_from(part).map_err(out_of_range);
        let micros = u32::try_from(micros).map_err(out_of_range)?;
        Self::from_hms_micro(part(hour)?, part(minute)?, part(second)?, micros).map_err(out_of_range)
    }
}

impl TryFrom<PrimitiveDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(time: PrimitiveDateTime) -> Result<Self, ValueError> {
        Ok(Self::new(time.date().try_into()?, time.time().try_into()?))
    }
}

impl TryFrom<DateTime> for PrimitiveDateTime {
    type Error = ValueError;

    fn try_from(time: DateTime) -> Result<Self, ValueError> {
        Ok(Self::new(time.date().try_into()?, time.time().try_into()?))
    }
}

foreign_value!(OffsetDateTime => Timestamp, TimestampTz);
foreign_value!(PrimitiveDateTime => DateTime, TimestampNoTz);
foreign_value!(TimeDate => Date, DateOnly);
foreign_value!(TimeTime => Time, TimeOnly);
