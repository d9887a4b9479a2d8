//! SQL statements as the project's administrator.

use ::http::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::statement::Statement;
use super::{Admin, Client};
use crate::error::Result;
use crate::http::{Caller, Request, json_call};

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
    /// The columns of the rows, in their order. Of columns of the same name the rows hold the last.
    #[serde(default, deserialize_with = "crate::null_is_default::null_is_default")]
    pub fields: Vec<SqlField>,
}

/// A column of what an SQL statement returned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct SqlField {
    /// Its name.
    pub name: String,
    /// The number of its type: `oid` in `pg_type`.
    #[serde(default, rename = "dataTypeID")]
    pub type_oid: u32,
}

#[derive(Serialize)]
struct Body<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "<[Value]>::is_empty")]
    params: &'a [Value],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    explain: bool,
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

    /// Runs one SQL statement with values for `$1`, `$2`, …, and reads its rows into a type of the program's own; see
    /// [`Statement::rows`].
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Size {
    ///     name: String,
    ///     bytes: i64,
    /// }
    ///
    /// let query = "select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relname = $1";
    /// for size in admin.sql_as::<Size>(query, &["todos".into()]).await? {
    ///     println!("{}: {}", size.name, size.bytes);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Statement::rows`].
    pub async fn sql_as<T: DeserializeOwned>(&self, query: &str, params: &[Value]) -> Result<Vec<T>> {
        self.statement(query).params(params.iter().cloned()).rows().await
    }

    /// An SQL statement with more choices: the database owner's rights, typed rows, the plan.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let plan = admin.statement("select * from todos where id = $1").param(7).explain().await?;
    /// println!("{:?} ms", plan.execution_time);
    /// # Ok(())
    /// # }
    /// ```
    pub fn statement(&self, query: impl Into<String>) -> Statement {
        Statement::new(self.caller.clone(), query.into())
    }
}

/// Runs SQL in the name of an operation.
pub(crate) async fn run_sql(
    caller: &Caller,
    operation: &'static str,
    query: &str,
    params: &[Value],
) -> Result<SqlResult> {
    let request = sql_call(operation, "/api/database/advance/rawsql", query, params, false)?;
    caller.send(request).await?.decode(operation)
}

pub(super) fn sql_call(
    operation: &'static str,
    path: &'static str,
    query: &str,
    params: &[Value],
    explain: bool,
) -> Result<Request> {
    let body = Body {
        query,
        params,
        explain,
    };
    json_call(operation, Method::POST, path, &body)
}
