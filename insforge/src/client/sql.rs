//! SQL statements as the project's administrator.

use ::http::Method;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Admin, Client};
use crate::error::{Error, Result};
use crate::http::{Caller, Request, Target};

const OPERATION: &str = "admin.sql";

/// What an SQL statement returned.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SqlResult {
    /// The rows, one object each. `int8` and `numeric` values are JSON strings, timestamps ISO 8601 strings. Empty
    /// where the text had several statements.
    #[serde(default)]
    pub rows: Vec<Value>,
    /// How many rows the statement returned or changed; `None` where the text had several statements.
    #[serde(default)]
    pub row_count: Option<u64>,
}

#[derive(Serialize)]
struct Body<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "<[Value]>::is_empty")]
    params: &'a [Value],
}

impl Client<Admin> {
    /// Runs SQL as the project's administrator: `POST /api/database/advance/rawsql`. Row-level security does not
    /// apply. Never build the text from a user's input; [`sql_with`](Self::sql_with) takes values apart from it.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// admin.sql("create table todos (id bigint generated always as identity primary key, title text)").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Forbidden`](crate::error::ErrorKind::Forbidden) for statements that InsForge does not allow (role changes,
    /// transaction control, text its parser cannot read), [`Invalid`](crate::error::ErrorKind::Invalid) and
    /// [`Conflict`](crate::error::ErrorKind::Conflict) for what the database refuses,
    /// [`Server`](crate::error::ErrorKind::Server) for the failures that InsForge does not tell apart.
    pub async fn sql(&self, query: &str) -> Result<SqlResult> {
        self.sql_with(query, &[]).await
    }

    /// Runs one SQL statement with values for `$1`, `$2`, …
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let found = admin.sql_with("select title from todos where id = $1", &[7.into()]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`sql`](Self::sql).
    pub async fn sql_with(&self, query: &str, params: &[Value]) -> Result<SqlResult> {
        run_sql(&self.caller, OPERATION, query, params).await
    }
}

/// Runs SQL in the name of an operation.
pub(crate) async fn run_sql(
    caller: &Caller,
    operation: &'static str,
    query: &str,
    params: &[Value],
) -> Result<SqlResult> {
    let body = serde_json::to_vec(&Body { query, params }).map_err(|error| {
        Error::request("the values are no JSON")
            .with_source(error)
            .with_operation(operation)
    })?;
    let target = Target::new("/api/database/advance/rawsql").finish();
    let request = Request::new(operation, Method::POST, target).json_body(Bytes::from(body));
    caller.send(request).await?.decode(operation)
}
