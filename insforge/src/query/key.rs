//! Looking rows up by primary key.

use super::filter::Filter;
use crate::schema::Table;

/// A table with a primary key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no primary key to look rows up by",
    label = "no field of `{Self}` is a key",
    note = "mark the key field with `#[column(pk)]`"
)]
pub trait Keyed: Table {
    /// The key's type; a tuple in field order for a composite key.
    type Key;

    /// The condition that a row has this key.
    fn key_filter(key: &Self::Key) -> Filter<Self>;
}

/// A value that `by_key` takes for a primary key of type `K`; a tuple for a composite key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not this table's primary key, which is `{K}`",
    label = "expected `{K}`"
)]
pub trait IntoKey<K> {
    /// The key.
    fn into_key(self) -> K;
}

#[diagnostic::do_not_recommend]
impl<K> IntoKey<K> for K {
    fn into_key(self) -> K {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<K: Clone> IntoKey<K> for &K {
    fn into_key(self) -> K {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl IntoKey<String> for &str {
    fn into_key(self) -> String {
        self.to_owned()
    }
}

/// [`IntoKey<K>`], for the primary key of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not this table's primary key, which is `{K}` in `{T}`",
    label = "expected `{K}`"
)]
pub trait KeyOf<T, K>: IntoKey<K> {}
#[diagnostic::do_not_recommend]
impl<T, K, I: IntoKey<K>> KeyOf<T, K> for I {}
