//! The web example, in a real Chromium, on a local InsForge.
#![allow(missing_docs, reason = "tests")]

mod accounts;
mod chromium;
mod cookies;
mod live;
mod picture;
mod provider;
#[path = "../../examples/web/main.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "a program, whose main is not called here"
)]
mod web;

use std::future::Future;

use insforge_examples::Project;
use insforge_local::Local;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use self::chromium::{Chromium, Tab};

const PASSWORD: &str = "Correct-Horse-7!";

/// Serves the application, lets the visit happen in a browser, and ends both whatever became of it.
async fn visit<V>(visit: impl FnOnce(Tab, String) -> V)
where
    V: Future<Output = ()> + Send + 'static,
{
    visits(|[tab], url| visit(tab, url)).await;
}

/// The same in several browsers, none of which has the others' cookies.
async fn visits<const N: usize, V>(visit: impl FnOnce([Tab; N], String) -> V)
where
    V: Future<Output = ()> + Send + 'static,
{
    let mut browsers = Vec::new();
    for _ in 0..N {
        browsers.push(Chromium::start().await);
    }
    let tabs = std::array::from_fn(|number| browsers[number].tab());
    let project = Project::local(Local::start().await.expect("a local InsForge"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!(
        "http://localhost:{}",
        listener.local_addr().expect("an address").port()
    );
    let visit = visit(tabs, url);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = web::serve(&project, listener, async {
        let _ = stopped.await;
    });
    let (served, outcome) = tokio::join!(serving, async {
        let outcome = tokio::spawn(visit).await;
        for browser in browsers {
            browser.close().await;
        }
        let _ = stop.send(());
        outcome
    });
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
    served.expect("an end without a failure");
}

/// Fills in one of the two forms of the entrance and sends it.
async fn enter(tab: &Tab, form: &str, email: &str, password: &str) {
    tab.write(&format!("{form} [name=email]"), email).await;
    tab.write(&format!("{form} [name=password]"), password).await;
    tab.click(&format!("{form} button")).await;
}
