//! `bytea`: byte strings.

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

/// A `bytea` value.
///
/// ```
/// use insforge::Bytea;
///
/// let hash = Bytea::from(vec![0xde, 0xad]);
/// assert_eq!(&hash[..], [0xde, 0xad]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Bytea(pub Vec<u8>);

impl From<Vec<u8>> for Bytea {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytea {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl core::ops::Deref for Bytea {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl TextForm for Bytea {
    const EXPECTING: &'static str = "bytea in hex form (\\x..)";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        use core::fmt::Write as _;
        out.push_str("\\x");
        for byte in &self.0 {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
        }
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        let invalid = || ValueError::new("bytea is not in hex form (\\x..)");
        let hex = text.strip_prefix("\\x").ok_or_else(invalid)?.as_bytes();
        let (pairs, rest) = hex.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(invalid());
        }
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        pairs
            .iter()
            .map(|&[high, low]| Some(digit(high)? * 16 + digit(low)?))
            .collect::<Option<Vec<u8>>>()
            .map(Self)
            .ok_or_else(invalid)
    }
}

text_value!(Bytea, ByteArray);
