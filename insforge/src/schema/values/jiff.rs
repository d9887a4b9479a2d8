//! Types of the jiff crate as fields (feature `jiff`).

use super::temporal::{Date, DateTime, Time, Timestamp};
use super::text_form::foreign_value;

macro_rules! wrap {
    ($($theirs:ty => $ours:ident, $sql:ident;)*) => {$(
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self {
                Self(value)
            }
        }
        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self {
                value.0
            }
        }
        foreign_value!($theirs => $ours, $sql);
    )*};
}

wrap! {
    ::jiff::Timestamp => Timestamp, TimestampTz;
    ::jiff::civil::DateTime => DateTime, TimestampNoTz;
    ::jiff::civil::Date => Date, DateOnly;
    ::jiff::civil::Time => Time, TimeOnly;
}
