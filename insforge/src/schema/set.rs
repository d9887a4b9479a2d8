//! A column of an insert or an update: absent or a value.

use serde::{Deserialize, Deserializer};

/// A column of an insert or update: left out, or given a value.
///
/// A nullable column is `Set<Option<T>>`, so "leave it", "make it NULL" and "make it this" are three spellings. JSON has
/// the same three, a missing key, `null` and a value, and is read so with `#[serde(default)]`:
///
/// ```
/// use insforge::Set;
///
/// #[derive(serde::Deserialize)]
/// struct Edit {
///     #[serde(default)]
///     body: Set<Option<String>>,
/// }
///
/// let read = |json| serde_json::from_str::<Edit>(json).map(|edit| edit.body);
/// assert_eq!(read("{}").unwrap(), Set::Unset);
/// assert_eq!(read(r#"{"body": null}"#).unwrap(), Set::Value(None));
/// assert_eq!(read(r#"{"body": "x"}"#).unwrap(), Set::Value(Some("x".into())));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Set<T> {
    /// The column is not sent: an insert takes its default, an update leaves it.
    #[default]
    Unset,
    /// The column is sent with this value.
    Value(T),
}

impl<T> Set<T> {
    /// Whether a value is to be sent.
    pub const fn is_set(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value to be sent, if any.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset => None,
        }
    }
}

impl<T> From<T> for Set<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// What is there is a value; that nothing is there says `#[serde(default)]`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Set<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Value)
    }
}
