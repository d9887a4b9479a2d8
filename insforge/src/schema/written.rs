//! Fields of a user's own struct that writes columns: which types fit a column, and when the column is written.
//!
//! One rule for both derives: a bare value is always written; an outer `Set` or `Option` says whether the column is
//! written, and an inner `Option` is the value or NULL. An `Option` alone is NULL in an insert into a nullable column,
//! leaves a NOT NULL column out, and is refused in a patch of a nullable one, where it could mean either.

use core::convert::Infallible;
use std::borrow::Cow;

use super::column::Col;
use super::draft::RowWriter;
use super::field::{Fixed, NotNull, Null, Updatable};
use super::meta::{ColumnMeta, Generated, TableMeta, same_text};
use super::operand::Operand;
use super::relation::Rel;
use super::set::Set;
use super::value::{PgValue, ValueError};

/// A field that can be stored in a column of base type `V`: the type itself, a reference to it, `&str` for text, each
/// bare, in an `Option`, in a `Set`, or in both.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a column of type `{V}`",
    label = "expected `{V}`, or a `Set` or `Option` of it"
)]
pub trait WritesTo<V> {
    /// Which of the shapes it is.
    type Shape;

    /// Whether every value writes the column.
    #[doc(hidden)]
    const ALWAYS: bool;

    /// Writes the column, or leaves it out.
    #[doc(hidden)]
    fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter);
}

/// The shape of a bare value.
#[derive(Debug)]
pub struct Bare;
/// The shape of an `Option` alone.
#[derive(Debug)]
pub struct Maybe;
/// The shape of a `Set` of a bare value.
#[derive(Debug)]
pub struct Sets;
/// The shape of a `Set`, or an `Option`, of an `Option`.
#[derive(Debug)]
pub struct SetsNull;

/// The shapes that a column of nullability `K` takes; `F` is the field's type.
#[diagnostic::on_unimplemented(
    message = "`{F}` can write NULL, and this column is declared NOT NULL",
    label = "write it without the inner `Option`"
)]
pub trait NullRule<K, F> {}

/// The shapes whose meaning in a patch of a column of nullability `K` is clear; `F` is the field's type.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot patch this column: its `None` could leave the column alone or make it NULL",
    label = "write `Set<{F}>`: left alone, NULL, or a value"
)]
pub trait PatchRule<K, F> {}

/// The rules, a shape a line: which it may be in a NOT NULL and in a nullable column. What is wrong with a column that
/// the database alone writes is said by `Updatable`.
macro_rules! rules {
    ($($rule:ident: $($shape:ident in $kind:ident),*;)*) => {$(
        $(
            #[diagnostic::do_not_recommend]
            impl<F> $rule<$kind, F> for $shape {}
        )*
        #[diagnostic::do_not_recommend]
        impl<S, K, F> $rule<Fixed<K>, F> for S {}
    )*};
}

// Nothing is of nullability `Infallible`. A shape with one rule only has it shown with every mistake.
rules! {
    NullRule: Bare in NotNull, Bare in Null, Maybe in NotNull, Maybe in Null, Sets in NotNull, Sets in Null,
        SetsNull in Null, SetsNull in Infallible;
    PatchRule: Bare in NotNull, Bare in Null, Maybe in NotNull, Maybe in Infallible, Sets in NotNull, Sets in Null,
        SetsNull in NotNull, SetsNull in Null;
}

