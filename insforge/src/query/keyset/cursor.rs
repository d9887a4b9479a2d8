//! A place between two rows of an order.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::http::Response;
use crate::query::order::OrderTerm;

/// A place between two rows of a keyset over `T`: what the row before holds in the columns of the order.
///
/// Its text is opaque, safe in a URL, and no secret: who has it can read the values. It fits the order that it was made
/// by and no other.
pub struct Cursor<T> {
    /// The terms of the order, to tell another one.
    order: String,
    /// The values in PostgreSQL's text, `None` for NULL.
    texts: Vec<Option<String>>,
    table: PhantomData<fn() -> T>,
}

/// What a keyset selects beside the projection: the columns of its order, as text.
pub(super) fn key_columns(order: &[OrderTerm]) -> Result<Vec<String>> {
    order
        .iter()
        .map(|term| {
            if !term.column.path.is_empty() {
                Err(Error::request("a keyset cannot be ordered by a JSON path"))
            } else if !term.through.is_empty() {
                Err(Error::request("a keyset cannot be ordered by a related row"))
            } else {
                Ok(term.column.name.clone().into_owned())
            }
        })
        .collect()
}

impl<T> Cursor<T> {
    /// The place after the row at this position of an answer.
    pub(super) fn of_row(order: &[OrderTerm], answer: &Response, position: usize) -> Result<Self> {
        let broken =
            || Error::decode("the answer lacks the columns of its order").with_operation("database.select");
        let rows: Vec<&RawValue> = serde_json::from_slice(&answer.body).map_err(|_| broken())?;
        let row = rows.get(position).ok_or_else(broken)?;
        let row: serde_json::Map<String, Value> = serde_json::from_str(row.get()).map_err(|_| broken())?;
        let texts = (0..order.len())
            .map(|key| match row.get(&format!("__0k{key}")) {
                Some(Value::String(text)) => Ok(Some(text.clone())),
                Some(Value::Null) => Ok(None),
                _ => Err(broken()),
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            order: fingerprint(order),
            texts,
            table: PhantomData,
        })
    }

    /// The values, if the cursor is of this order.
    pub(super) fn texts(&self, order: &[OrderTerm]) -> Result<&[Option<String>]> {
        if self.order == fingerprint(order) && self.texts.len() == order.len() {
            Ok(&self.texts)
        } else {
            Err(Error::request(
                "the cursor was made by another order than this keyset's",
            ))
        }
    }
}

/// The order as text: columns and directions.
fn fingerprint(order: &[OrderTerm]) -> String {
    crate::query::render::order_text(order)
}

impl<T> fmt::Display for Cursor<T> {
    /// Writes the opaque text: hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(&(&self.order, &self.texts)).map_err(|_| fmt::Error)?;
        json.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<T> FromStr for Cursor<T> {
    type Err = Error;

    /// Reads the opaque text.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when it is not one.
    fn from_str(text: &str) -> Result<Self> {
        let invalid = || Error::request("this is not the text of a cursor");
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let json: Option<Vec<u8>> = pairs
            .iter()
            .map(|&[high, low]| Some(digit(high)? * 16 + digit(low)?))
            .collect();
        let json = json.filter(|_| rest.is_empty()).ok_or_else(invalid)?;
        let (order, texts) = serde_json::from_slice(&json).map_err(|_| invalid())?;
        Ok(Self {
            order,
            texts,
            table: PhantomData,
        })
    }
}

impl<T> Serialize for Cursor<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T> Deserialize<'de> for Cursor<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> core::result::Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

impl<T> Clone for Cursor<T> {
    fn clone(&self) -> Self {
        Self {
            order: self.order.clone(),
            texts: self.texts.clone(),
            table: PhantomData,
        }
    }
}

impl<T> PartialEq for Cursor<T> {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order && self.texts == other.texts
    }
}

impl<T> fmt::Debug for Cursor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("order", &self.order)
            .finish_non_exhaustive()
    }
}
