//! A small web application with accounts: sign-up, sign-in, sign-in through a provider, a page for the user alone, and
//! sign-out. Sessions are in cookies, and the queries of a page run as its user. The user's list is live: what changes
//! in one browser appears in the others.
//!
//! `cargo run --example web` starts an InsForge on this machine, whose built-in provider stands for Google; with
//! `INSFORGE_URL`, `INSFORGE_ANON_KEY` and `INSFORGE_API_KEY` it runs on that project instead. Open
//! <http://localhost:3000>. `PORT` is another port; 0 is a free one.

mod forms;
mod live;
mod pages;
mod todos;

use std::error::Error;
use std::future::Future;

use axum::Router;
use axum::extract::Extension;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use insforge::admin::auth::{NewProvider, ProviderChange};
use insforge::auth::OAuthProvider;
use insforge::server::axum::{AuthRoutes, SessionLayer, refuse_other_sites};
use insforge::server::{CookieSessions, SessionCookies};
use insforge_examples::Project;
use tokio::net::TcpListener;

use self::live::Live;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let project = Project::connect().await?;
    serve(&project, listener, stopped()).await
}

/// Serves the application until it is told to stop, and leaves nothing behind.
pub(crate) async fn serve(
    project: &Project,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn Error>> {
    todos::create_table(project).await?;
    let (live, following) = Live::start(project).await?;
    if project.is_local() {
        // The local InsForge has a page of its own in Google's place, which takes any client.
        let google = ProviderChange::new().client("client-id", "client-secret");
        let google = NewProvider::new(OAuthProvider::Google, google);
        project.admin()?.auth().create_provider(google).await?;
    }
    let url = format!("http://localhost:{}", listener.local_addr()?.port());
    let app = app(project, &url, live)?;
    println!("open {url}");
    // The open pages' streams end with the subscription, and would keep the server from its end otherwise.
    let stop = async move {
        tokio::select! {
            () = stop => {}
            () = following => {}
        }
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    Live::remove(project).await?;
    todos::drop_table(project).await?;
    Ok(())
}

/// The application. `url` is where a browser finds it.
fn app(project: &Project, url: &str, live: Live) -> insforge::Result<Router> {
    // Browsers keep `Secure` cookies of localhost, but not all of them do.
    let cookies = SessionCookies::default().insecure(url.starts_with("http://"));
    let sessions = CookieSessions::new(&project.client()?).cookies(cookies);
    let routes = AuthRoutes::new(&sessions, &format!("{url}/api/auth"))?.after_sign_in("/profile")?;
    Ok(Router::new()
        .route("/", get(pages::home))
        .route("/sign-in", post(forms::sign_in))
        .route("/sign-up", post(forms::sign_up))
        .route("/sign-out", post(forms::sign_out))
        .route("/profile", get(pages::profile))
        .route("/todos", get(todos::list).post(todos::add))
        .route("/todos/done", post(todos::done))
        .route("/todos/changes", get(live::changes))
        // The same for scripts, and the way to a provider and back.
        .nest("/api/auth", routes.router())
        .layer(Extension(live))
        .layer(from_fn(refuse_other_sites))
        .layer(SessionLayer::new(sessions)))
}

async fn stopped() {
    // Without a signal there is only the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
