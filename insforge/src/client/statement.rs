//! One SQL statement with all its choices.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::sql::{SqlField, SqlResult, sql_call};
use crate::error::{Error, Result};
use crate::http::{Caller, Request};

const RUN: &str = "admin.statement";
const ROWS: &str = "admin.statement.rows";
const EXPLAIN: &str = "admin.statement.explain";

// Types whose JSON is not what a program reads into, as `pg_type` numbers them.
const INT8: u32 = 20;
const INT8_ARRAY: u32 = 1016;
const DATE: u32 = 1082;

/// An SQL statement: [`Client::statement`](super::Client::statement).
#[must_use = "a statement does nothing until it is run"]
pub struct Statement {
    caller: Caller,
    query: String,
    params: Vec<Value>,
    unrestricted: bool,
}

/// How the database carried a query out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct QueryPlan {
    /// The tree of nodes, as PostgreSQL writes it with `FORMAT JSON`.
    #[serde(rename = "Plan")]
    pub plan: Value,
    /// How long planning took, in milliseconds.
    #[serde(default, rename = "Planning Time")]
    pub planning_time: Option<f64>,
    /// How long the query took, in milliseconds.
    #[serde(default, rename = "Execution Time")]
    pub execution_time: Option<f64>,
    /// What else PostgreSQL says.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Statement {
    pub(super) fn new(caller: Caller, query: String) -> Self {
        Self {
            caller,
            query,
            params: Vec::new(),
            unrestricted: false,
        }
    }

    /// The value of the next of `$1`, `$2`, …
    pub fn param(mut self, value: impl Into<Value>) -> Self {
        self.params.push(value.into());
        self
    }

    /// The values of the next ones.
    pub fn params<I>(mut self, values: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<Value>,
    {
        self.params.extend(values.into_iter().map(Into::into));
        self
    }

    /// Runs it as the owner of the database, not as the administrator: `POST …/rawsql/unrestricted`. Tables of the
    /// backend's own can be changed then, **and broken**. Objects made in `public` belong to the administrator
    /// afterwards.
    pub fn unrestricted(mut self) -> Self {
        self.unrestricted = true;
        self
    }

    /// Runs it: `POST /api/database/advance/rawsql`. The server gives it 30 seconds.
    ///
    /// # Errors
    /// As [`Client::sql`](super::Client::sql).
    pub async fn run(self) -> Result<SqlResult> {
        let request = self.request(RUN, false)?;
        self.caller.send(request).await?.decode(RUN)
    }

    /// Runs it, and reads its rows into a type of the program's own by the names of their columns.
    ///
    /// `int8` values are numbers here, and dates `YYYY-MM-DD`, unlike in [`SqlResult`]. `numeric` values stay texts, which
    /// a decimal type reads without loss; timestamps have three digits after the second.
    ///
    /// # Errors
    /// As [`Client::sql`](super::Client::sql); [`Decode`](crate::ErrorKind::Decode) with the path of a value that does
    /// not fit; [`Request`](crate::ErrorKind::Request) where the text had several statements, of which the server returns
    /// no rows. **It has been run by then.**
    pub async fn rows<T: DeserializeOwned>(self) -> Result<Vec<T>> {
        let request = self.request(ROWS, false)?;
        let result: SqlResult = self.caller.send(request).await?.decode(ROWS)?;
        if result.row_count.is_none() && result.fields.is_empty() {
            return Err(Error::request(
                "it was run, and the server returned no rows: either the text had several statements, or one that has \
                 none; use run() for those",
            )
            .with_operation(ROWS));
        }
        let SqlResult { rows, fields, .. } = result;
        rows.into_iter()
            .enumerate()
            .map(|(place, row)| read(place, plain(row, &fields)))
            .collect()
    }

    /// Runs a query, undoes what it did, and says how the database carried it out.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for anything but queries, else as [`Client::sql`](super::Client::sql).
    pub async fn explain(self) -> Result<QueryPlan> {
        #[derive(Deserialize)]
        struct Answer {
            rows: Vec<Row>,
        }
        #[derive(Deserialize)]
        struct Row {
            #[serde(rename = "QUERY PLAN")]
            plans: Vec<QueryPlan>,
        }
        let request = self.request(EXPLAIN, true)?;
        let answer: Answer = self.caller.send(request).await?.decode(EXPLAIN)?;
        let plan = answer.rows.into_iter().flat_map(|row| row.plans).next();
        plan.ok_or_else(|| Error::decode("the answer has no plan").with_operation(EXPLAIN))
    }

    fn request(&self, operation: &'static str, explain: bool) -> Result<Request> {
        let path = if self.unrestricted {
            "/api/database/advance/rawsql/unrestricted"
        } else {
            "/api/database/advance/rawsql"
        };
        sql_call(operation, path, &self.query, &self.params, explain)
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values may be anybody's data.
        f.debug_struct("Statement")
            .field("query", &self.query)
            .field("params", &self.params.len())
            .field("unrestricted", &self.unrestricted)
            .finish_non_exhaustive()
    }
}

/// A row with numbers and dates in the form that programs read.
fn plain(mut row: Value, fields: &[SqlField]) -> Value {
    for field in fields {
        if let Some(value) = row.get_mut(&field.name) {
            match field.type_oid {
                INT8 => number(value),
                INT8_ARRAY => each(value, &number),
                DATE => date(value),
                _ => {}
            }
        }
    }
    row
}

fn number(value: &mut Value) {
    if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
        *value = Value::from(number);
    }
}

fn each(value: &mut Value, change: &dyn Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, change)),
        other => change(other),
    }
}

/// The server makes a moment of a date, midnight in its own time zone. Only one in UTC is known to be right.
fn date(value: &mut Value) {
    if let Some(day) = value
        .as_str()
        .and_then(|text| text.strip_suffix("T00:00:00.000Z"))
    {
        *value = Value::from(day);
    }
}

fn read<T: DeserializeOwned>(place: usize, row: Value) -> Result<T> {
    serde_path_to_error::deserialize(row).map_err(|error| {
        let path = format!("rows[{place}].{}", error.path());
        Error::decode("a row does not fit the type it is read into")
            .with_operation(ROWS)
            .with_path(path)
            .with_source(error.into_inner())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_dates_are_what_programs_read() {
        let field = |name: &str, type_oid| SqlField {
            name: name.to_owned(),
            type_oid,
        };
        let fields = [
            field("a", 20),
            field("b", 1016),
            field("c", 1082),
            field("d", 1700),
            field("e", 1082),
        ];
        let row = json!({
            "a": "9007199254740993", "b": ["1", null, ["2"]], "c": "1815-12-10T00:00:00.000Z", "d": "1.50",
            "e": "1815-12-09T23:00:00.000Z"
        });
        assert_eq!(
            plain(row, &fields),
            json!({
                "a": 9_007_199_254_740_993_i64, "b": [1, null, [2]], "c": "1815-12-10", "d": "1.50",
                "e": "1815-12-09T23:00:00.000Z"
            })
        );
    }

    #[test]
    fn a_row_that_does_not_fit_names_its_place() {
        #[derive(Debug, Deserialize)]
        #[allow(dead_code, reason = "it is never read")]
        struct Row {
            id: i64,
        }
        let error = read::<Row>(3, json!({ "id": "x" })).unwrap_err();
        assert_eq!(
            (error.kind(), error.path()),
            (crate::ErrorKind::Decode, Some("rows[3].id"))
        );
    }
}
