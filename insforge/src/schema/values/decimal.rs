//! `numeric`: exact decimal numbers of any length.

use core::fmt;
use core::str::FromStr;

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

/// A `numeric` value exactly as PostgreSQL writes it, of any number of digits. For arithmetic convert it into a
/// number type, or use `rust_decimal::Decimal` as the field's type (feature `rust_decimal`).
///
/// Equality is of the spelling: `1.0` and `1.00` differ, as do their scales in the database.
///
/// ```
/// use insforge::Decimal;
///
/// let price: Decimal = "12.50".parse()?;
/// assert_eq!(price.as_str(), "12.50");
/// assert!("12,50".parse::<Decimal>().is_err());
/// # Ok::<(), insforge::schema::ValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(String);

impl Decimal {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Decimal {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

macro_rules! from_integers {
    ($($type:ty)*) => {$(
        impl From<$type> for Decimal {
            fn from(number: $type) -> Self {
                Self(number.to_string())
            }
        }
    )*};
}
from_integers!(i32 i64 u32 u64 i128);

impl TextForm for Decimal {
    const EXPECTING: &'static str = "a decimal number";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(&self.0);
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        if is_number(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ValueError::new(format!("`{text}` is not a decimal number")))
        }
    }
}

/// `[+-]digits[.digits][e[+-]digits]`, or what PostgreSQL writes for the special values.
fn is_number(text: &str) -> bool {
    if matches!(text, "NaN" | "Infinity" | "-Infinity") {
        return true;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (
            mantissa,
            Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        ),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|e| !e.is_empty() && digits(e))
}

text_value!(Decimal, Numeric, cast = "text", "_text");

#[cfg(feature = "rust_decimal")]
impl TextForm for rust_decimal::Decimal {
    const EXPECTING: &'static str = "a decimal number of at most 28 digits";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(&self.to_string());
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        // `from_str_exact` refuses what it would have to round.
        Self::from_str_exact(text).map_err(|error| ValueError::new(format!("`{text}`: {error}")))
    }
}

#[cfg(feature = "rust_decimal")]
text_value!(rust_decimal::Decimal, Numeric, cast = "text", "_text");
