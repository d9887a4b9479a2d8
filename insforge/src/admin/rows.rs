//! Rows of any table as JSON, past row-level security, as the dashboard reads and writes them.
//!
//! [`Client::<Admin>::rows`](crate::client::Client::rows) returns [`Rows`]. Programs have
//! [`Client::database`](crate::client::Client::database); this is for tools that learn a table's columns at run time and
//! want its primary key checked.

mod list;

use std::fmt;
use std::sync::Arc;

use ::http::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::list::RowList;
use super::Calls;
use super::calls::in_schema;
use crate::error::{Error, Result};
use crate::http::{Caller, Target, json_call};
use crate::query::Page;

const PATH: &str = "/api/database/admin/tables";
const LIST: &str = "admin.rows.list";
const FIND: &str = "admin.rows.find";
const INSERT: &str = "admin.rows.insert";
const UPDATE: &str = "admin.rows.update";
const DELETE: &str = "admin.rows.delete";

/// The rows of a table. `int8` and `numeric` values come as JSON strings, times as ISO 8601 strings.
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// use insforge::admin::rows::RowList;
/// use serde_json::{Value, json};
///
/// let rows = admin.rows("todos");
/// let page = rows.list::<Value>(RowList::new().search("milk").order_desc("created_at").limit(20)).await?;
/// println!("{} of {:?}", page.rows.len(), page.total);
/// rows.update::<Value, _>([("id", 7)], &json!({ "done": true })).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Rows {
    calls: Calls,
    schema: Option<Arc<str>>,
    table: Arc<str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update<'a, D: ?Sized> {
    pk_keys: Map<String, Value>,
    data: &'a D,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Delete {
    pk_keys: Vec<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    deleted_count: u64,
}

impl Rows {
    pub(crate) fn new(caller: Caller, schema: Option<Arc<str>>, table: &str) -> Self {
        Self {
            calls: Calls { caller },
            schema,
            table: table.into(),
        }
    }

    /// The table of this name in another schema.
    #[must_use]
    pub fn in_schema(&self, name: &str) -> Self {
        Self {
            schema: Some(name.into()),
            ..self.clone()
        }
    }

    /// Lists a page of rows: `GET /api/database/admin/tables/{table}/records`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no such table, [`Invalid`](crate::ErrorKind::Invalid) for
    /// columns that it has not and limits out of range.
    pub async fn list<T: DeserializeOwned>(&self, list: RowList) -> Result<Page<T>> {
        let mut target = self.place(LIST)?;
        list.write(&mut target);
        self.calls.page(LIST, target, list.offset_value()).await
    }

    /// Finds the first row with these values: `GET …/records/lookup`. A value is compared as PostgreSQL reads its text.
    ///
    /// # Errors
    /// As [`list`](Self::list); [`Request`](crate::ErrorKind::Request) for no values.
    pub async fn find<'a, T, I>(&self, values: I) -> Result<Option<T>>
    where
        T: DeserializeOwned,
        I: IntoIterator<Item = (&'a str, &'a str)>,
    {
        let place = super::calls::place(FIND, PATH, &self.table)?.literal("/records/lookup");
        let mut target = self.with_schema(place);
        let mut none = true;
        for (column, value) in values {
            target.pair("column", column);
            target.pair("value", value);
            none = false;
        }
        if none {
            return Err(Error::request("name at least one column to find a row by").with_operation(FIND));
        }
        self.calls.get(FIND, target).await
    }

    /// Inserts rows in one transaction, and returns them as they are then: `POST …/records`.
    ///
    /// **The server leaves an empty text out** where the column is no text, so that the column gets its default.
    ///
    /// # Errors
    /// As [`list`](Self::list), and what the database refuses; [`Request`](crate::ErrorKind::Request) for no rows.
    pub async fn insert<T: DeserializeOwned>(&self, rows: &[Map<String, Value>]) -> Result<Vec<T>> {
        if rows.is_empty() {
            return Err(Error::request("there is no row to insert").with_operation(INSERT));
        }
        let request = json_call(INSERT, Method::POST, self.place(INSERT)?, rows)?;
        self.calls.send(request).await
    }

    /// Changes the row with this primary key, and returns it: `PATCH …/records`. The columns are all those of the key; in a
    /// table without one, any that tell the row from others.
    ///
    /// An empty text becomes null in a column that is no text.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where no row has this key, [`Invalid`](crate::ErrorKind::Invalid) where
    /// the columns are not the primary key.
    pub async fn update<T, D>(&self, key: impl IntoRowKey, data: &D) -> Result<T>
    where
        T: DeserializeOwned,
        D: Serialize + Sync + ?Sized,
    {
        let body = Update {
            pk_keys: key.into_row_key(),
            data,
        };
        let request = json_call(UPDATE, Method::PATCH, self.place(UPDATE)?, &body)?;
        self.calls.send(request).await
    }

    /// Deletes the rows with these primary keys, and says how many there were: `DELETE …/records`.
    ///
    /// # Errors
    /// As [`update`](Self::update), but a key that no row has is no error; [`Request`](crate::ErrorKind::Request) for no
    /// keys.
    pub async fn delete<K: IntoRowKey>(&self, keys: impl IntoIterator<Item = K>) -> Result<u64> {
        let pk_keys: Vec<_> = keys.into_iter().map(IntoRowKey::into_row_key).collect();
        if pk_keys.is_empty() {
            return Err(Error::request("there is no key of a row to delete").with_operation(DELETE));
        }
        let request = json_call(DELETE, Method::DELETE, self.place(DELETE)?, &Delete { pk_keys })?;
        let deleted: Deleted = self.calls.send(request).await?;
        Ok(deleted.deleted_count)
    }

    fn place(&self, operation: &'static str) -> Result<Target> {
        let target = super::calls::place(operation, PATH, &self.table)?.literal("/records");
        Ok(self.with_schema(target))
    }

    fn with_schema(&self, target: Target) -> Target {
        in_schema(target, self.schema.as_deref())
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("schema", &self.schema)
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

/// The columns of a primary key with their values: an array of pairs, or a JSON object.
pub trait IntoRowKey {
    /// The key as a JSON object.
    fn into_row_key(self) -> Map<String, Value>;
}

impl IntoRowKey for Map<String, Value> {
    fn into_row_key(self) -> Map<String, Value> {
        self
    }
}

impl<V: Into<Value>, const N: usize> IntoRowKey for [(&str, V); N] {
    fn into_row_key(self) -> Map<String, Value> {
        self.into_iter()
            .map(|(column, value)| (column.to_owned(), value.into()))
            .collect()
    }
}
