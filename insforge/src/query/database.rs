//! The database of a client: where every query starts.

use std::sync::Arc;

use super::delete::Delete;
use super::handle::Handle;
use super::insert::{Insert, Many, One};
use super::rows::NoRows;
use super::rpc::{CallPlan, Returns, Rpc};
use super::select::Query;
use super::untyped::UntypedTable;
use super::update::Update;
use super::upsert::Upsert;
use crate::http::Caller;
use crate::schema::{Insertable, Patch, Table, Writable};

/// The project's database as the client's user sees it. Cheap to clone.
///
/// Source: `ANY /api/database/records/{table}`, `ANY /api/database/rpc/{function}`.
///
/// ```no_run
/// use insforge::prelude::*;
///
/// #[derive(Table, Debug)]
/// #[table(name = "todos")]
/// struct Todo {
///     #[column(pk, identity = always)]
///     id: i64,
///     title: String,
///     #[column(default)]
///     done: bool,
/// }
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let db = client.database();
/// db.insert(NewTodo { title: "write docs".into() }).execute().await?;
/// let open = db.from::<Todo>().filter(|t| t.done.eq(false)).order(|t| t.id.asc()).all().await?;
/// db.update::<Todo>().set(|t| t.done.to(true)).by_key(7).expect_one().await?;
/// db.delete::<Todo>().filter(|t| t.done.eq(true)).execute().await?;
/// # let _ = open;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Database {
    handle: Handle,
}

impl Database {
    pub(crate) fn new(caller: Caller, schema: Option<Arc<str>>) -> Self {
        Self {
            handle: Handle::new(caller, schema),
        }
    }

    #[cfg(feature = "postgrest")]
    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The same database with every table looked up in this schema, whatever its struct names.
    #[must_use]
    pub fn schema(&self, schema: impl Into<Arc<str>>) -> Self {
        Self {
            handle: self.handle.with_schema(schema.into()),
        }
    }

    /// Rows of a table or view.
    pub fn from<T: Table>(&self) -> Query<T, T> {
        Query::new(self.handle.clone())
    }

    /// A table or view that is known by its name alone, when the program runs; see [`UntypedTable`].
    #[must_use]
    pub fn table(&self, name: impl Into<Arc<str>>) -> UntypedTable {
        UntypedTable::new(self.handle.clone(), name.into())
    }

    /// A call of a function; see [`rpc`](crate::query::rpc).
    pub fn call<A: Rpc>(&self, arguments: A) -> <A::Returns as Returns>::Call {
        let plan = CallPlan::new(&arguments, self.handle.max_url_len());
        A::Returns::call(self.handle.clone(), plan)
    }

    /// A new row.
    pub fn insert<D: Insertable>(&self, row: D) -> Insert<D::Table, One> {
        Insert::one(self.handle.clone(), &row)
    }

    /// New rows, which may set different columns: those left out take their defaults.
    pub fn insert_many<D: Insertable>(&self, rows: impl IntoIterator<Item = D>) -> Insert<D::Table, Many> {
        Insert::many(self.handle.clone(), rows)
    }

    /// A new row, or changes to the row that is there. The conflict target is the primary key unless
    /// [`on_conflict`](Upsert::on_conflict) names another.
    pub fn upsert<D: Insertable>(&self, row: D) -> Upsert<D::Table, One> {
        Upsert::one(self.handle.clone(), &row)
    }

    /// New rows, or changes to the rows that are there.
    pub fn upsert_many<D: Insertable>(&self, rows: impl IntoIterator<Item = D>) -> Upsert<D::Table, Many> {
        Upsert::many(self.handle.clone(), rows)
    }

    /// Changes to rows, by assignments: `.set(|t| t.done.to(true))`.
    pub fn update<T: Writable>(&self) -> Update<T, NoRows> {
        Update::new(self.handle.clone())
    }

    /// Changes to rows, by a patch.
    pub fn patch<D: Patch>(&self, patch: D) -> Update<D::Table, NoRows> {
        Update::patch(self.handle.clone(), &patch)
    }

    /// Rows to be deleted.
    pub fn delete<T: Writable>(&self) -> Delete<T, NoRows> {
        Delete::new(self.handle.clone())
    }
}
