//! Reading rows.

use core::marker::PhantomData;
use core::pin::pin;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

use super::count::total_of_range_error;
use super::embed::{EmbedHandle, Embeds, Scope};
use super::filter::{Condition, Node, balanced};
use super::handle::Handle;
use super::key::{KeyOf, Keyed};
use super::keyset::Keyset;
use super::order::IntoOrder;
use super::page::{Count, Page};
use super::raw_row::Raw;
use super::render::{self, Parts, ReadPlan, ReadShape, Selection};
use super::rpc::CallPlan;
use super::whole;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::schema::{IntoColumns, Projection, Rows, Table, ValueError};

/// A read of rows of `T` as `P`, of the table itself or of a function that returns such rows. Its type stays the same
/// whatever is added, so it can be stored and branched on.
#[must_use = "a query does nothing until a terminal method (`all`, `first`, `page`, ..) is awaited"]
pub struct Query<T, P = T> {
    pub(super) handle: Handle,
    /// Boxed, since a query moves with each method that is called on it.
    pub(super) plan: Box<ReadPlan>,
    pub(super) types: PhantomData<fn() -> (T, P)>,
}

impl<T: Table, P> Query<T, P> {
    pub(super) fn new(handle: Handle) -> Self {
        let plan = Box::new(ReadPlan::new(T::META, handle.schema_of(T::META)));
        Self {
            handle,
            plan,
            types: PhantomData,
        }
    }

    /// A read of a table whose name is known at run time only.
    pub(super) fn named(handle: Handle, name: Arc<str>, selection: Selection) -> Self {
        let mut query = Self::new(handle);
        query.plan.name = Some(name);
        query.plan.selection = selection;
        query
    }

    /// The rows that a function returns.
    pub(super) fn call(handle: Handle, call: CallPlan) -> Self {
        let schema = handle.schema_or(call.function.schema);
        let plan = Box::new(ReadPlan::of_call(T::META, schema, call));
        Self {
            handle,
            plan,
            types: PhantomData,
        }
    }

    /// Reads the rows as `Q` instead: only its columns are selected.
    pub fn select<Q: Projection<T>>(self) -> Query<T, Q> {
        // A type that does not know its columns says so here, when the program is compiled.
        let _ = Q::SELECT;
        self.reading(Selection::Projection)
    }

    /// Reads a tuple of columns, up to six: for scripts, and where a struct would have one use.
    ///
    /// A column that can be NULL becomes an `Option`.
    ///
    /// ```no_run
    /// # use insforge::prelude::*;
    /// # #[derive(Table)] #[table(name = "todos")]
    /// # struct Todo { #[column(pk)] id: i64, title: String, body: Option<String> }
    /// # async fn demo(db: insforge::Database) -> insforge::Result<()> {
    /// let rows: Vec<(i64, Option<String>)> = db.from::<Todo>().select_columns(|t| (t.id, t.body)).all().await?;
    /// # let _ = rows;
    /// # Ok(())
    /// # }
    /// ```
    pub fn select_columns<C: IntoColumns<T>>(
        self,
        columns: impl FnOnce(&'static T::Cols) -> C,
    ) -> Query<T, C::Row> {
        self.reading(Selection::Columns(columns(T::COLS).items(T::META)))
    }

    /// Selects in PostgREST's own words, and reads the rows into any type that deserialises from what comes, such as
    /// `serde_json::Value`.
    ///
    /// Nothing in the text is checked or quoted, so never make it of what somebody else wrote. Numbers beyond 2^53
    /// come rounded unless they are cast: `id::text`.
    ///
    /// Source: PostgREST, "Vertical filtering", "Resource embedding".
    ///
    /// ```no_run
    /// # use insforge::prelude::*;
    /// # #[derive(Table)] #[table(name = "todos")]
    /// # struct Todo { #[column(pk)] id: i64, title: String }
    /// # async fn demo(db: insforge::Database) -> insforge::Result<()> {
    /// let rows = db.from::<Todo>().raw_select::<serde_json::Value>("id::text,shout:title").all().await?;
    /// for row in &rows {
    ///     println!("{}", row["shout"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_select<R: DeserializeOwned>(self, text: impl Into<String>) -> Query<T, Raw<R>> {
        let text = text.into();
        let mut query = self.reading(Selection::Projection);
        if let Err(reason) = balanced(&text) {
            let reason = ValueError::new(format!("raw select `{text}`: {reason}"));
            query.plan.conditions.push(Node::Broken(reason));
        }
        query.plan.selection = Selection::Raw(text.into());
        query
    }

