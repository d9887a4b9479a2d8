//! A function of a test's own: JavaScript on a real InsForge, a closure of the same behaviour on the local one.

use insforge::functions::NewFunction;
use insforge_local::{FunctionReply, FunctionRequest};
use serde_json::json;

use crate::Backend;

/// Echoes what arrives, with the status that the query's `s` asks for; with `events` it answers two events. It goes with the value.
#[derive(Debug)]
pub struct EchoFunction {
    backend: &'static Backend,
    slug: String,
}

const CODE: &str = r"module.exports = async function (request) {
  const url = new URL(request.url);
  if (url.searchParams.get('events')) return new Response('data: 1\n\nevent: last\ndata: [DONE]\n\n',
    { headers: { 'Content-Type': 'text/event-stream' } });
  const status = Number(url.searchParams.get('s') ?? '200');
  if (url.searchParams.get('throw')) throw new Error('kaboom');
  const body = JSON.stringify({ method: request.method, x: url.searchParams.get('x'),
    custom: request.headers.get('x-custom'), body: await request.text() });
  return new Response(body, { status, headers: { 'Content-Type': 'application/json', 'X-From-Function': 'yes' } });
}";

impl EchoFunction {
    /// Makes it.
    pub async fn create(backend: &'static Backend) -> Self {
        let slug = backend.unique("it-echo").replace('_', "-");
        if let Some(local) = backend.local() {
            local.function(&slug, |request| async move { echo(&request) });
        }
        let function = NewFunction::new("echo of a test", CODE).slug(&slug);
        let made = backend
            .admin()
            .functions()
            .create(function)
            .await
            .expect("a function");
        assert!(made.is_live(), "{made:?}");
        Self { backend, slug }
    }

    /// What it is called by.
    pub fn slug(&self) -> &str {
        &self.slug
    }
}

fn echo(request: &FunctionRequest) -> FunctionReply {
    if request.param("throw").is_some() {
        return FunctionReply::throw("kaboom");
    }
    if request.param("events").is_some() {
        let events = "data: 1\n\nevent: last\ndata: [DONE]\n\n";
        return FunctionReply::bytes("text/event-stream", events);
    }
    let status = request
        .param("s")
        .and_then(|status| status.parse().ok())
        .unwrap_or(200);
    let custom = request
        .headers
        .get("x-custom")
        .and_then(|value| value.to_str().ok());
    FunctionReply::json(&json!({
        "method": request.method, "x": request.param("x"), "custom": custom,
        "body": String::from_utf8_lossy(&request.body)
    }))
    .with_status(status)
    .with_header("x-from-function", "yes")
}

impl Drop for EchoFunction {
    /// Deletes it, also when the test has failed. A thread of its own, since a destructor cannot await.
    fn drop(&mut self) {
        let (admin, slug) = (self.backend.admin(), self.slug.clone());
        let deleted = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(admin.functions().delete(&slug))
                .map_err(std::io::Error::other)
        })
        .join();
        if !matches!(deleted, Ok(Ok(()))) {
            eprintln!("the function {} is left behind: {deleted:?}", self.slug);
        }
    }
}
