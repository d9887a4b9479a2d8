//! A call that returns a row, a value, values, or nothing.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use super::scalar::{self, Value, Values};
use super::{CallPlan, One, Scalar, SetOfScalar, Void, explain};
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::query::embed::{EmbedHandle, Embeds, Scope};
use crate::query::handle::Handle;
use crate::query::render::{self, ReadPlan, ReadShape};
use crate::schema::{Field, Projection, Rows, SelectItem, Table, TableMeta};

const OPERATION: &str = "database.rpc";

/// A call of a function that returns `R`, read as `P`. Of a set of rows it is a [`Query`](crate::Query) instead.
#[must_use = "a call does nothing until a terminal method (`one`, `all`, `execute`, ..) is awaited"]
pub struct Call<R, P> {
    handle: Handle,
    plan: ReadPlan,
    types: PhantomData<fn() -> (R, P)>,
}

impl<R, P> Call<R, P> {
    pub(super) fn new(handle: Handle, table: &'static TableMeta, call: CallPlan) -> Self {
        let plan = ReadPlan::of_call(table, handle.schema_or(call.function.schema), call);
        Self {
            handle,
            plan,
            types: PhantomData,
        }
    }

    /// Looks the function up in this schema, whatever its struct or the client names.
    pub fn schema(mut self, schema: impl Into<Arc<str>>) -> Self {
        self.plan.schema = Some(schema.into());
        self
    }

    /// Lets the client send the call again after a failure that may have come after it was done. Say so only when
    /// doing it twice is the same as once; a function declared `stable` is repeated anyway.
    pub fn idempotent(mut self) -> Self {
        self.plan.set_idempotent();
        self
    }

    /// Runs the function with this time zone (`Europe/Berlin`); see [`Query::timezone`](crate::Query::timezone).
    pub fn timezone(mut self, zone: impl Into<Arc<str>>) -> Self {
        self.plan.timezone = Some(zone.into());
        self
    }

    fn request(&self, items: &[SelectItem]) -> Result<Request> {
        render::select_rows(&self.plan, items, ReadShape::Rows)
    }

    async fn send(&self, items: &[SelectItem]) -> Result<Response> {
        let sent = self.handle.send(self.request(items)?).await;
        sent.map_err(|error| explain(error, self.plan.call.as_ref()))
    }
}

impl<T: Table, P> Call<One<T>, P> {
    /// Reads the row as `Q` instead: only its columns are selected.
    pub fn select<Q: Projection<T>>(mut self) -> Call<One<T>, Q> {
        self.plan.scopes.clear();
        Call {
            handle: self.handle,
            plan: self.plan,
            types: PhantomData,
        }
    }

    /// Narrows the rows that the projection embeds; see [`Query::embed`](crate::Query::embed).
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

    /// The request of [`one`](Self::one), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when an argument cannot be sent.
    pub fn to_request(&self) -> Result<Request>
    where
        P: Projection<T>,
    {
        self.request(P::SELECT)
    }

    /// Calls the function and reads its row.
    ///
    /// # Errors
    /// [`RowCount`](crate::ErrorKind::RowCount) when it returned NULL; [`SchemaCache`](crate::ErrorKind::SchemaCache)
    /// when there is no such function; else as any request.
    pub async fn one(self) -> Result<P>
    where
        P: Projection<T>,
    {
        self.maybe_one().await?.ok_or_else(|| {
            Error::row_count(Some(0), "one row was expected and the function returned NULL")
                .with_operation(OPERATION)
        })
    }

    /// Calls the function and reads its row, or `None` when it returned NULL. A row of NULLs alone is NULL too, as
    /// PostgreSQL has it.
    ///
    /// # Errors
    /// As [`one`](Self::one).
    pub async fn maybe_one(self) -> Result<Option<P>>
    where
        P: Projection<T>,
    {
        let answer = self.send(P::SELECT).await?;
        if is_null_row(&answer.body) {
            return Ok(None);
        }
        answer
            .decode::<Rows<T, P>>(OPERATION)?
            .into_one(OPERATION)
            .map(Some)
    }
}

/// `null`, or an object of nothing but `null`.
fn is_null_row(body: &[u8]) -> bool {
    type Row<'a> = std::collections::BTreeMap<String, Option<&'a serde_json::value::RawValue>>;
    match serde_json::from_slice::<Option<Row<'_>>>(body) {
        Ok(None) => true,
        Ok(Some(row)) => !row.is_empty() && row.values().all(Option::is_none),
        Err(_) => false,
    }
}

impl<V: Field> Call<Scalar<V>, V> {
    /// The request of [`one`](Self::one), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when an argument cannot be sent.
    pub fn to_request(&self) -> Result<Request> {
        self.request(scalar::select::<V>().as_slice())
    }

    /// Calls the function and reads its value.
    ///
    /// The gateway makes `null` of an empty text. It is read as the empty text into a `String`, and as `None` into an
    /// `Option<String>`.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when the value does not fit `V`;
    /// [`SchemaCache`](crate::ErrorKind::SchemaCache) when there is no such function; else as any request.
    pub async fn one(self) -> Result<V> {
        let answer = self.send(scalar::select::<V>().as_slice()).await?;
        if answer.body.trim_ascii() == b"null"
            && let Some(empty) = scalar::of_null()
        {
            return Ok(empty);
        }
        answer.decode::<Value<V>>(OPERATION).map(|value| value.0)
    }
}

impl<V: Field> Call<SetOfScalar<V>, V> {
    /// At most this many values.
    pub fn limit(mut self, values: u64) -> Self {
        self.plan.limit = Some(values);
        self
    }

    /// Without the first values.
    pub fn offset(mut self, values: u64) -> Self {
        self.plan.offset = Some(values);
        self
    }

    /// The request of [`all`](Self::all), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when an argument cannot be sent.
    pub fn to_request(&self) -> Result<Request> {
        self.request(scalar::select::<V>().as_slice())
    }

    /// Calls the function and reads its values.
    ///
    /// # Errors
    /// As [`one`](Call::one) of a scalar.
    pub async fn all(self) -> Result<Vec<V>> {
        let answer = self.send(scalar::select::<V>().as_slice()).await?;
        answer.decode::<Values<V>>(OPERATION).map(|values| values.0)
    }

    /// Calls the function and reads its first value, if there is one.
    ///
    /// # Errors
    /// As [`all`](Self::all).
    pub async fn first(mut self) -> Result<Option<V>> {
        self.plan.limit = Some(self.plan.limit.unwrap_or(1).min(1));
        Ok(self.all().await?.into_iter().next())
    }
}

impl Call<Void, ()> {
    /// The request of [`execute`](Self::execute), unsent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when an argument cannot be sent.
    pub fn to_request(&self) -> Result<Request> {
        self.request(&[])
    }

    /// Calls the function.
    ///
    /// # Errors
    /// [`SchemaCache`](crate::ErrorKind::SchemaCache) when there is no such function; else as any request.
    pub async fn execute(self) -> Result<()> {
        self.send(&[]).await.map(|_| ())
    }
}

impl<R, P> Clone for Call<R, P> {
    fn clone(&self) -> Self {
        Self {
            handle: self.handle.clone(),
            plan: self.plan.clone(),
            types: PhantomData,
        }
    }
}

impl<R, P> fmt::Debug for Call<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.plan).finish()
    }
}