    fn reading<Q>(mut self, selection: Selection) -> Query<T, Q> {
        self.plan.scopes.clear();
        self.plan.selection = selection;
        Query {
            handle: self.handle,
            plan: self.plan,
            types: PhantomData,
        }
    }

    /// Only rows that meet this condition; several calls must all be met.
    pub fn filter<C: Condition<T>>(mut self, condition: impl FnOnce(&'static T::Cols) -> C) -> Self {
        self.push(condition(T::COLS).into_node());
        self
    }

    /// Only rows that meet this condition, if there is a value to make it of.
    pub fn filter_opt<X, C: Condition<T>>(
        mut self,
        value: Option<X>,
        condition: impl FnOnce(&'static T::Cols, X) -> C,
    ) -> Self {
        if let Some(value) = value {
            self.push(condition(T::COLS, value).into_node());
        }
        self
    }

    /// The row with this primary key; a tuple for a composite key.
    pub fn by_key(mut self, key: impl KeyOf<T, T::Key>) -> Self
    where
        T: Keyed,
    {
        self.push(T::key_filter(&key.into_key()).node);
        self
    }

    /// Kept flat, so that the split of a long list finds the conditions that every row meets.
    fn push(&mut self, node: Node) {
        match node {
            Node::And(nodes) if self.plan.conditions.is_empty() => self.plan.conditions = nodes,
            Node::And(nodes) => self.plan.conditions.extend(nodes),
            node => self.plan.conditions.push(node),
        }
    }

    /// Sorts the rows; later calls weigh less than earlier ones.
    pub fn order<O: IntoOrder<T>>(mut self, order: impl FnOnce(&'static T::Cols) -> O) -> Self {
        order(T::COLS).append(&mut self.plan.order);
        self
    }

    /// At most this many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.plan.limit = Some(rows);
        self
    }

    /// Without the first rows. Without an order it is the database's choice which they are.
    pub fn offset(mut self, rows: u64) -> Self {
        self.plan.offset = Some(rows);
        self
    }

    /// How many parts of a read that is split over several requests are under way at once; one, unless said.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.plan.concurrency = requests.max(1);
        self
    }

    /// How [`page`](Self::page) and [`count`](Self::count) find the total; exactly, unless said.
    pub fn with_total(mut self, count: Count) -> Self {
        self.plan.count = Some(count);
        self
    }

    /// Looks the table up in this schema, whatever its struct or the client names.
    pub fn schema(mut self, schema: impl Into<Arc<str>>) -> Self {
        self.plan.schema = Some(schema.into());
        self
    }

    /// Reads the rows of a function again after a failure that may have come after it ran, although it is not declared
    /// `stable`. Say so only when running it twice is the same as once. Other reads are repeated anyway.
    pub fn idempotent(mut self) -> Self {
        self.plan.set_idempotent();
        self
    }

    /// Times come with the offset of this time zone (`Europe/Berlin`), and `now()::date` and its kin in functions and
    /// views are of it. The instants stay the same.
    ///
    /// Source: PostgREST 12, `Prefer: timezone=..`; a zone that the database does not know is an error.
    pub fn timezone(mut self, zone: impl Into<Arc<str>>) -> Self {
        self.plan.timezone = Some(zone.into());
        self
    }
}

// The bound stands on the methods, so that its message is the compiler's first word.
impl<T: Table, P> Query<T, P> {
    /// Narrows the rows that the projection embeds: `.embed(|e| e.comments, |c| c.order(..).limit(3))`.
    ///
    /// It reaches only what is selected, so it comes after [`select`](Self::select).
    pub fn embed<U: Table, Q: Projection<U>>(
        mut self,
        pick: impl FnOnce(&'static P::Handles) -> EmbedHandle<U, Q>,
        narrow: impl FnOnce(Scope<U, Q>) -> Scope<U, Q>,
    ) -> Self
    where
        P: Embeds,
    {
        self.plan
            .scopes
            .extend(Scope::collect(&[], pick(P::HANDLES), narrow));
        self
    }

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
        let requests = match render::split(&self.plan, P::items(), self.handle.max_url_len())? {
            Parts::Whole(request) => return self.part(request).await,
            Parts::Several(requests) => requests,
        };
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

    pub(super) fn plan(&self) -> &ReadPlan {
        &self.plan
    }

    pub(super) fn plan_mut(&mut self) -> &mut ReadPlan {
        &mut self.plan
    }

    pub(super) fn handle(&self) -> &Handle {
        &self.handle
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
