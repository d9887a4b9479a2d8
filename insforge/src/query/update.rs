//! Changing rows.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use super::embed::ScopePlan;
use super::filter::Filter;
use super::handle::{Handle, affected};
use super::key::{KeyOf, Keyed};
use super::page::Affected;
use super::render::{self, Answer, Verb, WritePlan};
use super::returning::ReturningRows;
use super::rows::{Chosen, NoRows, RowsChosen, row_choice};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::schema::{IntoAssignments, Patch, Projection, RowWriter, Rows, Table, ValueError, Writable};

const OPERATION: &str = "database.update";

/// Changes to rows of `T`. `R` says whether the rows are chosen: until then it cannot be sent.
///
/// New values are values: for `rank = rank + 1` call a database function.
#[must_use = "an update does nothing until a terminal method (`execute`, `expect_one`, `returning_..`) is awaited"]
pub struct Update<T, R> {
    handle: Handle,
    plan: WritePlan,
    changes: RowWriter,
    types: PhantomData<fn() -> (T, R)>,
}

row_choice!(Update);

impl<T: Table, R> Update<T, R> {
    fn chosen(self) -> Update<T, RowsChosen> {
        Update {
            handle: self.handle,
            plan: self.plan,
            changes: self.changes,
            types: PhantomData,
        }
    }

    /// Adds assignments: `.set(|t| (t.done.to(true), t.body.to_null()))`.
    pub fn set<A: IntoAssignments<T>>(mut self, assign: impl FnOnce(&'static T::Cols) -> A) -> Self {
        let mut assignments = Vec::new();
        assign(T::COLS).append(&mut assignments);
        for assignment in assignments {
            let name = assignment.column;
            match (T::META.column(name), assignment.json) {
                _ if self.changes.columns().contains(&name) => {
                    self.changes
                        .fail(ValueError::new(format!("column `{name}` is set twice")));
                }
                (Some(column), Ok(json)) => self.changes.json(column, &json),
                (_, Err(reason)) => {
                    self.changes
                        .fail(ValueError::new(format!("column `{name}`: {reason}")));
                }
                (None, Ok(_)) => {
                    self.changes.fail(ValueError::new(format!(
                        "`{name}` is no column of `{}`",
                        T::META.name
                    )));
                }
            }
        }
        self
    }
}

impl<T: Writable> Update<T, NoRows> {
    pub(super) fn new(handle: Handle) -> Self {
        let plan = WritePlan::new(Verb::Update, T::META, handle.schema_of(T::META));
        let mut changes = RowWriter::new();
        changes.begin();
        Self {
            handle,
            plan,
            changes,
            types: PhantomData,
        }
    }

    pub(super) fn patch<D: Patch<Table = T>>(handle: Handle, patch: &D) -> Self {
        let mut update = Self::new(handle);
        patch.write(&mut update.changes);
        update
    }
}

// The compiler quotes a signature from its name to its bound: on one line that is one line.
#[rustfmt::skip]
impl<T: Table, R> Update<T, R> {
    fn request(&self, answer: Answer<'_>) -> Result<Request> {
        if let Some(reason) = self.changes.error() {
            return Err(Error::request(reason.to_string()).with_operation(OPERATION));
        }
        if self.changes.columns().is_empty() {
            return Err(Error::request("the update sets no column").with_operation(OPERATION));
        }
        render::write(
            &self.plan,
            self.changes.columns(),
            Some(self.changes.open_object()),
            answer,
        )
        .map_err(|error| error.with_operation(OPERATION))
    }

    // The terminals stand on any state with the bound on the method, so that its message is the compiler's first word.

    /// Asks for the rows back as `P`, with a word on what they embed: see [`ReturningRows`].
    pub fn returning<P: Projection<T>>(self) -> ReturningRows<Self, P> where R: Chosen<T> {
        ReturningRows::new(self)
    }

    /// The request of [`execute`](Self::execute), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when nothing is set, a value cannot be sent, or the condition holds
    /// for every row or for none.
    pub fn to_request(&self) -> Result<Request> where R: Chosen<T> {
        self.request(Answer::Count)
    }

    /// Makes the changes and says how many rows they touched.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), and as any request.
    pub async fn execute(self) -> Result<Affected> where R: Chosen<T> {
        let answer = self.handle.send(self.request(Answer::Count)?).await?;
        affected(&answer, OPERATION).map(Affected)
    }

    /// Makes the changes to exactly one row; nothing changes when the conditions meet none or several.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn expect_one(mut self) -> Result<()> where R: Chosen<T> {
        self.plan.singular = true;
        self.handle.send(self.request(Answer::Count)?).await.map(drop)
    }

    /// Makes the changes and returns the rows as they then are. It needs the right to read them as well.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) before sending when a tree of conditions (`|`, `!`) is on a
    /// column that is set; else as [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> where R: Chosen<T> {
        self.rows(&[]).await
    }

    /// Makes the changes to exactly one row and returns it; nothing changes when it is not one.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as
    /// [`returning_all`](Self::returning_all).
    pub async fn returning_one<P: Projection<T>>(self) -> Result<P> where R: Chosen<T> {
        self.row(&[]).await
    }
}

impl<T: Table, R> Update<T, R> {
    pub(super) fn rows_request<P: Projection<T>>(&self, scopes: &[ScopePlan]) -> Result<Request> {
        self.request(Answer::Rows {
            items: P::SELECT,
            scopes,
        })
    }

    pub(super) async fn rows<P: Projection<T>>(self, scopes: &[ScopePlan]) -> Result<Vec<P>> {
        let answer = self.handle.send(self.rows_request::<P>(scopes)?).await?;
        Ok(answer.decode::<Rows<T, P>>(OPERATION)?.into_vec())
    }

    pub(super) async fn row<P: Projection<T>>(mut self, scopes: &[ScopePlan]) -> Result<P> {
        self.plan.singular = true;
        let answer = self.handle.send(self.rows_request::<P>(scopes)?).await?;
        answer.decode::<Rows<T, P>>(OPERATION)?.into_one(OPERATION)
    }
}

impl<T, R> fmt::Debug for Update<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("plan", &self.plan)
            .field("columns", &self.changes.columns())
            .finish()
    }
}
