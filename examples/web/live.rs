//! The list that follows its rows: a page hears when its user's list has changed, and asks for it again.
//!
//! The server has one subscription for all pages. It tells a page that something has changed, never what: the page asks
//! for its list as it asks for everything, so that the session in its cookies and row-level security decide.

use std::convert::Infallible;
use std::future::Future;

use axum::extract::Extension;
use axum::http::StatusCode;
use axum::response::sse::{Event as PageEvent, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use insforge::ErrorKind;
use insforge::admin::realtime::NewChannel;
use insforge::prelude::*;
use insforge::realtime::{Change, Event, Subscription};
use insforge::server::axum::AuthUser;
use insforge_examples::Project;
use tokio::sync::broadcast;
use uuid::Uuid;

const CHANNEL: &str = "web-todos";

/// A row as its changes tell of it: whose it is, and nothing of what it says, since whoever may read the channel reads
/// the changes of all users.
#[derive(Table)]
#[table(name = "web_todos")]
struct OwnedRow {
    #[column(default)]
    owner_id: Uuid,
}

/// Whose list has changed.
#[derive(Clone, Copy)]
enum Changed {
    ListOf(Uuid),
    /// Changes may have been missed.
    AnyList,
}

/// Where pages hear of changes.
#[derive(Clone)]
pub(crate) struct Live(broadcast::WeakSender<Changed>);

impl Live {
    /// Subscribes to the changes of all lists. Pages hear of them while the future runs, and their streams end with it.
    pub(crate) async fn start(
        project: &Project,
    ) -> insforge::Result<(Self, impl Future<Output = ()> + use<>)> {
        let realtime = project.admin()?.realtime();
        let channel = NewChannel::new(CHANNEL).description("the lists of the example");
        match realtime.create_channel(channel).await {
            Err(error) if error.kind() != ErrorKind::Conflict => return Err(error),
            _ => {}
        }
        realtime.publish_changes::<OwnedRow>(CHANNEL).await?;
        let changes = realtime.channel(CHANNEL)?.subscribe_changes().await?;
        let (pages, _) = broadcast::channel(64);
        Ok((Self(pages.downgrade()), follow(changes, pages)))
    }

    /// Leaves nothing behind.
    pub(crate) async fn remove(project: &Project) -> insforge::Result<()> {
        let realtime = project.admin()?.realtime();
        realtime.stop_changes::<OwnedRow>().await?;
        for channel in realtime.list_channels().await? {
            if channel.pattern == CHANNEL {
                realtime.delete_channel(&channel.id).await?;
            }
        }
        Ok(())
    }
}

async fn follow(mut changes: Subscription<Change<OwnedRow>>, pages: broadcast::Sender<Changed>) {
    while let Some(event) = changes.next().await {
        let changed = match event {
            Ok(Event::Message(change)) => Changed::ListOf(change.payload.into_row().owner_id),
            Ok(Event::Gap | Event::Lagged(_)) => Changed::AnyList,
            Ok(_) => continue,
            Err(error) => {
                eprintln!("{error}");
                continue;
            }
        };
        // It fails when no page is open.
        let _ = pages.send(changed);
    }
}

/// Tells a page of its user's changes, by server-sent events, until the page or the server goes.
pub(crate) async fn changes(
    AuthUser(claims): AuthUser,
    Extension(Live(pages)): Extension<Live>,
) -> Result<Sse<impl Stream<Item = Result<PageEvent, Infallible>>>, StatusCode> {
    let user: Uuid = claims.sub.parse().map_err(|_| StatusCode::FORBIDDEN)?;
    let pages = pages.upgrade().ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    let changes = stream::unfold(pages.subscribe(), move |mut changes| async move {
        loop {
            match changes.recv().await {
                Ok(Changed::ListOf(owner)) if owner != user => {}
                // Whoever lags behind has missed changes as well.
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {
                    return Some((Ok(PageEvent::default().data("changed")), changes));
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    });
    Ok(Sse::new(changes).keep_alive(KeepAlive::default()))
}