/// The shapes of a value that an operand of `V` is.
macro_rules! shapes {
    ($(impl[$($generics:tt)*] $value:ty => $base:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> WritesTo<$base> for $value {
            type Shape = Bare;
            const ALWAYS: bool = true;
            fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
                row.operand::<$base>(column, self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> WritesTo<$base> for Option<$value> {
            type Shape = Maybe;
            const ALWAYS: bool = false;
            fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
                match self {
                    Some(value) => row.operand::<$base>(column, value),
                    None if column.nullable => row.json(column, b"null"),
                    None => {}
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> WritesTo<$base> for Set<$value> {
            type Shape = Sets;
            const ALWAYS: bool = false;
            fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
                if let Set::Value(value) = self {
                    row.operand::<$base>(column, value);
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> WritesTo<$base> for Set<Option<$value>> {
            type Shape = SetsNull;
            const ALWAYS: bool = false;
            fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
                match self {
                    Set::Value(Some(value)) => row.operand::<$base>(column, value),
                    Set::Value(None) => row.json(column, b"null"),
                    Set::Unset => {}
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> WritesTo<$base> for Option<Option<$value>> {
            type Shape = SetsNull;
            const ALWAYS: bool = false;
            fn write(&self, column: &'static ColumnMeta, row: &mut RowWriter) {
                match self {
                    Some(Some(value)) => row.operand::<$base>(column, value),
                    Some(None) => row.json(column, b"null"),
                    None => {}
                }
            }
        }
    )*};
}

shapes! {
    impl[V: PgValue] V => V;
    impl[V: PgValue] &V => V;
    impl[] &str => String;
    impl[] Cow<'_, str> => String;
    // Nothing holds this. A type with one impl only has it shown with every mistake.
    impl[] &str => Infallible;
}

impl RowWriter {
    /// Writes a column from any operand of its type.
    fn operand<V>(&mut self, column: &'static ColumnMeta, value: &impl Operand<V>) {
        let mut json = Vec::new();
        match value.write_json(&mut json) {
            Ok(()) => self.json(column, &json),
            Err(reason) => self.fail(ValueError::new(format!("column `{}`: {reason}", column.name))),
        }
    }
}

/// A column that a field of type `F` writes.
#[doc(hidden)]
pub struct Written<F> {
    name: &'static str,
    column: Option<&'static ColumnMeta>,
    always: bool,
    write: fn(&F, &'static ColumnMeta, &mut RowWriter),
}

impl<F> Written<F> {
    const fn new<V>(name: &'static str, table: &'static TableMeta) -> Self
    where
        F: WritesTo<V>,
    {
        Self {
            name,
            column: table.find(name),
            always: F::ALWAYS,
            write: F::write,
        }
    }

    /// Writes the column, or leaves it out. The derives call it.
    pub fn write(&self, value: &F, row: &mut RowWriter) {
        match self.column {
            Some(column) => (self.write)(value, column, row),
            None => row.fail(ValueError::new(format!(
                "`{}` is no column of the table",
                self.name
            ))),
        }
    }

    /// The column's name, and whether every value writes it.
    pub const fn covers(&self) -> Covered {
        Covered {
            name: self.name,
            always: self.always,
        }
    }
}

impl<F> core::fmt::Debug for Written<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Written").field(&self.name).finish()
    }
}

/// A column that some field of a struct writes.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Covered {
    name: &'static str,
    always: bool,
}

// The compiler quotes a signature from its name to its bound: on one line that is one line.
#[rustfmt::skip]
impl<T, V, K, S> Col<T, V, K, S> {
    /// This column of `table`, as a field of type `F` of an insert writes it. The derive calls it.
    #[doc(hidden)]
    pub const fn insert<F: WritesTo<V, Shape: NullRule<K, F>>>(self, table: &'static TableMeta) -> Written<F> where K: Updatable {
        Written::new(self.name(), table)
    }

    /// This column of `table`, as a field of type `F` of a patch writes it. The derive calls it.
    #[doc(hidden)]
    pub const fn patch<F: WritesTo<V, Shape: NullRule<K, F> + PatchRule<K, F>>>(self, table: &'static TableMeta) -> Written<F> where K: Updatable {
        Written::new(self.name(), table)
    }
}

/// What a field can be stored in: a column, and no relation. No relation is one.
#[diagnostic::on_unimplemented(
    message = "a relation is no column and cannot be written",
    label = "write the foreign key's own column, or the other table"
)]
#[doc(hidden)]
pub trait Stored {}

#[rustfmt::skip]
impl<T, U, C> Rel<T, U, C> {
    /// It exists for its message.
    #[doc(hidden)]
    pub const fn insert<F>(self, table: &'static TableMeta) -> Written<F> where C: Stored {
        self.no_column(table)
    }

    /// It exists for its message.
    #[doc(hidden)]
    pub const fn patch<F>(self, table: &'static TableMeta) -> Written<F> where C: Stored {
        self.no_column(table)
    }

    const fn no_column<F>(self, _: &'static TableMeta) -> Written<F> {
        Written { name: self.name(), column: None, always: false, write: |_, _, _| {} }
    }
}

/// The required columns that a struct does not write, as one text.
#[derive(Debug)]
#[doc(hidden)]
pub struct Missing {
    text: [u8; Missing::LONGEST],
    length: usize,
    first: bool,
}

impl Missing {
    const LONGEST: usize = 1024;

    /// What a struct that writes these columns lacks.
    pub const fn of(table: &TableMeta, covered: &[Covered]) -> Self {
        let mut missing = Self {
            text: [0; Self::LONGEST],
            length: 0,
            first: true,
        };
        let mut columns = table.columns;
        while let Some((column, rest)) = columns.split_first() {
            columns = rest;
            if column.nullable || column.computed || !matches!(column.generated, Generated::Never) {
                continue;
            }
            match find(covered, column.name) {
                Some(Covered { always: true, .. }) => {}
                Some(_) => missing = missing.add(column.name, " (its field may leave it out)"),
                None => missing = missing.add(column.name, ""),
            }
        }
        missing
    }

    /// `missing required column(s): title, rank`; nothing where none is missing.
    pub const fn text(&self) -> Option<&str> {
        if self.first {
            return None;
        }
        let (text, _) = self.text.split_at(self.length);
        match core::str::from_utf8(text) {
            Ok(text) => Some(text),
            Err(_) => Some("missing required columns"),
        }
    }

    const fn add(self, name: &str, remark: &str) -> Self {
        let before = if self.first {
            "missing required column(s): "
        } else {
            ", "
        };
        let mut missing = self.push(before).push(name).push(remark);
        missing.first = false;
        missing
    }

    /// A text that has no room is left out whole, so that no character is cut.
    const fn push(mut self, text: &str) -> Self {
        let mut bytes = text.as_bytes();
        if self.length + bytes.len() > Self::LONGEST {
            return self;
        }
        let (_, mut room) = self.text.split_at_mut(self.length);
        while let (Some((byte, rest)), Some((place, further))) = (bytes.split_first(), room.split_first_mut())
        {
            *place = *byte;
            bytes = rest;
            room = further;
        }
        self.length += text.len();
        self
    }
}

const fn find(covered: &[Covered], name: &str) -> Option<Covered> {
    let mut rest = covered;
    while let Some((first, further)) = rest.split_first() {
        if same_text(first.name, name) {
            return Some(*first);
        }
        rest = further;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMN: ColumnMeta = ColumnMeta::of::<i32>("");

    #[test]
    fn all_missing_columns_are_listed() {
        const TABLE: TableMeta = TableMeta::new(
            "t",
            &[
                COLUMN.named("id").readonly(),
                COLUMN.named("a"),
                COLUMN.named("b").with_default(),
                COLUMN.named("c"),
                ColumnMeta::of::<Option<i32>>("d"),
                COLUMN.named("e"),
            ],
        );
        let covered = |name, always| Covered { name, always };
        let text = |fields: &[Covered]| Missing::of(&TABLE, fields).text().map(str::to_owned);
        assert_eq!(text(&[]).as_deref(), Some("missing required column(s): a, c, e"));
        assert_eq!(
            text(&[covered("c", false), covered("e", true)]).as_deref(),
            Some("missing required column(s): a, c (its field may leave it out)")
        );
        assert_eq!(
            text(&[covered("a", true), covered("c", true), covered("e", true)]),
            None
        );
    }

    #[test]
    fn a_list_that_is_too_long_ends_between_names() {
        let long = "x".repeat(600);
        let missing = Missing::of(&TableMeta::new("t", &[]), &[])
            .add(&long, "")
            .add(&long, "");
        assert_eq!(missing.text().map(str::len), Some(600 + 28 + 2));
    }
}
