//! Rows out of CSV and JSON files.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use ::http::Method;
use futures_core::future::BoxFuture;
use futures_util::FutureExt;
use serde::{Deserialize, Serialize};

use super::{PATIENCE, Transfer, form, limits};
use crate::admin::Calls;
use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::storage::UploadBody;

const OPERATION: &str = "admin.transfer.bulk_upsert";

/// Rows to write, as a file.
#[derive(Debug)]
#[must_use]
pub struct RowsFile {
    name: &'static str,
    content_type: &'static str,
    body: UploadBody,
}

impl RowsFile {
    /// CSV in UTF-8 whose first line names the columns. An empty value is null.
    pub fn csv(body: impl Into<UploadBody>) -> Self {
        Self {
            name: "rows.csv",
            content_type: "text/csv",
            body: body.into(),
        }
    }

    /// A JSON array of objects, one a row. An empty text is null; the server cannot write arrays.
    pub fn json(body: impl Into<UploadBody>) -> Self {
        Self {
            name: "rows.json",
            content_type: "application/json",
            body: body.into(),
        }
    }

    /// Rows in memory, as [`json`](Self::json).
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where a row has no JSON form.
    pub fn rows<T: Serialize>(rows: &[T]) -> Result<Self> {
        let json = serde_json::to_vec(rows).map_err(|error| {
            Error::request("the rows have no JSON form")
                .with_source(error)
                .with_operation(OPERATION)
        })?;
        Ok(Self::json(json))
    }
}

/// A bulk upsert that is about to start: [`Transfer::bulk_upsert`]. Awaiting it does it.
#[must_use = "a bulk upsert does nothing until it is awaited"]
pub struct BulkUpsert {
    calls: Calls,
    schema: Option<Arc<str>>,
    table: String,
    rows: RowsFile,
    key: Option<String>,
    timeout: Duration,
}

/// What a bulk upsert did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BulkUpserted {
    /// How many rows were written.
    #[serde(default)]
    pub rows_affected: u64,
    /// How many the file has.
    #[serde(default)]
    pub total_records: u64,
}

impl Transfer {
    /// Writes the rows of a file to a table in the client's schema as the administrator, in one transaction:
    /// `POST /api/database/advance/bulk-upsert`. A file or a stream is not collected here; the server does so.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a file that cannot be read or has no rows, and for whatever the
    /// database refuses, **a duplicate key included**; nothing has been written then.
    pub fn bulk_upsert(&self, table: impl Into<String>, rows: RowsFile) -> BulkUpsert {
        BulkUpsert {
            calls: self.calls.clone(),
            schema: self.schema.clone(),
            table: table.into(),
            rows,
            key: None,
            timeout: PATIENCE,
        }
    }
}

impl BulkUpsert {
    /// A row whose value in this column is there already replaces what it has columns for. The column needs a unique
    /// constraint of its own. Without it every row is inserted.
    pub fn key(mut self, column: impl Into<String>) -> Self {
        self.key = Some(column.into());
        self
    }

    /// How long it may take in all; ten minutes unless said.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    async fn run(self) -> Result<BulkUpserted> {
        let mut fields = vec![("table".to_owned(), self.table)];
        let optional = [
            ("schema", self.schema.as_deref()),
            ("upsertKey", self.key.as_deref()),
        ];
        for (name, value) in optional {
            fields.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        }
        let RowsFile {
            name,
            content_type,
            body,
        } = self.rows;
        let form = form(fields, name, content_type, body).await?;
        let target = Target::new("/api/database/advance/bulk-upsert").finish();
        // With a key a second attempt writes the same again.
        let request = Request::new(OPERATION, Method::POST, target)
            .form_body(form)
            .limits(limits(self.timeout))
            .idempotent(self.key.is_some());
        self.calls.send(request).await
    }
}

impl IntoFuture for BulkUpsert {
    type Output = Result<BulkUpserted>;
    type IntoFuture = BoxFuture<'static, Result<BulkUpserted>>;

    fn into_future(self) -> Self::IntoFuture {
        self.run()
            .map(|done| done.map_err(|error| error.with_operation(OPERATION)))
            .boxed()
    }
}

impl fmt::Debug for BulkUpsert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkUpsert")
            .field("table", &self.table)
            .field("rows", &self.rows)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
