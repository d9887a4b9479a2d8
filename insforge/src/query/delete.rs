//! Deleting rows.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use super::filter::Filter;
use super::handle::{Handle, affected};
use super::key::{KeyOf, Keyed};
use super::page::Affected;
use super::render::{self, Returning, Verb, WritePlan};
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

    fn request(&self, returning: Returning<'_>) -> Result<Request> {
        render::write(&self.plan, &[], None, returning).map_err(|error| error.with_operation(OPERATION))
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
    /// The request of [`execute`](Self::execute), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent, or the condition holds for every row or
    /// for none.
    pub fn to_request(&self) -> Result<Request> where R: Chosen<T> {
        self.request(Returning::Count)
    }

    /// Deletes the rows and says how many they were.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), and as any request.
    pub async fn execute(self) -> Result<Affected> where R: Chosen<T> {
        let answer = self.handle.send(self.request(Returning::Count)?).await?;
        affected(&answer, OPERATION).map(Affected)
    }

    /// Deletes exactly one row; nothing is deleted when the conditions meet none or several.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn expect_one(mut self) -> Result<()> where R: Chosen<T> {
        self.plan.singular = true;
        self.handle.send(self.request(Returning::Count)?).await.map(drop)
    }

    /// Deletes the rows and returns them as they were. It needs the right to read them as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> where R: Chosen<T> {
        let answer = self
            .handle
            .send(self.request(Returning::Rows(P::SELECT))?)
            .await?;
        Ok(answer.decode::<Rows<T, P>>(OPERATION)?.into_vec())
    }

    /// Deletes exactly one row and returns it; nothing is deleted when it is not one.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it is not one row; else as [`execute`](Self::execute).
    pub async fn returning_one<P: Projection<T>>(mut self) -> Result<P> where R: Chosen<T> {
        self.plan.singular = true;
        let answer = self
            .handle
            .send(self.request(Returning::Rows(P::SELECT))?)
            .await?;
        answer.decode::<Rows<T, P>>(OPERATION)?.into_one(OPERATION)
    }
}

impl<T, R> fmt::Debug for Delete<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delete").field(&self.plan).finish()
    }
}
