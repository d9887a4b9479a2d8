//! Making and changing functions, for the project's administrator.

use ::http::Method;
use serde_json::Value;

use super::definition::{
    BuildLogs, FunctionChange, FunctionDefinition, FunctionList, FunctionUpdate, NewFunction,
};
use super::{Functions, routes, slug};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, Target, check_changes, json_call};

const LIST: &str = "functions.list";
const GET: &str = "functions.get";
const CREATE: &str = "functions.create";
const UPDATE: &str = "functions.update";
const DELETE: &str = "functions.delete";
const BUILD_LOGS: &str = "functions.build_logs";

impl Functions<Admin> {
    /// Lists the project's functions: `GET /api/functions`. Where the project tells the address of its functions' own
    /// host, this client calls functions there from now on.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn list(&self) -> Result<FunctionList> {
        let request = Request::new(LIST, Method::GET, Target::new("/api/functions").finish());
        let list: FunctionList = self.caller.send(request).await?.decode(LIST)?;
        let told = list.deployment_url.as_deref().filter(|url| !url.is_empty());
        // An address that is none leaves the way to functions as it is.
        if let Some(Ok(host)) = told.map(|url| routes::told(url, self.caller.base())) {
            self.routes.learn(host);
        }
        Ok(list)
    }

    /// One function with its source: `GET /api/functions/{slug}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this slug.
    pub async fn get(&self, slug: &str) -> Result<FunctionDefinition> {
        let request = Request::new(GET, Method::GET, target(slug, GET)?.finish());
        self.caller.send(request).await?.decode(GET)
    }

    /// Makes a function: `POST /api/functions`. Its source is not checked; see [`FunctionChange::is_live`].
    ///
    /// ```no_run
    /// use insforge::functions::NewFunction;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let code = "export default async function (request) { return new Response('hello'); }";
    /// let made = admin.functions().create(NewFunction::new("Hello", code).slug("hello")).await?;
    /// if !made.is_live() {
    ///     eprintln!("{:?}", made.deployment);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) where the slug is taken, [`Request`](crate::ErrorKind::Request) for a slug
    /// that cannot be, [`Invalid`](crate::ErrorKind::Invalid) for a source that serves by itself,
    /// [`RateLimited`](crate::ErrorKind::RateLimited) after 15 changes in five minutes.
    pub async fn create(&self, function: NewFunction) -> Result<FunctionChange> {
        let refuse = |error: Error| error.with_operation(CREATE);
        if let Some(slug) = &function.slug {
            slug::check(slug).map_err(refuse)?;
        }
        if function.name.trim().is_empty() || function.code.trim().is_empty() {
            return Err(refuse(Error::request("a function needs a name and a source")));
        }
        let request = json_call(CREATE, Method::POST, "/api/functions", &function)?;
        self.caller.send(request).await?.decode(CREATE)
    }

    /// Changes a function: `PUT /api/functions/{slug}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this slug, and as [`create`](Self::create).
    pub async fn update(&self, slug: &str, update: FunctionUpdate) -> Result<FunctionChange> {
        check_changes(&update).map_err(|error| error.with_operation(UPDATE))?;
        // Setting the same twice is setting it once.
        let request = json_call(UPDATE, Method::PUT, target(slug, UPDATE)?, &update)?.idempotent(true);
        self.caller.send(request).await?.decode(UPDATE)
    }

    /// Deletes a function: `DELETE /api/functions/{slug}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this slug.
    pub async fn delete(&self, slug: &str) -> Result<()> {
        let request = Request::new(DELETE, Method::DELETE, target(slug, DELETE)?.finish());
        self.caller.send(request).await?.decode::<Value>(DELETE)?;
        Ok(())
    }

    /// What the build of a deployment said, or of the latest one: `GET /api/logs/functions/build-logs`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no deployment, as in self-hosted projects.
    pub async fn build_logs(&self, deployment_id: Option<&str>) -> Result<BuildLogs> {
        let mut target = Target::new("/api/logs/functions/build-logs");
        if let Some(id) = deployment_id {
            target.pair("deployment_id", id);
        }
        let request = Request::new(BUILD_LOGS, Method::GET, target.finish());
        self.caller.send(request).await?.decode(BUILD_LOGS)
    }
}

fn target(slug: &str, operation: &'static str) -> Result<Target> {
    slug::check(slug)
        .and_then(|()| Target::new("/api/functions").segment(slug))
        .map_err(|error| error.with_operation(operation))
}
