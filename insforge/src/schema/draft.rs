//! Rows on their way out: what inserts and patches write.

use core::ops::Range;

use super::field::Field;
use super::meta::ColumnMeta;
use super::operand::write_json;
use super::set::Set;
use super::table::Writable;
use super::value::{AsJson, ValueError};

/// A struct that can be inserted into a table: `NewTodo`, `TodoDraft`, or one that derives `Insert`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted",
    label = "`{Self}` is not a new row of any table",
    note = "insert a `NewX` or `XDraft`, which `#[derive(Table)]` makes beside the struct `X`, or derive `Insert`"
)]
pub trait Insertable {
    /// The table.
    type Table: Writable;

    /// Writes the columns that are set.
    #[doc(hidden)]
    fn write(&self, row: &mut RowWriter);
}

/// A set of changes to rows of a table: `TodoPatch`, or a struct that derives `Patch`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of changes",
    label = "`{Self}` is not a patch of any table",
    note = "patch with an `XPatch`, which `#[derive(Table)]` makes beside the struct `X`, or derive `Patch`"
)]
pub trait Patch {
    /// The table.
    type Table: Writable;

    /// Writes the columns that change.
    #[doc(hidden)]
    fn write(&self, row: &mut RowWriter);

    /// Whether it changes no column. An update by such a patch is refused before it is sent.
    ///
    /// ```
    /// # use insforge::prelude::*;
    /// # #[derive(Table, Clone)] #[table(name = "todos")]
    /// # struct Todo { #[column(pk, identity = always)] id: i64, title: String }
    /// # fn demo(before: Todo) {
    /// let mut after = before.clone();
    /// assert!(TodoPatch::diff(&before, &after).is_empty());
    /// after.title = "another".into();
    /// assert!(!TodoPatch::diff(&before, &after).is_empty());
    /// # }
    /// ```
    fn is_empty(&self) -> bool {
        let mut row = RowWriter::new();
        row.begin();
        self.write(&mut row);
        row.columns().is_empty()
    }
}

/// JSON rows under construction, with the columns that any of them sets.
#[derive(Debug)]
pub struct RowWriter {
    body: Vec<u8>,
    columns: Vec<&'static str>,
    /// Where each finished row lies in the body.
    rows: Vec<Range<usize>>,
    row_start: usize,
    row_columns: usize,
    first_row_columns: usize,
    uniform: bool,
    error: Option<ValueError>,
}

impl RowWriter {
    pub(crate) fn new() -> Self {
        Self {
            body: Vec::with_capacity(128),
            columns: Vec::new(),
            rows: Vec::new(),
            row_start: 0,
            row_columns: 0,
            first_row_columns: 0,
            uniform: true,
            error: None,
        }
    }

    /// Opens a row.
    pub(crate) fn begin(&mut self) {
        self.row_start = self.body.len();
        self.row_columns = 0;
        self.body.push(b'{');
    }

    /// Closes the row.
    pub(crate) fn end(&mut self) {
        self.body.push(b'}');
        if self.rows.is_empty() {
            self.first_row_columns = self.row_columns;
        }
        // A later row with a column that the first lacks makes the union longer than the first row.
        self.uniform &=
            self.row_columns == self.first_row_columns && self.columns.len() == self.first_row_columns;
        self.rows.push(self.row_start..self.body.len());
    }

    /// Writes a column if it is set. The derive calls it for each column.
    #[doc(hidden)]
    pub fn set<F: Field>(&mut self, column: &'static ColumnMeta, value: &Set<F>) {
        if let Set::Value(value) = value {
            self.field(column, value);
        }
    }

    /// Writes a column. The derive calls it for the required ones.
    #[doc(hidden)]
    pub fn field<F: Field>(&mut self, column: &'static ColumnMeta, value: &F) {
        let start = self.key(column.name);
        let written = write_json(&AsJson(value), &mut self.body);
        self.check(column, start, written);
    }

    /// Writes a column whose JSON is at hand.
    pub(crate) fn json(&mut self, column: &'static ColumnMeta, json: &[u8]) {
        let start = self.key(column.name);
        self.body.extend_from_slice(json);
        self.check(column, start, Ok(()));
    }

    fn key(&mut self, name: &'static str) -> usize {
        if self.row_columns > 0 {
            self.body.push(b',');
        }
        self.row_columns += 1;
        if !self.columns.contains(&name) {
            self.columns.push(name);
        }
        let written = write_json(&name, &mut self.body);
        self.keep(written);
        self.body.push(b':');
        self.body.len()
    }

    fn check(&mut self, column: &'static ColumnMeta, start: usize, written: Result<(), ValueError>) {
        if let Err(reason) = written {
            self.keep(Err(ValueError::new(format!(
                "column `{}`: {reason}",
                column.name
            ))));
        }
        // The gateway removes a key whose value is "" unless the column is text: the value would be lost.
        if !column.holds_empty_text && self.body.get(start..) == Some(b"\"\"".as_slice()) {
            self.keep(Err(ValueError::new(format!(
                "column `{}`: an empty string cannot be sent to a column of type {}, InsForge drops it",
                column.name, column.sql
            ))));
        }
    }

    fn keep(&mut self, result: Result<(), ValueError>) {
        if let (Err(error), None) = (result, &self.error) {
            self.error = Some(error);
        }
    }

    /// The number of finished rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The columns that any row sets, in the order of their first use.
    pub(crate) fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// Whether every row sets the same columns.
    pub(crate) fn is_uniform(&self) -> bool {
        self.uniform
    }

    /// The first error met so far.
    pub(crate) fn error(&self) -> Option<&ValueError> {
        self.error.as_ref()
    }

    /// Keeps an error met outside.
    pub(crate) fn fail(&mut self, reason: ValueError) {
        self.keep(Err(reason));
    }

    /// The row that is still open, closed.
    pub(crate) fn open_object(&self) -> Vec<u8> {
        let mut object = self.body.get(self.row_start..).unwrap_or_default().to_vec();
        object.push(b'}');
        object
    }

    /// One finished row as a JSON object.
    pub(crate) fn object(&self, row: usize) -> Vec<u8> {
        self.rows
            .get(row)
            .and_then(|range| self.body.get(range.clone()))
            .unwrap_or_default()
            .to_vec()
    }

    /// Some finished rows as a JSON array.
    pub(crate) fn array(&self, rows: Range<usize>) -> Vec<u8> {
        let mut out = vec![b'['];
        for row in self.rows.get(rows).unwrap_or_default() {
            if out.len() > 1 {
                out.push(b',');
            }
            out.extend_from_slice(self.body.get(row.clone()).unwrap_or_default());
        }
        out.push(b']');
        out
    }
}

/// `Debug` of a row or patch: the names of the columns that are set, and no values. The derive calls it.
#[doc(hidden)]
pub fn debug_columns(
    name: &str,
    columns: &[(&str, bool)],
    f: &mut core::fmt::Formatter<'_>,
) -> core::fmt::Result {
    f.write_str(name)?;
    f.write_str(" ")?;
    let set = columns.iter().filter(|(_, is_set)| *is_set);
    f.debug_set().entries(set.map(|(column, _)| column)).finish()
}
