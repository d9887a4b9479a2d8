//! A column of an insert or an update: absent or a value.

/// A column of an insert or update: left out, or given a value.
///
/// A nullable column is `Set<Option<T>>`, so "leave it", "make it NULL" and "make it this" are three spellings.
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
