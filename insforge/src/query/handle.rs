//! What a builder keeps of the client: how to send, and where tables are looked up.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::http::{Caller, LargestAnswer, Request, Response};
use crate::schema::TableMeta;

/// A client's way to its database. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Handle {
    caller: Caller,
    schema: Option<Arc<str>>,
    /// The schema was chosen on the handle: it outranks the one that a struct names.
    schema_is_chosen: bool,
}

impl Handle {
    pub(super) fn new(caller: Caller, schema: Option<Arc<str>>) -> Self {
        Self {
            caller,
            schema,
            schema_is_chosen: false,
        }
    }

    /// The same way with every table looked up in this schema.
    pub(super) fn with_schema(&self, schema: Arc<str>) -> Self {
        Self {
            caller: self.caller.clone(),
            schema: Some(schema),
            schema_is_chosen: true,
        }
    }

    #[cfg(feature = "postgrest")]
    pub(super) fn base_url(&self) -> &str {
        self.caller.base().as_str()
    }

    #[cfg(feature = "postgrest")]
    pub(super) async fn authorization(&self) -> Result<http::HeaderValue> {
        self.caller.authorization().await
    }

    /// The schema that a request for this table names.
    pub(super) fn schema_of(&self, table: &TableMeta) -> Option<Arc<str>> {
        self.schema_or(table.schema)
    }

    /// This schema, where the struct names one and none was chosen on the handle; else the handle's.
    pub(super) fn schema_or(&self, named: Option<&'static str>) -> Option<Arc<str>> {
        match named {
            Some(schema) if !self.schema_is_chosen => Some(Arc::from(schema)),
            _ => self.schema.clone(),
        }
    }

    pub(super) fn max_url_len(&self) -> usize {
        self.caller.max_url_len()
    }

    pub(super) fn largest_answer(&self) -> &LargestAnswer {
        self.caller.largest_answer()
    }

    /// Sends a request; nothing of it leaves when its URL is too long.
    pub(super) async fn send(&self, request: Request) -> Result<Response> {
        self.caller.send(request).await
    }
}

/// The number of rows that a write's answer reports.
pub(super) fn affected(response: &Response, operation: &'static str) -> Result<u64> {
    let range = response.content_range();
    let total = range.and_then(|range| {
        range
            .total
            .or_else(|| Some(range.last?.checked_sub(range.first?)?.saturating_add(1)))
    });
    total.ok_or_else(|| {
        Error::decode("the answer does not say how many rows were touched (no usable Content-Range)")
            .with_operation(operation)
    })
}
