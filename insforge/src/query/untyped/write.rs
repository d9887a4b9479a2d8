//! Changes to rows of a table that is known by name.

use core::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::body;
use super::column::{Untyped, UntypedCols};
use super::table::schema;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::query::filter::Filter;
use crate::query::handle::{Handle, affected};
use crate::query::page::Affected;
use crate::query::render::{self, Answer, Verb, WritePlan};
use crate::query::rows::{Chosen, NoRows, RowsChosen};
use crate::schema::{Table, ValueError};

/// An update or delete of an [`UntypedTable`](super::UntypedTable). `R` says whether the rows are chosen: until then it
/// cannot be sent.
#[derive(Debug)]
#[must_use = "a write does nothing until a terminal method (`execute`, `expect_one`, `returning_all`) is awaited"]
pub struct UntypedWrite<R> {
    handle: Handle,
    plan: WritePlan,
    changes: Result<Map<String, Value>, ValueError>,
    chosen: PhantomData<fn() -> R>,
}

impl UntypedWrite<NoRows> {
    pub(super) fn new(handle: Handle, name: Arc<str>, verb: Verb) -> Self {
        let mut plan = WritePlan::new(verb, Untyped::META, schema(&handle));
        plan.name = Some(name);
        Self {
            handle,
            plan,
            changes: Ok(Map::new()),
            chosen: PhantomData,
        }
    }

    pub(super) fn setting(mut self, changes: &impl Serialize) -> Self {
        self.changes = body::object(changes);
        self
    }
}

// The compiler quotes a signature from its name to its bound: on one line that is one line.
#[rustfmt::skip]
impl<R> UntypedWrite<R> {
    fn chosen(self) -> UntypedWrite<RowsChosen> {
        UntypedWrite {
            handle: self.handle,
            plan: self.plan,
            changes: self.changes,
            chosen: PhantomData,
        }
    }

    /// Only rows that meet this condition; several calls must all be met.
    pub fn filter(
        mut self,
        condition: impl FnOnce(&'static UntypedCols) -> Filter<Untyped>,
    ) -> UntypedWrite<RowsChosen> {
        self.plan.conditions.push(condition(&UntypedCols).node);
        self.chosen()
    }

    /// Every row that the caller may touch.
    pub fn all_rows(mut self) -> UntypedWrite<RowsChosen> {
        self.plan.all_rows = true;
        self.chosen()
    }

    /// Fails, and changes nothing, when more than this many rows would be touched.
    ///
    /// Source: PostgREST 12.2, `Prefer: handling=strict, max-affected`. An older server refuses the request.
    pub fn max_affected(mut self, rows: u64) -> Self {
        self.plan.max_affected = Some(rows);
        self
    }

    fn operation(&self) -> &'static str {
        match self.plan.verb {
            Verb::Update => "database.update",
            Verb::Delete => "database.delete",
        }
    }

    fn request(&self, answer: Answer<'_>) -> Result<Request> {
        let refuse = |reason: String| Error::request(reason).with_operation(self.operation());
        let changes = self.changes.as_ref().map_err(|reason| refuse(reason.to_string()))?;
        let body = match self.plan.verb {
            Verb::Delete => None,
            Verb::Update if changes.is_empty() => return Err(refuse("the update sets no column".into())),
            Verb::Update => Some(serde_json::to_vec(changes).map_err(|error| refuse(error.to_string()))?),
        };
        let assigned: Vec<&str> = changes.keys().map(String::as_str).collect();
        render::write(&self.plan, &assigned, body, answer)
            .map_err(|error| error.with_operation(self.operation()))
    }

    /// The request of [`execute`](Self::execute), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when nothing is set, a value cannot be sent, or the condition holds
    /// for every row or for none.
    pub fn to_request(&self) -> Result<Request> where R: Chosen<Untyped> {
        self.request(Answer::Count)
    }

    /// Makes the changes and says how many rows they touched.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), and as any request.
    pub async fn execute(self) -> Result<Affected> where R: Chosen<Untyped> {
        let answer = self.handle.send(self.request(Answer::Count)?).await?;
        affected(&answer, self.operation()).map(Affected)
    }

    /// Makes the changes to exactly one row; nothing changes when the conditions meet none or several.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn expect_one(mut self) -> Result<()> where R: Chosen<Untyped> {
        self.plan.singular = true;
        self.handle.send(self.request(Answer::Count)?).await.map(drop)
    }

    /// Makes the changes and returns the rows: as they then are, or as they were before they were deleted. It needs the
    /// right to read them as well.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) before sending when a tree of conditions (`|`, `!`) is on a
    /// column that is set, or a condition is raw; else as [`execute`](Self::execute).
    pub async fn returning_all(self) -> Result<Vec<Value>> where R: Chosen<Untyped> {
        let answer = self.handle.send(self.request(Answer::All)?).await?;
        answer.decode(self.operation())
    }
}
