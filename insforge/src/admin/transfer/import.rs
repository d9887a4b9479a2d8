//! SQL files run in one transaction.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use ::http::Method;
use futures_core::future::BoxFuture;
use futures_util::FutureExt;
use serde::Deserialize;

use super::{PATIENCE, Transfer, form, limits};
use crate::admin::Calls;
use crate::error::Result;
use crate::http::{Request, Target};
use crate::null_is_default::null_is_default;
use crate::storage::UploadBody;

const OPERATION: &str = "admin.transfer.import";

/// An import that is about to start: [`Transfer::import`]. Awaiting it does it.
#[must_use = "an import does nothing until it is awaited"]
pub struct Import {
    calls: Calls,
    body: UploadBody,
    truncate: bool,
    timeout: Duration,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Imported {
    /// The tables that were made or written to, as far as the server saw their names.
    #[serde(default, deserialize_with = "null_is_default")]
    pub tables: Vec<String>,
    /// How many rows `insert` statements wrote.
    #[serde(default)]
    pub rows_imported: u64,
    /// The size of the file, in bytes.
    #[serde(default)]
    pub file_size: u64,
}

impl Transfer {
    /// Runs the statements of an SQL file as the administrator, in one transaction:
    /// `POST /api/database/advance/import`. A file or a stream is not collected here; the server does so.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) where a statement fails, and nothing has been changed then;
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for statements that InsForge does not allow.
    pub fn import(&self, sql: impl Into<UploadBody>) -> Import {
        Import {
            calls: self.calls.clone(),
            body: sql.into(),
            truncate: false,
            timeout: PATIENCE,
        }
    }
}

impl Import {
    /// Empties **every table of the schema `public`** before, with all that references them.
    pub fn truncate_all_tables(mut self) -> Self {
        self.truncate = true;
        self
    }

    /// How long it may take in all; ten minutes unless said.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    async fn run(self) -> Result<Imported> {
        let fields = vec![("truncate".to_owned(), self.truncate.to_string())];
        let form = form(fields, "import.sql", "application/sql", self.body).await?;
        let target = Target::new("/api/database/advance/import").finish();
        let request = Request::new(OPERATION, Method::POST, target)
            .form_body(form)
            .limits(limits(self.timeout));
        self.calls.send(request).await
    }
}

impl IntoFuture for Import {
    type Output = Result<Imported>;
    type IntoFuture = BoxFuture<'static, Result<Imported>>;

    fn into_future(self) -> Self::IntoFuture {
        self.run()
            .map(|done| done.map_err(|error| error.with_operation(OPERATION)))
            .boxed()
    }
}

impl fmt::Debug for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Import")
            .field("body", &self.body)
            .field("truncate", &self.truncate)
            .finish_non_exhaustive()
    }
}
