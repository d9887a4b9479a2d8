//! Tables made, changed and removed without SQL.
//!
//! [`Client::<Admin>::tables`](crate::client::Client::tables) returns [`Tables`]. A table made here has `id`,
//! `created_at` and `updated_at` of its own beside the columns that are named, a trigger that keeps `updated_at`, and
//! row-level security. For anything else there is [`Client::sql`](crate::client::Client::sql) and
//! [`migrations`](crate::admin::migrations).

mod change;
mod column;
mod foreign_key;
mod new_table;
mod schema;

use std::fmt;
use std::sync::Arc;

use ::http::Method;
use serde::Deserialize;
use serde_json::Value;

pub use self::change::{ColumnChange, TableChange};
pub use self::column::{Column, ColumnType, NewColumn};
pub use self::foreign_key::{ForeignKey, ForeignKeyAction, ForeignKeyColumns};
pub use self::new_table::{CreatedColumn, CreatedTable, NewTable};
pub use self::schema::TableSchema;
use super::Calls;
use super::calls::in_schema;
use crate::error::{Error, Result};
use crate::http::{Caller, Target};

const PATH: &str = "/api/database/tables";
const LIST: &str = "admin.tables.list";
const CREATE: &str = "admin.tables.create";
const DESCRIBE: &str = "admin.tables.describe";
const ALTER: &str = "admin.tables.alter";
const DELETE: &str = "admin.tables.delete";

/// The tables of one database schema: the client's, or `public`.
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// use insforge::admin::tables::{ColumnType, ForeignKey, ForeignKeyAction, NewColumn, NewTable};
///
/// let tables = admin.tables();
/// let projects = NewTable::new("projects").column(NewColumn::new("name", ColumnType::Text).unique());
/// tables.create(projects).await?;
/// let tasks = NewTable::new("tasks")
///     .column(NewColumn::new("title", ColumnType::Text))
///     .column(NewColumn::new("done", ColumnType::Boolean).default_value("false"))
///     .column(NewColumn::new("project_id", ColumnType::Uuid))
///     .foreign_key(ForeignKey::new("project_id", "projects", "id").on_delete(ForeignKeyAction::Cascade));
/// println!("{:?}", tables.create(tasks).await?.columns);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Tables {
    calls: Calls,
    schema: Option<Arc<str>>,
}

#[derive(Deserialize)]
struct Altered {
    #[serde(default, deserialize_with = "crate::null_is_default::null_is_default")]
    operations: Vec<String>,
}

impl Tables {
    pub(crate) fn new(caller: Caller, schema: Option<Arc<str>>) -> Self {
        Self {
            calls: Calls { caller },
            schema,
        }
    }

    /// The tables of another schema of the database.
    #[must_use]
    pub fn in_schema(&self, name: &str) -> Self {
        Self {
            calls: self.calls.clone(),
            schema: Some(name.into()),
        }
    }

    /// Lists the names of the tables, in order: `GET /api/database/tables`. A schema that there is not has none.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self) -> Result<Vec<String>> {
        self.calls.get(LIST, self.with_schema(Target::new(PATH))).await
    }

    /// Makes a table: `POST /api/database/tables`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a table without columns, and for a type that none can be made with;
    /// [`Conflict`](crate::ErrorKind::Conflict) where there is a table of this name,
    /// [`Invalid`](crate::ErrorKind::Invalid) for names that the backend does not allow and foreign keys that the database
    /// refuses.
    pub async fn create(&self, table: NewTable) -> Result<CreatedTable> {
        table.check().map_err(|error| error.with_operation(CREATE))?;
        let target = self.with_schema(Target::new(PATH));
        self.calls.write(CREATE, Method::POST, target, &table).await
    }

    /// Reads the columns, the foreign keys and the number of rows of a table: `GET /api/database/tables/{table}/schema`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no such table.
    pub async fn describe(&self, table: &str) -> Result<TableSchema> {
        let target = self.place(DESCRIBE, table)?.literal("/schema");
        self.calls.get(DESCRIBE, self.with_schema(target)).await
    }

    /// Changes a table in one transaction, and says in the server's words what was done:
    /// `PATCH /api/database/tables/{table}/schema`.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::tables::{ColumnChange, ColumnType, NewColumn, TableChange};
    ///
    /// let change = TableChange::new()
    ///     .add_column(NewColumn::new("due", ColumnType::DateTime).nullable())
    ///     .update_column(ColumnChange::new("title").rename("headline"))
    ///     .drop_column("notes");
    /// admin.tables().alter("tasks", change).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no such table or constraint, and (with the code
    /// `DATABASE_FORBIDDEN`) for changes to `id`, `created_at` and `updated_at`;
    /// [`Invalid`](crate::ErrorKind::Invalid) for what the database refuses and where no column would be left;
    /// [`Request`](crate::ErrorKind::Request) for a column of a type that none can be made with.
    pub async fn alter(&self, table: &str, change: TableChange) -> Result<Vec<String>> {
        change.check().map_err(|error| error.with_operation(ALTER))?;
        let target = self.with_schema(self.place(ALTER, table)?.literal("/schema"));
        let altered: Altered = self.calls.write(ALTER, Method::PATCH, target, &change).await?;
        Ok(altered.operations)
    }

    /// Removes a table, and everything that depends on it, such as views and foreign keys of other tables:
    /// `DELETE /api/database/tables/{table}`. It is no error if there is none.
    ///
    /// # Errors
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for a table of the backend's own.
    pub async fn delete(&self, table: &str) -> Result<()> {
        let target = self.with_schema(self.place(DELETE, table)?);
        self.calls.delete::<Value>(DELETE, target).await.map(drop)
    }

    fn place(&self, operation: &'static str, table: &str) -> Result<Target> {
        super::calls::place(operation, PATH, table)
    }

    fn with_schema(&self, target: Target) -> Target {
        in_schema(target, self.schema.as_deref())
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// A column of a type that the backend knows no SQL for ends in an internal error there.
fn check_type(column: &NewColumn) -> Result<()> {
    match column.column_type() {
        ColumnType::Other(word) => Err(Error::request(format!(
            "no column can be made with the type {word:?}; use one of ColumnType's, or SQL for others"
        ))),
        _ => Ok(()),
    }
}
