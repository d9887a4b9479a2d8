//! Functions: Rust closures in place of JavaScript, called by the project's route and at a functions host of its own.

mod admin;
mod invoke;
mod message;

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{any, get};
use serde_json::Value;

pub use self::message::{FunctionReply, FunctionRequest};
use crate::app::App;

type Running = Pin<Box<dyn Future<Output = FunctionReply> + Send>>;
type Handler = Arc<dyn Fn(FunctionRequest) -> Running + Send + Sync>;

/// Where functions are called directly, as on a host of their own.
pub(crate) const HOST: &str = "/functions-host";

/// The functions that there are.
#[derive(Clone, Default)]
pub(crate) struct FunctionTable(Arc<Mutex<Functions>>);

#[derive(Default)]
struct Functions {
    closures: HashMap<String, Handler>,
    /// What administrators have made over the API, by slug.
    definitions: HashMap<String, Value>,
}

impl FunctionTable {
    pub(crate) fn register<F, Fut>(&self, slug: &str, function: F)
    where
        F: Fn(FunctionRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = FunctionReply> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |request| Box::pin(function(request)));
        self.lock().closures.insert(slug.to_owned(), handler);
    }

    fn handler(&self, slug: &str) -> Option<Handler> {
        let functions = self.lock();
        let draft = functions
            .definitions
            .get(slug)
            .is_some_and(|definition| definition["status"] == "draft");
        functions.closures.get(slug).filter(|_| !draft).cloned()
    }

    /// What administrators have made, without its source.
    pub(crate) fn definitions(&self) -> Vec<Value> {
        let mut all: Vec<Value> = self.lock().definitions.values().cloned().collect();
        for one in &mut all {
            if let Some(map) = one.as_object_mut() {
                map.remove("code");
            }
        }
        all
    }

    fn lock(&self) -> MutexGuard<'_, Functions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for FunctionTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.lock().closures.keys()).finish()
    }
}

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/functions/{slug}", any(invoke::by_project))
        .route("/functions-host/{slug}", any(invoke::direct))
        .route("/api/functions", get(admin::list).post(admin::create))
        .route(
            "/api/functions/{slug}",
            get(admin::get).put(admin::update).delete(admin::delete),
        )
        .route("/api/logs/functions/build-logs", get(admin::build_logs))
}
