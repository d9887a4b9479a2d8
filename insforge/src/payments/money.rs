//! Amounts of money: whole numbers of a currency's smallest unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, Result};

/// A currency by its three-letter code (ISO 4217), such as `EUR`.
///
/// ```
/// use insforge::payments::Currency;
///
/// let rupee: Currency = "inr".parse()?;
/// assert_eq!(rupee.as_str(), "INR");
/// assert!("rupee".parse::<Currency>().is_err());
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// The currency of this code, in capitals or not.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where it is not three letters.
    pub fn new(code: &str) -> Result<Self> {
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(Error::request(format!(
                "{code:?} is no code of a currency; write three letters, such as EUR"
            )));
        }
        Ok(Self(code.to_ascii_uppercase()))
    }

    /// The code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many digits of an amount stand behind the point when it is shown: 2 for most, 0 for yen, 3 for dinars.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        match self.0.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self> {
        Self::new(code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Providers write codes in either case; what is no code is kept, since it is their answer.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code: Option<String> = Option::deserialize(deserializer)?;
        Ok(Self(code.unwrap_or_default().to_ascii_uppercase()))
    }
}

/// An amount of money in its currency's smallest unit (cents, paise, yen). Never a float.
///
/// ```
/// use insforge::payments::Money;
///
/// let price = Money::new(1250, "EUR")?;
/// assert_eq!(price.to_string(), "12.50 EUR");
/// assert_eq!(Money::new(1250, "JPY")?.to_string(), "1250 JPY");
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// So many of the smallest units of a currency.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where the code is not three letters.
    pub fn new(minor: i64, currency: &str) -> Result<Self> {
        Ok(Self::of(minor, Currency::new(currency)?))
    }

    /// So many of the smallest units of a currency.
    #[must_use]
    pub fn of(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in the smallest unit.
    #[must_use]
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> &Currency {
        &self.currency
    }

    /// Refuses an amount that nobody can pay.
    pub(super) fn check_payable(&self) -> Result<()> {
        if self.minor <= 0 {
            return Err(Error::request(format!(
                "an amount to pay is more than 0, and this is {self}"
            )));
        }
        if self.minor > 1 << 53 {
            return Err(Error::request(
                "the amount is beyond 2^53, which the server cannot read exactly",
            ));
        }
        Ok(())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        let unit = 10_u64.pow(decimals);
        let (whole, rest) = (self.minor.unsigned_abs() / unit, self.minor.unsigned_abs() % unit);
        let sign = if self.minor < 0 { "-" } else { "" };
        match decimals {
            0 => write!(f, "{sign}{whole} {}", self.currency),
            places => write!(
                f,
                "{sign}{whole}.{rest:0width$} {}",
                self.currency,
                width = places as usize
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_with_the_digits_of_their_currency() {
        for (minor, code, shown) in [
            (5, "usd", "0.05 USD"),
            (-1250, "EUR", "-12.50 EUR"),
            (1, "KWD", "0.001 KWD"),
            (0, "JPY", "0 JPY"),
            (i64::MIN, "EUR", "-92233720368547758.08 EUR"),
        ] {
            assert_eq!(Money::new(minor, code).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_nobody_can_pay_is_refused() {
        for minor in [0, -1, i64::MAX] {
            assert!(
                Money::new(minor, "EUR").unwrap().check_payable().is_err(),
                "{minor}"
            );
        }
        for code in ["", "EU", "EURO", "E1R", "€"] {
            assert!(Money::new(1, code).is_err(), "{code}");
        }
    }

    #[test]
    fn codes_of_either_case_are_the_same_currency() {
        let read: Vec<Currency> = serde_json::from_str(r#"["usd","USD",null,"points"]"#).unwrap();
        assert_eq!(read[0], read[1]);
        assert_eq!((read[2].as_str(), read[3].as_str()), ("", "POINTS"));
    }
}
