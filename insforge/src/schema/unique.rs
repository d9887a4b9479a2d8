//! A primary key or unique constraint as the target of an upsert.

use core::fmt;
use core::marker::PhantomData;

/// A primary key or unique constraint of `T`, as a conflict target of an upsert.
///
/// The derive makes one handle a constraint: `TodoUnique { primary_key, slug, owner_id_title }`.
pub struct Unique<T> {
    columns: &'static [&'static str],
    table: PhantomData<fn() -> T>,
}

impl<T> Unique<T> {
    /// The constraint over these columns. The derive calls it.
    #[doc(hidden)]
    pub const fn new(columns: &'static [&'static str]) -> Self {
        Self {
            columns,
            table: PhantomData,
        }
    }

    /// The constraint's columns, in its order.
    pub const fn columns(&self) -> &'static [&'static str] {
        self.columns
    }
}

impl<T> Clone for Unique<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Unique<T> {}

impl<T> fmt::Debug for Unique<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unique").field(&self.columns).finish()
    }
}
