//! Nothing that a program may log holds a secret.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex};

use ::http::Method;
use tracing::field::{Field, Visit};
use tracing::{Dispatch, span};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use super::{Server, Step, call, caller};

/// While there is one subscriber only, tracing asks the thread that meets a span first whether anybody wants it, and
/// remembers the answer for all; a test without one on another thread would switch the span off for everybody.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// Writes down every span and event of every crate, at every level.
#[derive(Clone, Default)]
pub(crate) struct Everything(Arc<Mutex<String>>);

impl Everything {
    /// Listens on this thread until the guard is dropped.
    pub(crate) fn listen(&self) -> tracing::subscriber::DefaultGuard {
        LazyLock::force(&ANOTHER);
        tracing::subscriber::set_default(tracing_subscriber::registry().with(self.clone()))
    }

    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl<S: tracing::Subscriber> Layer<S> for Everything {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        let mut text = self.0.lock().unwrap();
        let _ = write!(text, "\nspan {}", attributes.metadata().name());
        attributes.record(&mut Fields(&mut text));
    }

    fn on_record(&self, _: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        values.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut text = self.0.lock().unwrap();
        let _ = write!(text, "\nevent {}", event.metadata().target());
        event.record(&mut Fields(&mut text));
    }
}

#[tokio::test]
async fn spans_have_the_call_and_no_secret_at_any_level() {
    let written = Everything::default();
    let guard = written.listen();
    let server = Server::start([Step::answer(503, "", ""), Step::answer(200, "", "[]")]).await;
    let caller = caller(&server.url);
    caller.send(call(Method::GET)).await.unwrap();
    drop(guard);

    let text = written.text();
    for part in [
        "span insforge.request",
        "operation=\"test.call\"",
        "method=\"GET\"",
        "attempt=2",
        "status=200",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    for secret in ["canary", "y=z"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    let shown = format!("{caller:?} {caller:#?}");
    assert!(!shown.contains("canary"), "{shown}");
}
