//! What ends a read: rows, one row, a page, a number, a stream.

use core::pin::pin;

use futures_core::Stream;
use futures_util::StreamExt as _;
use http::Method;
use serde::de::IgnoredAny;

use super::key::Keyed;
use super::keyset::Keyset;
use super::order::IntoOrder;
use super::page::{Count, Page};
use super::render::{self, ReadShape};
use super::rpc::explain;
use super::select::Query;
use super::whole;
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::schema::{Projection, Rows, Table};

impl<T: Table, P> Query<T, P> {
    /// How many rows meet the conditions. Limit and offset do not count.
    ///
    /// # Errors
    /// As any request; a count that the database refuses reports why, which takes a second request.
    pub async fn count(mut self) -> Result<u64> {
        const OPERATION: &str = "database.count";
        self.plan.count.get_or_insert(Count::Exact);
        let request = render::count(&self.plan, Method::HEAD)?;
        // A function that writes is not called with HEAD, and not twice.
        let without_body = *request.method() == Method::HEAD;
        let answer = match self.send(request).await {
            Ok(answer) => answer,
            // The answer to a HEAD has no body, so the reason is asked for.
            Err(error) if error.status().is_some() && without_body => {
                self.send(render::count(&self.plan, Method::GET)?).await?
            }
            Err(error) => return Err(error),
        };
        answer
            .content_range()
            .and_then(|range| range.total)
            .ok_or_else(|| {
                Error::decode("the answer does not say the total (no usable Content-Range)")
                    .with_operation(OPERATION)
            })
    }

    pub(super) async fn send(&self, request: Request) -> Result<Response> {
        let sent = self.handle.send(request).await;
        sent.map_err(|error| explain(error, self.plan.call.as_ref()))
    }

    /// Whether any row meets the conditions.
    ///
    /// # Errors
    /// As any request.
    pub async fn exists(self) -> Result<bool> {
        let answer = self.send(render::exists(&self.plan)?).await?;
        Ok(!answer.decode::<Vec<IgnoredAny>>("database.exists")?.is_empty())
    }
}

// The bound stands on the methods, so that its message is the compiler's first word.
impl<T: Table, P> Query<T, P> {
    /// The request of [`all`](Self::all), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent.
    pub fn to_request(&self) -> Result<Request>
    where
        P: Projection<T>,
    {
        render::select_rows(&self.plan, P::items(), ReadShape::Whole)
    }

