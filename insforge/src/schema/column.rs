//! A column as a value, and a path into a JSON column.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;

use super::assign::Assign;
use super::field::Null;
use super::on_table::{JsonLikeIn, NullableIn, OperandIn, UpdatableIn};
use super::sql_type::{Jsonb, Text};
use super::values::Json;

/// A column of table `T` whose base Rust type is `V`, whose nullability is `K` and whose SQL type is `S`.
///
/// Columns are plain `Copy` values; `t.title` in a closure and `Todo::COLS.title` are the same thing. The
/// operators are methods of it: see the [`query`](crate::query) module.
pub struct Col<T, V, K, S> {
    name: &'static str,
    types: PhantomData<fn() -> (T, V, K, S)>,
}

// The compiler quotes a signature from its name to its bound: on one line that is one line.
#[rustfmt::skip]
impl<T, V, K, S> Col<T, V, K, S> {
    /// The column of this name. The derive calls it.
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// The column's name in the database.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// `column = value` in an update.
    pub fn to(self, value: impl OperandIn<T, V>) -> Assign<T> where K: UpdatableIn<T> {
        let mut json = Vec::new();
        let written = value.write_json(&mut json);
        Assign::new(self.name, written.map(|()| json))
    }

    /// `column = NULL` in an update.
    pub fn to_null(self) -> Assign<T> where K: NullableIn<T> + UpdatableIn<T> {
        Assign::new(self.name, Ok(b"null".to_vec()))
    }

    /// `column = value` for `Some(value)`, `column = NULL` for `None`, in an update.
    pub fn to_opt(self, value: Option<impl OperandIn<T, V>>) -> Assign<T> where K: NullableIn<T> + UpdatableIn<T> {
        match value {
            Some(value) => self.to(value),
            None => self.to_null(),
        }
    }

    /// A path into the JSON document: `t.meta.path("address").path("city").text()`.
    pub fn path(self, step: impl Into<PathStep>) -> JsonPath<T> where S: JsonLikeIn<T> {
        JsonPath {
            column: self.name,
            steps: vec![step.into()],
            table: PhantomData,
        }
    }

    pub(crate) fn reference(self) -> ColumnRef {
        ColumnRef::plain(self.name)
    }
}

impl<T, V, K, S> Clone for Col<T, V, K, S> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, V, K, S> Copy for Col<T, V, K, S> {}

impl<T, V, K, S> fmt::Debug for Col<T, V, K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Col").field(&self.name).finish()
    }
}

/// One step of a JSON path: an object key or an array index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStep {
    /// The value under this key.
    Key(Cow<'static, str>),
    /// The element at this index; negative counts from the end.
    Index(i32),
}

impl From<&'static str> for PathStep {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}
impl From<String> for PathStep {
    fn from(key: String) -> Self {
        Self::Key(Cow::Owned(key))
    }
}
impl From<i32> for PathStep {
    fn from(index: i32) -> Self {
        Self::Index(index)
    }
}

/// A path into a JSON column, to be read as text or as JSON.
#[derive(Clone)]
#[must_use = "a path does nothing until it is compared: end it with `.text()` or `.json()`"]
pub struct JsonPath<T> {
    column: &'static str,
    steps: Vec<PathStep>,
    table: PhantomData<fn() -> T>,
}

impl<T> JsonPath<T> {
    /// One step further.
    pub fn path(mut self, step: impl Into<PathStep>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// The value as text (`->>`): comparisons are of text, so `'10' < '9'`.
    pub fn text(self) -> PathExpr<T, String, Null, Text> {
        self.expression(true)
    }

    /// The value as JSON (`->`), which a `json` column has no comparison for but `jsonb` has.
    pub fn json(self) -> PathExpr<T, Json<serde_json::Value>, Null, Jsonb> {
        self.expression(false)
    }

    fn expression<V, S>(self, text: bool) -> PathExpr<T, V, Null, S> {
        PathExpr {
            reference: ColumnRef {
                name: Cow::Borrowed(self.column),
                path: self.steps,
                text,
            },
            types: PhantomData,
        }
    }
}

impl<T> fmt::Debug for JsonPath<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonPath")
            .field("column", &self.column)
            .field("steps", &self.steps)
            .finish()
    }
}

/// What a JSON path yields, with the operators of its type.
#[must_use = "a path does nothing until it is compared"]
pub struct PathExpr<T, V, K, S> {
    reference: ColumnRef,
    types: PhantomData<fn() -> (T, V, K, S)>,
}

impl<T, V, K, S> PathExpr<T, V, K, S> {
    pub(crate) fn of(reference: ColumnRef) -> Self {
        Self {
            reference,
            types: PhantomData,
        }
    }

    pub(crate) fn reference(self) -> ColumnRef {
        self.reference
    }
}

impl<T, V, K, S> Clone for PathExpr<T, V, K, S> {
    fn clone(&self) -> Self {
        Self {
            reference: self.reference.clone(),
            types: PhantomData,
        }
    }
}

impl<T, V, K, S> fmt::Debug for PathExpr<T, V, K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PathExpr").field(&self.reference).finish()
    }
}

/// A column or a path into it, as the renderer takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct ColumnRef {
    pub(crate) name: Cow<'static, str>,
    pub(crate) path: Vec<PathStep>,
    /// Whether the last step is `->>`.
    pub(crate) text: bool,
}

impl ColumnRef {
    pub(crate) fn named(name: String) -> Self {
        Self {
            name: Cow::Owned(name),
            path: Vec::new(),
            text: false,
        }
    }

    pub(crate) fn plain(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            path: Vec::new(),
            text: false,
        }
    }
}
