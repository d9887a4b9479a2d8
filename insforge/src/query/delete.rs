//! Deleting rows.

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
use crate::error::Result;
use crate::http::Request;
use crate::schema::{Projection, Rows, Table, Writable};

const OPERATION: &str = "database.delete";

/// Rows of `T` to be deleted. `R` says whether they are chosen: until then it cannot be sent.
#[must_use = "a delete does nothing until a terminal method (`execute`, `expect_one`, `returning_..`) is awaited"]
pub struct Delete<T, R> {
    handle: Handle,
    plan: WritePlan,
    types: PhantomData<fn() -> (T, R)>,
}

row_choice!(Delete);

impl<T: Table, R> Delete<T, R> {
    fn chosen(self) -> Delete<T, RowsChosen> {
        Delete {
            handle: self.handle,
            plan: self.plan,
            types: PhantomData,
        }
    }

    fn request(&self, answer: Answer<'_>) -> Result<Request> {
        render::write(&self.plan, &[], None, answer).map_err(|error| error.with_operation(OPERATION))
    }
}

impl<T: Writable> Delete<T, NoRows> {
    pub(super) fn new(handle: Handle) -> Self {
        let plan = WritePlan::new(Verb::Delete, T::META, handle.schema_of(T::META));
        Self {
            handle,
            plan,
            types: PhantomData,
        }
    }
}

// The terminals stand on any state with the bound on the method, so that its message is the compiler's first word.
// The compiler quotes a signature from its name to its bound: on one line that is one line.
#[rustfmt::skip]
impl<T: Table, R> Delete<T, R> {
    /// Asks for the rows back as `P`, with a word on what they embed: see [`ReturningRows`].
    pub fn returning<P: Projection<T>>(self) -> ReturningRows<Self, P> where R: Chosen<T> {
        ReturningRows::new(self)
    }

    /// The request of [`execute`](Self::execute), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent, or the condition holds for every row or
    /// for none.
    pub fn to_request(&self) -> Result<Request> where R: Chosen<T> {
        self.request(Answer::Count)
    }

    /// Deletes the rows and says how many they were.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), and as any request.
    pub async fn execute(self) -> Result<Affected> where R: Chosen<T> {
        let answer = self.handle.send(self.request(Answer::Count)?).await?;
        affected(&answer, OPERATION).map(Affected)
    }

    /// Deletes exactly one row; nothing is deleted when the conditions meet none or several.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn expect_one(mut self) -> Result<()> where R: Chosen<T> {
        self.plan.singular = true;
        self.handle.send(self.request(Answer::Count)?).await.map(drop)
    }

    /// Deletes the rows and returns them as they were. It needs the right to read them as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> where R: Chosen<T> {
        self.rows(&[]).await
    }

    /// Deletes exactly one row and returns it; nothing is deleted when it is not one.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn returning_one<P: Projection<T>>(self) -> Result<P> where R: Chosen<T> {
        self.row(&[]).await
    }
}

impl<T: Table, R> Delete<T, R> {
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

impl<T, R> fmt::Debug for Delete<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delete").field(&self.plan).finish()
    }
}
