//! Adding rows, or changing those that are there.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use super::handle::Handle;
use super::insert::{Many, NewRows, One};
use super::page::Affected;
use super::render::{Answer, Conflict};
use super::returning::ReturningRows;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::schema::{Insertable, Projection, Unique, Writable};

/// New rows of `T` that may meet rows with the same key.
///
/// A unique index over an expression or a part of the rows cannot be a conflict target: PostgREST has no words for
/// it.
#[must_use = "an upsert does nothing until a terminal method (`execute`, `returning_..`) is awaited"]
pub struct Upsert<T, N> {
    pub(super) rows: NewRows,
    types: PhantomData<fn() -> (T, N)>,
}

impl<T: Writable, N> Upsert<T, N> {
    fn new(mut rows: NewRows) -> Self {
        rows.plan.conflict = Conflict::Merge(T::META.primary_key);
        Self {
            rows,
            types: PhantomData,
        }
    }

    /// The unique constraint whose violation is a conflict: `.on_conflict(|u| u.slug)`.
    pub fn on_conflict(mut self, target: impl FnOnce(&'static T::Unique) -> Unique<T>) -> Self {
        let columns = target(T::UNIQUE).columns();
        self.rows.plan.conflict = match self.rows.plan.conflict {
            Conflict::Ignore(_) => Conflict::Ignore(columns),
            Conflict::Merge(_) | Conflict::Fail => Conflict::Merge(columns),
        };
        self
    }

    /// On a conflict, writes the columns that are set to the row that is there. This is what happens unless said.
    pub fn merge(mut self) -> Self {
        self.rows.plan.conflict = Conflict::Merge(self.target());
        self
    }

    /// On a conflict, leaves the row that is there. It is not among the returned ones.
    pub fn ignore(mut self) -> Self {
        self.rows.plan.conflict = Conflict::Ignore(self.target());
        self
    }

    fn target(&self) -> &'static [&'static str] {
        match self.rows.plan.conflict {
            Conflict::Merge(columns) | Conflict::Ignore(columns) => columns,
            Conflict::Fail => T::META.primary_key,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.target().is_empty() {
            return Err(Error::request(format!(
                "`{}` has no primary key: name the conflict target by `on_conflict`",
                T::META.name
            ))
            .with_operation("database.upsert"));
        }
        Ok(())
    }

    /// Looks the table up in this schema, whatever its struct or the client names.
    pub fn schema(mut self, schema: impl Into<Arc<str>>) -> Self {
        self.rows.plan.schema = Some(schema.into());
        self
    }

    /// Lets the client send the upsert again after a failure that may have come after it was done.
    pub fn idempotent(mut self) -> Self {
        self.rows.plan.idempotent = true;
        self
    }

    /// Asks for the rows back as `P`, with a word on what they embed: see [`ReturningRows`].
    pub fn returning<P: Projection<T>>(self) -> ReturningRows<Self, P> {
        ReturningRows::new(self)
    }

    /// The request of [`execute`](Self::execute), unsent; the first when there are several.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent, there is no row, there is no conflict
    /// target, or rows that are to be merged set different columns.
    pub fn to_request(&self) -> Result<Request> {
        self.check()?;
        self.rows.to_request(Answer::Count)
    }

    /// Adds or changes the rows and says how many; those ignored do not count.
    ///
    /// # Errors
    /// As [`to_request`](Self::to_request), but that no rows at all are no request and no error; else as any
    /// request.
    pub async fn execute(self) -> Result<Affected> {
        self.check()?;
        self.rows.execute().await
    }
}

impl<T: Writable> Upsert<T, One> {
    pub(super) fn one<D: Insertable<Table = T>>(handle: Handle, row: &D) -> Self {
        Self::new(NewRows::one(handle, row))
    }

    /// Adds or changes the row and returns it as it then is; `None` when it was there and is ignored.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_maybe_one<P: Projection<T>>(self) -> Result<Option<P>> {
        self.check()?;
        Ok(self.rows.returning::<T, P>(&[]).await?.pop())
    }

    /// Adds or changes the row and returns it as it then is.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it was there and is ignored; else as
    /// [`execute`](Self::execute).
    pub async fn returning_one<P: Projection<T>>(self) -> Result<P> {
        self.returning_maybe_one().await?.ok_or_else(left_as_it_was)
    }
}

pub(super) fn left_as_it_was() -> Error {
    Error::row_count(Some(0), "one row was expected and the upsert left it as it was")
        .with_operation("database.upsert")
}

impl<T: Writable> Upsert<T, Many> {
    pub(super) fn many<D: Insertable<Table = T>>(handle: Handle, rows: impl IntoIterator<Item = D>) -> Self {
        Self::new(NewRows::many(handle, rows))
    }

    /// Sends at most this many rows a request (1000 unless said), each a transaction of its own; when one fails, the
    /// error's [`write_report()`](crate::Error::write_report) says which rows are written.
    pub fn chunks(mut self, rows: usize) -> Self {
        self.rows.chunk = rows;
        self
    }

    /// Has at most this many requests on their way at a time (1 unless said). Returned rows keep their order all the
    /// same. Rows of one key in two chunks may then be written in either order.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.rows.concurrency = requests;
        self
    }

    /// Adds or changes the rows and returns them as they then are, without those ignored.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> {
        self.check()?;
        self.rows.returning::<T, P>(&[]).await
    }
}

impl<T, N> fmt::Debug for Upsert<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert")
            .field("plan", &self.rows.plan)
            .field("columns", &self.rows.writer.columns())
            .field("rows", &self.rows.writer.rows())
            .finish()
    }
}
