//! What a read needs no type of rows for: how many there are, and whether there are any.

use core::fmt;
use core::marker::PhantomData;

use http::Method;
use serde::de::IgnoredAny;

use super::page::Count;
use super::render;
use super::rpc::explain;
use super::select::Query;
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::schema::Table;

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

/// The total in "An offset of 100 was requested, but there are only 4 rows."
pub(super) fn total_of_range_error(details: &str) -> Option<u64> {
    details.split("only ").nth(1)?.split(' ').next()?.parse().ok()
}

impl<T, P> Clone for Query<T, P> {
    fn clone(&self) -> Self {
        Self {
            handle: self.handle.clone(),
            plan: self.plan.clone(),
            types: PhantomData,
        }
    }
}

impl<T, P> fmt::Debug for Query<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Query").field(&self.plan).finish()
    }
}
