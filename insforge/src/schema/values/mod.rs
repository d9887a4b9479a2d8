//! The Rust types that columns can hold, one SQL family a file.

mod array;
mod bytea;
#[cfg(feature = "chrono")]
mod chrono;
mod decimal;
mod float;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod integer;
mod interval;
#[cfg(feature = "jiff")]
mod jiff;
mod json;
mod range;
mod temporal;
mod text;
mod text_form;
#[cfg(feature = "time")]
mod time;
mod tsvector;
#[cfg(feature = "uuid")]
mod uuid;

pub(crate) use self::array::write_array_element;
pub use self::bytea::Bytea;
pub use self::decimal::Decimal;
pub use self::interval::Interval;
pub use self::json::Json;
pub(crate) use self::json::check_exact;
pub use self::range::{PgRange, RangeBound};
pub use self::temporal::{Date, DateTime, Time, Timestamp};
pub use self::tsvector::TsVector;

#[cfg(test)]
mod tests;
