//! Adding rows.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use super::bulk::DEFAULT_CHUNK;
use super::embed::ScopePlan;
use super::handle::{Handle, affected};
use super::page::Affected;
use super::render::{Answer, Conflict, InsertPlan};
use super::returning::ReturningRows;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::schema::{Insertable, Projection, RowWriter, Rows, Table, TableMeta, Writable};

/// An insert of one row.
#[derive(Debug, Clone, Copy)]
pub struct One;

/// An insert of any number of rows.
#[derive(Debug, Clone, Copy)]
pub struct Many;

/// New rows of `T`: one, or many.
#[must_use = "an insert does nothing until a terminal method (`execute`, `returning_..`) is awaited"]
pub struct Insert<T, N> {
    pub(super) rows: NewRows,
    types: PhantomData<fn() -> (T, N)>,
}

/// The rows of an insert or upsert and how they go out, free of types.
#[derive(Debug)]
pub(super) struct NewRows {
    pub(super) handle: Handle,
    pub(super) writer: RowWriter,
    pub(super) plan: InsertPlan,
    pub(super) bulk: bool,
    pub(super) chunk: usize,
    /// How many requests may be on their way at a time.
    pub(super) concurrency: usize,
}

impl NewRows {
    pub(super) fn one<D: Insertable>(handle: Handle, row: &D) -> Self {
        let mut writer = RowWriter::new();
        writer.begin();
        row.write(&mut writer);
        writer.end();
        Self::of_writer(handle, <D::Table as Table>::META, writer, false)
    }

    pub(super) fn many<D: Insertable>(handle: Handle, rows: impl IntoIterator<Item = D>) -> Self {
        let mut writer = RowWriter::new();
        for row in rows {
            writer.begin();
            row.write(&mut writer);
            writer.end();
        }
        Self::of_writer(handle, <D::Table as Table>::META, writer, true)
    }

    fn of_writer(handle: Handle, table: &'static TableMeta, writer: RowWriter, bulk: bool) -> Self {
        let plan = InsertPlan {
            table,
            name: None,
            schema: handle.schema_of(table),
            conflict: Conflict::Fail,
            singular: false,
            idempotent: false,
        };
        Self {
            handle,
            writer,
            plan,
            bulk,
            chunk: DEFAULT_CHUNK,
            concurrency: 1,
        }
    }

    pub(super) const fn operation(&self) -> &'static str {
        match self.plan.conflict {
            Conflict::Fail => "database.insert",
            Conflict::Merge(_) | Conflict::Ignore(_) => "database.upsert",
        }
    }

    pub(super) async fn execute(self) -> Result<Affected> {
        let operation = self.operation();
        let mut rows = 0;
        self.run(Answer::Count, |answer| {
            rows += affected(&answer, operation)?;
            Ok(())
        })
        .await?;
        Ok(Affected(rows))
    }

    pub(super) async fn returning<T, P: Projection<T>>(self, scopes: &[ScopePlan]) -> Result<Vec<P>> {
        let operation = self.operation();
        let mut rows = Vec::with_capacity(self.writer.rows().min(4096));
        let select = Answer::Rows {
            items: P::SELECT,
            scopes,
        };
        self.run(select, |answer| {
            rows.extend(answer.decode::<Rows<T, P>>(operation)?.into_vec());
            Ok(())
        })
        .await?;
        Ok(rows)
    }

    pub(super) async fn returning_one<T, P: Projection<T>>(self, scopes: &[ScopePlan]) -> Result<P> {
        let operation = self.operation();
        let mut rows = self.returning::<T, P>(scopes).await?;
        rows.pop().ok_or_else(|| {
            Error::row_count(Some(0), "the new row was expected in the answer").with_operation(operation)
        })
    }
}

impl<T: Writable> Insert<T, One> {
    pub(super) fn one<D: Insertable<Table = T>>(handle: Handle, row: &D) -> Self {
        Self {
            rows: NewRows::one(handle, row),
            types: PhantomData,
        }
    }

    /// Adds the row and returns it as it then is, defaults filled in. It needs the right to read it as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute); [`Forbidden`](crate::ErrorKind::Forbidden) also when the row may be written
    /// and not read.
    pub async fn returning_one<P: Projection<T>>(mut self) -> Result<P> {
        self.rows.plan.singular = true;
        self.rows.returning_one(&[]).await
    }
}

impl<T: Writable> Insert<T, Many> {
    pub(super) fn many<D: Insertable<Table = T>>(handle: Handle, rows: impl IntoIterator<Item = D>) -> Self {
        Self {
            rows: NewRows::many(handle, rows),
            types: PhantomData,
        }
    }

    /// Sends at most this many rows a request (1000 unless said). Each request is a transaction of its own; when
    /// one fails, no further one is sent, and the error's
    /// [`write_report()`](crate::Error::write_report) says which rows are written.
    pub fn chunks(mut self, rows: usize) -> Self {
        self.rows.chunk = rows;
        self
    }

    /// Has at most this many requests on their way at a time (1 unless said). Returned rows keep their order all the
    /// same. When one fails, those on their way are waited for.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.rows.concurrency = requests;
        self
    }

    /// Adds the rows and returns them as they then are, in their order. It needs the right to read them as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> {
        self.rows.returning::<T, P>(&[]).await
    }
}

impl<T: Writable, N> Insert<T, N> {
    /// Looks the table up in this schema, whatever its struct or the client names.
    pub fn schema(mut self, schema: impl Into<Arc<str>>) -> Self {
        self.rows.plan.schema = Some(schema.into());
        self
    }

    /// Lets the client send the insert again after a failure that may have come after it was done. Say so only
    /// when a second insert fails or does no harm, as with a key made by the client.
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
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent or there is no row.
    pub fn to_request(&self) -> Result<Request> {
        self.rows.to_request(Answer::Count)
    }

    /// Adds the rows and says how many. No rows at all are no request and no error.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent; [`Conflict`](crate::ErrorKind::Conflict)
    /// when a unique or foreign key is violated; else as any request.
    pub async fn execute(self) -> Result<Affected> {
        self.rows.execute().await
    }
}

impl<T, N> fmt::Debug for Insert<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insert")
            .field("plan", &self.rows.plan)
            .field("columns", &self.rows.writer.columns())
            .field("rows", &self.rows.writer.rows())
            .finish()
    }
}