    /// Every row, or as many as [`limit`](Self::limit) says.
    ///
    /// A server may limit how many rows an answer holds. Without a limit of its own the read therefore asks for the
    /// number of rows as well, and fails when fewer came. With one, a short answer of 100 rows or more is followed by a
    /// request for one more row, unless this client has seen a larger answer.
    ///
    /// A long `in_` list is split over several requests, as many at once as [`concurrency`](Self::concurrency) says,
    /// when nothing orders, limits or counts the rows. The rows of a function are taken for all that it returns.
    ///
    /// # Errors
    /// [`UrlTooLong`](crate::ErrorKind::UrlTooLong) before anything is sent when it cannot be split;
    /// [`Truncated`](crate::ErrorKind::Truncated) when the server holds rows back;
    /// [`Decode`](crate::ErrorKind::Decode) when a row does not fit `P`; else as any request.
    pub async fn all(self) -> Result<Vec<P>>
    where
        P: Projection<T>,
    {
        let requests = render::split(&self.plan, P::items(), self.handle.max_url_len())?;
        let parts = requests.into_iter().map(|request| self.part(request));
        let mut parts = pin!(futures_util::stream::iter(parts).buffered(self.plan.concurrency));
        let mut rows = Vec::new();
        while let Some(part) = parts.next().await {
            let part = part?;
            if rows.is_empty() {
                rows = part;
            } else {
                rows.extend(part);
            }
        }
        Ok(rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`all`](Self::all).
    pub async fn first(mut self) -> Result<Option<P>>
    where
        P: Projection<T>,
    {
        self.plan.limit = Some(self.plan.limit.unwrap_or(1).min(1));
        Ok(self.read(self.to_request()?).await?.into_iter().next())
    }

    /// The one row that there is.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when there is none, or more than one; else as [`all`](Self::all).
    pub async fn one(self) -> Result<P>
    where
        P: Projection<T>,
    {
        let operation = self.plan.operation();
        self.maybe_one().await?.ok_or_else(|| {
            Error::row_count(Some(0), "one row was expected and none was found").with_operation(operation)
        })
    }

    /// The one row that there is, or `None`.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when there is more than one; else as [`all`](Self::all).
    pub async fn maybe_one(mut self) -> Result<Option<P>>
    where
        P: Projection<T>,
    {
        self.plan.limit = Some(self.plan.limit.unwrap_or(2).min(2));
        let mut rows = self.read(self.to_request()?).await?;
        if rows.len() > 1 {
            return Err(Error::row_count(None, "one row was expected and more were found")
                .with_operation(self.plan.operation()));
        }
        Ok(rows.pop())
    }

    /// The rows of this limit and offset, with the total. A page past the end is empty.
    ///
    /// # Errors
    /// As [`all`](Self::all).
    pub async fn page(mut self) -> Result<Page<P>>
    where
        P: Projection<T>,
    {
        self.plan.count.get_or_insert(Count::Exact);
        let offset = self.plan.offset.unwrap_or(0);
        let answer = match self.send(self.to_request()?).await {
            Ok(answer) => answer,
            Err(error) if error.code() == Some("PGRST103") => {
                let total = error.details().and_then(total_of_range_error);
                return Ok(Page {
                    rows: Vec::new(),
                    offset,
                    total,
                });
            }
            Err(error) => return Err(error),
        };
        let total = answer.content_range().and_then(|range| range.total);
        let rows = answer.decode::<Rows<T, P>>(self.plan.operation())?.into_vec();
        Ok(Page { rows, offset, total })
    }

    /// The plan of the query, which InsForge does not tell.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported), always, before anything is sent: InsForge runs PostgREST without
    /// `db-plan-enabled`. Run `EXPLAIN` as SQL with an admin's client.
    pub async fn explain(self) -> Result<String>
    where
        P: Projection<T>,
    {
        Err(Error::unsupported(
            "InsForge does not tell the plan of a query: run `explain ..` with an admin client's `sql`",
        )
        .with_operation("database.explain"))
    }

    /// Pages that begin after the last row of the one before, in this order; see [`Keyset`].
    ///
    /// The columns of the primary key are added where the order lacks them.
    pub fn keyset<O: IntoOrder<T>>(mut self, order: impl FnOnce(&'static T::Cols) -> O) -> Keyset<T, P>
    where
        T: Keyed,
        P: Projection<T>,
    {
        self.plan.order.clear();
        order(T::COLS).append(&mut self.plan.order);
        Keyset::new(self)
    }

    /// Every row as a stream, ordered by the primary key, `page` rows a request; see [`Keyset::stream`].
    pub fn stream(mut self, page: u64) -> impl Stream<Item = Result<P>> + Send
    where
        T: Keyed + Send + Sync,
        P: Projection<T> + Send,
    {
        self.plan.order.clear();
        Keyset::new(self).stream(page)
    }

    /// The rows of one request, none of which the server held back.
    async fn part(&self, request: Request) -> Result<Vec<P>>
    where
        P: Projection<T>,
    {
        let answer = match self.send(request).await {
            // An offset past the end of rows that are counted.
            Err(error) if error.code() == Some("PGRST103") => return Ok(Vec::new()),
            answer => answer?,
        };
        let rows = answer.decode::<Rows<T, P>>(self.plan.operation())?.into_vec();
        let came = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        whole::check(&self.handle, &self.plan, P::items(), &answer, came).await?;
        Ok(rows)
    }

    async fn read(&self, request: Request) -> Result<Vec<P>>
    where
        P: Projection<T>,
    {
        let answer = self.send(request).await?;
        Ok(answer.decode::<Rows<T, P>>(self.plan.operation())?.into_vec())
    }
}

/// The total in "An offset of 100 was requested, but there are only 4 rows."
fn total_of_range_error(details: &str) -> Option<u64> {
    details.split("only ").nth(1)?.split(' ').next()?.parse().ok()
}
