//! Adding rows.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;
use std::sync::Arc;

use super::handle::{Handle, affected};
use super::page::Affected;
use super::render::{self, Conflict, InsertPlan, Returning};
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::schema::{
    Generated, Insertable, Projection, RowWriter, Rows, SelectItem, Table, TableMeta, Writable,
};

/// An insert of one row.
#[derive(Debug, Clone, Copy)]
pub struct One;

/// An insert of any number of rows.
#[derive(Debug, Clone, Copy)]
pub struct Many;

/// New rows of `T`: one, or many.
#[must_use = "an insert does nothing until a terminal method (`execute`, `returning_..`) is awaited"]
pub struct Insert<T, N> {
    rows: NewRows,
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
}

/// Rows a request unless said: some hundred kilobytes of ordinary rows.
const DEFAULT_CHUNK: usize = 1000;

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
        }
    }

    pub(super) const fn operation(&self) -> &'static str {
        match self.plan.conflict {
            Conflict::Fail => "database.insert",
            Conflict::Merge(_) | Conflict::Ignore(_) => "database.upsert",
        }
    }

    /// The columns of a bulk insert: every one that any row sets, or some default column when none does.
    fn columns(&self) -> Vec<&'static str> {
        if self.writer.columns().is_empty() {
            let insertable = self
                .plan
                .table
                .columns
                .iter()
                .find(|c| c.generated != Generated::Always);
            return insertable.map(|column| column.name).into_iter().collect();
        }
        self.writer.columns().to_vec()
    }

    /// The requests that carry the rows, one a chunk.
    fn requests(&self, returning: Returning<'_>) -> Result<Vec<(Request, Range<usize>)>> {
        let refuse = |reason: String| Err(Error::request(reason).with_operation(self.operation()));
        if let Some(reason) = self.writer.error() {
            return refuse(reason.to_string());
        }
        if matches!(self.plan.conflict, Conflict::Merge(_)) && !self.writer.is_uniform() {
            return refuse(
                "the rows of this upsert set different columns: those that a row leaves out would be overwritten by \
                 their defaults where the row exists. Upsert rows of the same columns together"
                    .into(),
            );
        }
        if !self.bulk {
            return Ok(vec![(
                render::insert(&self.plan, None, self.writer.object(0), returning)?,
                0..1,
            )]);
        }
        let columns = self.columns();
        let total = self.writer.rows();
        (0..total)
            .step_by(self.chunk.max(1))
            .map(|start| {
                let range = start..total.min(start.saturating_add(self.chunk.max(1)));
                let request = render::insert(
                    &self.plan,
                    Some(&columns),
                    self.writer.array(range.clone()),
                    returning,
                )?;
                Ok((request, range))
            })
            .collect()
    }

    /// The first request; an error when there is no row.
    pub(super) fn to_request(&self) -> Result<Request> {
        let operation = self.operation();
        let requests = self.requests(Returning::Count)?;
        requests
            .into_iter()
            .next()
            .map(|(request, _)| request)
            .ok_or_else(|| Error::request("there is no row to insert").with_operation(operation))
    }

    pub(super) async fn execute(self) -> Result<Affected> {
        let mut rows = 0;
        for (request, range) in self.requests(Returning::Count)? {
            let answer = self.send(request, &range).await?;
            rows += affected(&answer, self.operation())?;
        }
        Ok(Affected(rows))
    }

    pub(super) async fn returning<T, P: Projection<T>>(self, select: &[SelectItem]) -> Result<Vec<P>> {
        let mut rows = Vec::with_capacity(self.writer.rows().min(4096));
        for (request, range) in self.requests(Returning::Rows(select))? {
            let answer = self.send(request, &range).await?;
            rows.extend(answer.decode::<Rows<T, P>>(self.operation())?.into_vec());
        }
        Ok(rows)
    }

    async fn send(&self, request: Request, range: &Range<usize>) -> Result<Response> {
        self.handle.send(request).await.map_err(|error| {
            // What was written before stays: the caller must know where to go on.
            if range.start > 0 {
                error.with_rows_written(range.start)
            } else {
                error
            }
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
        let operation = self.rows.operation();
        let mut rows = self.rows.returning::<T, P>(P::SELECT).await?;
        rows.pop().ok_or_else(|| {
            Error::row_count(Some(0), "the new row was expected in the answer").with_operation(operation)
        })
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
    /// one fails, the error's `rows_written()` says how many rows went before.
    pub fn chunks(mut self, rows: usize) -> Self {
        self.rows.chunk = rows;
        self
    }

    /// Adds the rows and returns them as they then are, in their order. It needs the right to read them as well.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn returning_all<P: Projection<T>>(self) -> Result<Vec<P>> {
        self.rows.returning::<T, P>(P::SELECT).await
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

    /// The request of [`execute`](Self::execute), unsent; the first when there are several.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent or there is no row.
    pub fn to_request(&self) -> Result<Request> {
        self.rows.to_request()
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
