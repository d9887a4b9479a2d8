//! The project's functions: calling them, and keeping them.
//!
//! [`Client::functions`](crate::client::Client::functions) returns [`Functions`].
//!
//! | You want | Take |
//! |---|---|
//! | JSON in, JSON out | [`invoke`](Functions::invoke) |
//! | the same with its types defined once | [`call`](Functions::call) and a [`Function`] |
//! | another method, a query, headers, another body, a repetition | [`request`](Functions::request) |
//! | status, headers and bytes of the answer | [`Invocation::response`] |
//! | bytes or events as they are written | [`Invocation::stream`], [`Invocation::events`] |
//! | what a function said when it failed | [`Error::function_body`](crate::Error::function_body) |
//! | to list, make, change and delete functions | an administrator's client: [`Functions::create`] and its neighbours |
//!
//! # Where a function is called
//!
//! A function is called at the functions'
//! own host where it has one: the address that was given to
//! [`functions_url`](crate::client::ClientBuilder::functions_url), that the project told
//! ([`Functions::list`]), or that follows from the project's address. Where there is none, or that host's router says
//! that it does not know the function, the call goes by the project's route `/functions/{slug}`, which passes on JSON
//! objects and arrays only. A 404 that the function itself answers is an answer: the function runs once.
//!
//! # Who may call it
//!
//! The server asks for no credential before a function runs; the function looks at it.

mod admin;
mod answer;
mod body;
mod definition;
mod function;
mod invocation;
mod routes;
mod slug;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::marker::PhantomData;

pub use ::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::answer::{FunctionResponse, FunctionStream};
pub use self::definition::{
    BuildLogLine, BuildLogs, DeploymentStatus, FunctionChange, FunctionDefinition, FunctionDeployment,
    FunctionList, FunctionRuntime, FunctionStatus, FunctionUpdate, NewFunction, RuntimeStatus,
};
pub use self::function::Function;
pub use self::invocation::Invocation;
pub(crate) use self::routes::Routes;
use crate::client::{Anon, Role};
use crate::error::Result;
use crate::http::Caller;

/// The functions of the project, called as a client's caller.
///
/// ```no_run
/// use serde_json::{Value, json};
///
/// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
/// let answer: Value = client.functions().invoke("hello", &json!({"name": "Ada"})).await?;
/// println!("{answer}");
/// # Ok(())
/// # }
/// ```
pub struct Functions<R: Role = Anon> {
    caller: Caller,
    routes: Routes,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Functions<R> {
    pub(crate) fn new(caller: Caller, routes: Routes) -> Self {
        let role = PhantomData;
        Self { caller, routes, role }
    }

    /// Calls a function by POST with a JSON body and decodes its JSON answer. It is sent once.
    ///
    /// # Errors
    /// As [`Invocation::send`].
    pub async fn invoke<T: DeserializeOwned>(
        &self,
        slug: &str,
        body: &(impl Serialize + ?Sized + Sync),
    ) -> Result<T> {
        self.request(slug).json(body).send().await
    }

    /// Calls a function of known types by POST. It is sent once.
    ///
    /// # Errors
    /// As [`Invocation::send`].
    pub async fn call<Req, Res>(&self, function: &Function<Req, Res>, input: &Req) -> Result<Res>
    where
        Req: Serialize + ?Sized + Sync,
        Res: DeserializeOwned,
    {
        self.request(function.slug()).json(input).send().await
    }

    /// Starts a call with more to say: method, query, headers, other bodies; and other answers: raw, streamed, events.
    pub fn request(&self, slug: &str) -> Invocation {
        Invocation::new(self.caller.clone(), self.routes.clone(), slug)
    }
}

impl<R: Role> Clone for Functions<R> {
    fn clone(&self) -> Self {
        Self::new(self.caller.clone(), self.routes.clone())
    }
}

impl<R: Role> fmt::Debug for Functions<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Functions")
            .field("routes", &self.routes)
            .finish_non_exhaustive()
    }
}
