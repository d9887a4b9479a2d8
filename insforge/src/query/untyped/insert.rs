//! New rows of a table that is known by name.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::body;
use super::column::Untyped;
use super::table::schema;
use crate::error::{Error, Result, WriteOutcome, WriteReport};
use crate::http::Request;
use crate::query::handle::{Handle, affected};
use crate::query::page::Affected;
use crate::query::render::{self, Answer, Conflict, InsertPlan};
use crate::schema::{Table, ValueError};

const OPERATION: &str = "database.insert";

/// Rows a request.
const CHUNK: usize = 1000;

/// New rows of an [`UntypedTable`](super::UntypedTable).
#[derive(Debug)]
#[must_use = "an insert does nothing until a terminal method (`execute`, `returning_all`) is awaited"]
pub struct UntypedInsert {
    handle: Handle,
    plan: InsertPlan,
    rows: Result<Vec<Map<String, Value>>, ValueError>,
    bulk: bool,
}

impl UntypedInsert {
    pub(super) fn new<R: Serialize>(
        handle: Handle,
        name: Arc<str>,
        rows: impl IntoIterator<Item = R>,
        bulk: bool,
    ) -> Self {
        let plan = InsertPlan {
            table: Untyped::META,
            name: Some(name),
            schema: schema(&handle),
            conflict: Conflict::Fail,
            singular: false,
            idempotent: false,
        };
        Self {
            handle,
            plan,
            rows: rows.into_iter().map(|row| body::object(&row)).collect(),
            bulk,
        }
    }

    /// The request of [`execute`](Self::execute), unsent; the first when there are several.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a row is no object, holds what cannot be sent, or there is none.
    pub fn to_request(&self) -> Result<Request> {
        let first = self.requests(Answer::Count)?.into_iter().next();
        first
            .map(|(request, _)| request)
            .ok_or_else(|| Error::request("there is no row to insert").with_operation(OPERATION))
    }

    /// Adds the rows and says how many, at most 1000 a request. No rows at all are no request and no error.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), and as any request. When a request of several rows fails, the error's
    /// [`write_report()`](crate::Error::write_report) says which rows are written.
    pub async fn execute(self) -> Result<Affected> {
        let mut rows = 0;
        for (request, before) in self.requests(Answer::Count)? {
            let answer = self.handle.send(request).await;
            rows += affected(&answer.map_err(|error| self.reported(error, before))?, OPERATION)?;
        }
        Ok(Affected(rows))
    }

    /// Adds the rows and returns them as they then are, in their order. It needs the right to read them as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all(self) -> Result<Vec<Value>> {
        let mut rows: Vec<Value> = Vec::new();
        for (request, before) in self.requests(Answer::All)? {
            let answer = self.handle.send(request).await;
            rows.extend(
                answer
                    .map_err(|error| self.reported(error, before))?
                    .decode::<Vec<Value>>(OPERATION)?,
            );
        }
        Ok(rows)
    }

    /// The error of a request with what became of each row: this many went before it.
    fn reported(&self, error: Error, before: usize) -> Error {
        if !self.bulk {
            return error;
        }
        let all = self.rows.as_ref().map_or(0, Vec::len);
        let end = all.min(before.saturating_add(CHUNK));
        let outcome = if error.is_outcome_unknown() {
            WriteOutcome::Unknown
        } else {
            WriteOutcome::NotWritten
        };
        let mut report = WriteReport::new();
        report.push(0..before, WriteOutcome::Written);
        report.push(before..end, outcome);
        report.push(end..all, WriteOutcome::NotWritten);
        error.with_write_report(report)
    }

    /// The requests, each with the number of rows before it.
    fn requests(&self, answer: Answer<'_>) -> Result<Vec<(Request, usize)>> {
        let refuse = |reason: String| Error::request(reason).with_operation(OPERATION);
        let rows = self.rows.as_ref().map_err(|reason| refuse(reason.to_string()))?;
        let mut columns: Vec<&str> = Vec::new();
        for name in rows.iter().flat_map(Map::keys) {
            if !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        if columns.is_empty() && !rows.is_empty() {
            return Err(refuse("the row sets no column".into()));
        }
        let mut before = 0;
        rows.chunks(CHUNK)
            .map(|chunk| {
                let body = if self.bulk {
                    serde_json::to_vec(chunk)
                } else {
                    serde_json::to_vec(chunk.first().unwrap_or(&Map::new()))
                };
                let body = body.map_err(|error| refuse(error.to_string()))?;
                let columns = self.bulk.then_some(columns.as_slice());
                let request = render::insert(&self.plan, columns, body, answer)?;
                let start = before;
                before += chunk.len();
                Ok((request, start))
            })
            .collect()
    }
}
