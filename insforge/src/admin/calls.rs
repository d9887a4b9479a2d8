//! How the calls of administration are sent, and the handles that hold them.

use ::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::http::{Caller, Request, Target, json_call};
use crate::query::Page;

/// A caller with the few forms that these calls have.
#[derive(Clone)]
pub(crate) struct Calls {
    pub(crate) caller: Caller,
}

impl Calls {
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        target: impl Into<Target>,
    ) -> Result<T> {
        self.send(Request::new(operation, Method::GET, target.into().finish()))
            .await
    }

    pub(crate) async fn delete<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        target: impl Into<Target>,
    ) -> Result<T> {
        self.send(Request::new(operation, Method::DELETE, target.into().finish()))
            .await
    }

    pub(crate) async fn write<T: DeserializeOwned, B: Serialize + Sync + ?Sized>(
        &self,
        operation: &'static str,
        method: Method,
        target: impl Into<Target>,
        body: &B,
    ) -> Result<T> {
        self.send(json_call(operation, method, target, body)?).await
    }

    pub(crate) async fn send<T: DeserializeOwned>(&self, request: Request) -> Result<T> {
        let operation = request.operation();
        self.caller.send(request).await?.decode(operation)
    }

    /// A bare list whose place and total are in the `Content-Range` header.
    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        target: Target,
        offset: u64,
    ) -> Result<Page<T>> {
        let request = Request::new(operation, Method::GET, target.finish());
        let response = self.caller.send(request).await?;
        Ok(Page {
            rows: response.decode(operation)?,
            offset,
            total: response.content_range().and_then(|range| range.total),
        })
    }
}

/// A handle on one part of administration: a struct around [`Calls`].
macro_rules! handle {
    ($(#[$doc:meta])* pub struct $name:ident;) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            calls: $crate::admin::Calls,
        }

        impl $name {
            pub(crate) fn new(caller: $crate::http::Caller) -> Self {
                Self { calls: $crate::admin::Calls { caller } }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use handle;

/// A target in the schema that was chosen, if one was.
pub(crate) fn in_schema(mut target: Target, schema: Option<&str>) -> Target {
    if let Some(schema) = schema {
        target.pair("schema", schema);
    }
    target
}

/// A target of a fixed path and one segment.
pub(crate) fn place(operation: &'static str, path: &'static str, segment: &str) -> Result<Target> {
    Target::new(path)
        .segment(segment)
        .map_err(|error| error.with_operation(operation))
}
