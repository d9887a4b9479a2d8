//! A table by its name.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::column::Untyped;
use super::insert::UntypedInsert;
use super::write::UntypedWrite;
use crate::query::handle::Handle;
use crate::query::raw_row::Raw;
use crate::query::render::{Selection, Verb, names};
use crate::query::rows::NoRows;
use crate::query::select::Query;
use crate::schema::Table;

/// A table or view by its name; made by [`Database::table`](crate::Database::table). Cheap to clone.
#[derive(Debug, Clone)]
pub struct UntypedTable {
    handle: Handle,
    name: Arc<str>,
}

impl UntypedTable {
    pub(in crate::query) fn new(handle: Handle, name: Arc<str>) -> Self {
        Self { handle, name }
    }

    /// The table of this name in this schema.
    #[must_use]
    pub fn schema(self, schema: impl Into<Arc<str>>) -> Self {
        Self {
            handle: self.handle.with_schema(schema.into()),
            name: self.name,
        }
    }

    /// Rows with all their columns.
    ///
    /// Numbers beyond 2^53 come rounded: select such a column as text with
    /// [`raw_select`](crate::Query::raw_select).
    pub fn read(&self) -> Query<Untyped, Raw<Value>> {
        self.selecting("*".into())
    }

    /// Rows with these columns.
    pub fn select<N: AsRef<str>>(&self, columns: impl IntoIterator<Item = N>) -> Query<Untyped, Raw<Value>> {
        let columns: Vec<N> = columns.into_iter().collect();
        self.selecting(names(columns.iter().map(AsRef::as_ref)).into())
    }

    fn selecting(&self, columns: Arc<str>) -> Query<Untyped, Raw<Value>> {
        Query::named(
            self.handle.clone(),
            Arc::clone(&self.name),
            Selection::Raw(columns),
        )
    }

    /// A new row: anything that serialises to a JSON object. A key that is missing takes the column's default.
    ///
    /// InsForge drops an empty string that goes to a column which is not text. Integers beyond 2^53 are sent as text,
    /// which PostgreSQL reads exactly.
    pub fn insert(&self, row: impl Serialize) -> UntypedInsert {
        UntypedInsert::new(self.handle.clone(), Arc::clone(&self.name), [row], false)
    }

    /// New rows, which may set different columns: those left out take their defaults.
    pub fn insert_many<R: Serialize>(&self, rows: impl IntoIterator<Item = R>) -> UntypedInsert {
        UntypedInsert::new(self.handle.clone(), Arc::clone(&self.name), rows, true)
    }

    /// Changes to rows: anything that serialises to a JSON object. `null` makes a column NULL.
    pub fn update(&self, changes: impl Serialize) -> UntypedWrite<NoRows> {
        UntypedWrite::new(self.handle.clone(), Arc::clone(&self.name), Verb::Update).setting(&changes)
    }

    /// Rows to be deleted.
    pub fn delete(&self) -> UntypedWrite<NoRows> {
        UntypedWrite::new(self.handle.clone(), Arc::clone(&self.name), Verb::Delete)
    }
}

/// The schema that a request for such a table names.
pub(super) fn schema(handle: &Handle) -> Option<Arc<str>> {
    handle.schema_of(Untyped::META)
}
