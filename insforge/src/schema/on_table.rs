//! What operators ask of a column of a table. They say what the families of [`sql_type`](super::sql_type) and the kinds
//! of [`field`](super::field) say, and name the table in the message of a mistake; every type of the family has them.

use super::field::{Nullable, Updatable};
use super::operand::Operand;
use super::sql_type::{
    Boolean, Container, Equatable, JsonLike, Ordered, Overlapping, Ranged, Searchable, Textual,
};

/// [`Equatable`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "equality is not available on a column of SQL type `{Self}` in `{T}`",
    label = "PostgreSQL has no `=` for it: compare a path of it, or store it as `jsonb`"
)]
pub trait EquatableIn<T>: Equatable {}
#[diagnostic::do_not_recommend]
impl<T, S: Equatable> EquatableIn<T> for S {}

/// [`Ordered`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "order comparisons are not available on a column of SQL type `{Self}` in `{T}`",
    label = "only numbers, text, booleans, dates, times, uuids and enums are ordered"
)]
pub trait OrderedIn<T>: Ordered {}
#[diagnostic::do_not_recommend]
impl<T, S: Ordered> OrderedIn<T> for S {}

/// [`Textual`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "pattern operators are not available on a column of SQL type `{Self}` in `{T}`",
    label = "patterns match text only"
)]
pub trait TextualIn<T>: Textual {}
#[diagnostic::do_not_recommend]
impl<T, S: Textual> TextualIn<T> for S {}

/// [`Boolean`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "truth tests are not available on a column of SQL type `{Self}` in `{T}`",
    label = "only a `bool` column is true, false or unknown"
)]
pub trait BooleanIn<T>: Boolean {}
#[diagnostic::do_not_recommend]
impl<T, S: Boolean> BooleanIn<T> for S {}

/// [`Container`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "containment is not available on a column of SQL type `{Self}` in `{T}`",
    label = "only arrays, ranges and jsonb contain values: for text use `contains`, for a list `in_`"
)]
pub trait ContainerIn<T>: Container {}
#[diagnostic::do_not_recommend]
impl<T, S: Container> ContainerIn<T> for S {}

/// [`Overlapping`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "`overlaps` is not available on a column of SQL type `{Self}` in `{T}`",
    label = "only arrays and ranges overlap"
)]
pub trait OverlappingIn<T>: Overlapping {}
#[diagnostic::do_not_recommend]
impl<T, S: Overlapping> OverlappingIn<T> for S {}

/// [`Ranged`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "range operators are not available on a column of SQL type `{Self}` in `{T}`",
    label = "only range columns have a left and a right"
)]
pub trait RangedIn<T>: Ranged {}
#[diagnostic::do_not_recommend]
impl<T, S: Ranged> RangedIn<T> for S {}

/// [`Searchable`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "full-text search is not available on a column of SQL type `{Self}` in `{T}`",
    label = "`fts` needs a text or tsvector column"
)]
pub trait SearchableIn<T>: Searchable {}
#[diagnostic::do_not_recommend]
impl<T, S: Searchable> SearchableIn<T> for S {}

/// [`JsonLike`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "JSON paths are not available on a column of SQL type `{Self}` in `{T}`",
    label = "only json and jsonb columns have paths"
)]
pub trait JsonLikeIn<T>: JsonLike {}
#[diagnostic::do_not_recommend]
impl<T, S: JsonLike> JsonLikeIn<T> for S {}

/// [`Nullable`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "`is_null` and its kin need a nullable column, but this column is declared NOT NULL in `{T}`",
    label = "this column never holds NULL: a nullable column's field is an `Option`"
)]
pub trait NullableIn<T>: Nullable {}
#[diagnostic::do_not_recommend]
impl<T, S: Nullable> NullableIn<T> for S {}

/// [`Updatable`], of a column of `T`.
#[diagnostic::on_unimplemented(
    message = "this column cannot be assigned: it is an identity, generated or read-only column of `{T}`",
    label = "the database alone writes this column"
)]
pub trait UpdatableIn<T>: Updatable {}
#[diagnostic::do_not_recommend]
impl<T, S: Updatable> UpdatableIn<T> for S {}

/// [`Operand<V>`], for a column of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of type `{V}` in `{T}`",
    label = "expected `{V}`",
    note = "for an `Option` use `eq_or_null(..)`, `filter_opt(..)` or `is_null()`"
)]
pub trait OperandIn<T, V>: Operand<V> {}
#[diagnostic::do_not_recommend]
impl<T, V, O: Operand<V>> OperandIn<T, V> for O {}
