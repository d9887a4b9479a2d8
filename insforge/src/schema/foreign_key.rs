//! What can be known of a foreign key at compile time: its columns have the types of the key that they point to, and
//! both tables are in one schema.

use super::column::Col;
use super::table::Table;

/// Checks at compile time that a foreign key's type is that of the key it points to. The derive calls it.
#[diagnostic::on_unimplemented(
    message = "a foreign key of type `{Self}` cannot point to a key of type `{K}`",
    label = "the types of the two keys differ"
)]
pub trait SameKey<K> {}
#[diagnostic::do_not_recommend]
impl<K> SameKey<K> for K {}

impl<T, V, K, S> Col<T, V, K, S> {
    /// The derive calls it for a relation by this column to another column than the key.
    #[doc(hidden)]
    pub const fn references_column<U, W, L, R>(self, other: Col<U, W, L, R>)
    where
        V: SameKey<W>,
    {
        let _ = other;
    }

    /// The derive calls it for a relation by this column to a table whose key is `Key`.
    #[doc(hidden)]
    pub const fn references<Key>(self)
    where
        V: SameKey<Key>,
    {
    }
}

/// The types of a tuple of columns: what the key of several columns is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a foreign key has 2 to 8 columns here, and `{Self}` is no tuple of as many",
    label = "name its columns: `via (a, b)`"
)]
pub trait KeyColumns: Sized {
    /// The base types, in the order of the columns.
    type Types;

    /// The derive calls it for a relation by these columns to a table whose key is `Key`.
    fn references<Key>(self)
    where
        Self::Types: SameKey<Key>,
    {
    }

    /// The derive calls it for a relation by these columns to others than the key.
    fn references_columns<C: KeyColumns>(self, other: C)
    where
        Self::Types: SameKey<C::Types>,
    {
        let _ = other;
    }
}

macro_rules! key_columns {
    ($($($name:ident)+;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($name,)+> KeyColumns for ($($name,)+)
        where
            $($name: KeyColumn<Table = T>,)+
        {
            type Types = ($($name::Type,)+);
        }
    )*};
}

/// One column of a key.
#[doc(hidden)]
pub trait KeyColumn {
    /// The column's table.
    type Table;
    /// The column's base type.
    type Type;
}
impl<T, V, K, S> KeyColumn for Col<T, V, K, S> {
    type Table = T;
    type Type = V;
}

key_columns! {
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// Whether PostgREST can embed the one in the other: it looks for related rows in the schema of the request alone.
/// A struct without a schema may be in any. The derive calls it.
#[doc(hidden)]
pub const fn one_schema<T: Table, U: Table>() -> bool {
    match (T::META.schema, U::META.schema) {
        (Some(one), Some(other)) => super::meta::same_text(one, other),
        _ => true,
    }
}
