//! Rows and structure in and out of the database, as files.
//!
//! [`Client::<Admin>::transfer`](crate::client::Client::transfer) returns [`Transfer`].

mod bulk;
mod export;
mod import;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use self::bulk::{BulkUpsert, BulkUpserted, RowsFile};
pub use self::export::{DatabaseExport, DatabaseSequence, DatabaseView, Export, SqlExport};
pub use self::import::{Import, Imported};
use super::Calls;
use crate::error::Result;
use crate::http::{Caller, Form, Limits};
use crate::storage::UploadBody;

/// Rows and structure in and out of the database.
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// use insforge::admin::transfer::{Export, RowsFile};
/// use insforge::storage::UploadBody;
///
/// let transfer = admin.transfer();
/// let dump = transfer.export_sql(Export::new().row_limit(10_000)).await?;
/// std::fs::write("dump.sql", &dump.sql).expect("a disk");
///
/// let rows = RowsFile::csv(UploadBody::file("cities.csv"));
/// let done = transfer.bulk_upsert("cities", rows).key("id").await?;
/// println!("{} rows", done.rows_affected);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Transfer {
    calls: Calls,
    schema: Option<Arc<str>>,
}

impl Transfer {
    pub(crate) fn new(caller: Caller, schema: Option<Arc<str>>) -> Self {
        Self {
            calls: Calls { caller },
            schema,
        }
    }
}

impl fmt::Debug for Transfer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// How long a file's work may take unless said.
const PATIENCE: Duration = Duration::from_secs(600);

fn limits(timeout: Duration) -> Limits {
    Limits {
        header: Some(timeout),
        total: Some(timeout),
        ..Limits::default()
    }
}

/// A form with a file; `name` decides how the server reads it.
async fn form(
    fields: Vec<(String, String)>,
    name: &str,
    content_type: &str,
    body: UploadBody,
) -> Result<Form> {
    Ok(Form {
        fields,
        file_name: name.to_owned(),
        content_type: content_type.to_owned(),
        file: body.ready().await?.body,
    })
}
