//! Fetching a new token: by the refresh token, from the store if another process was faster, or from the provider.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::calls::session_call;
use super::cell::{HandedIn, Identity, SessionCell};
use super::expiry::{Expiry, Phase};
use super::provider::Provider;
use super::session::SessionBody;
use super::store::{SessionStore, StoreGuard};
use super::{Session, persist};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Bearer, Caller, Credential, Mark};

pub(super) const REFRESH: &str = "auth.refresh_session";

/// The longest a renewal may take, all its steps together.
const LIMIT: Duration = Duration::from_secs(30);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefreshBody<'a> {
    refresh_token: &'a str,
}

/// What to do about the store.
enum Stored {
    /// Go on, with this refresh token.
    Renew(SecretString),
    /// The cell has what the store had.
    Done,
}

/// Whether the server itself has refused to renew the session. Anything else is an outage.
pub(super) fn is_refusal(error: &Error) -> bool {
    error.operation() == Some(REFRESH) && matches!(error.status(), Some(401 | 403))
}

/// Renews the token of this mark and puts what comes of it into the cell. Runs on a task of its own.
pub(super) async fn renew(cell: Arc<SessionCell>, caller: Caller, mark: Mark) -> Result<()> {
    let limit = LIMIT.min(caller.total_limit());
    let mut lineages = cell.lineages.subscribe();
    let work = async {
        let identity = cell.read().identity.clone();
        match (identity, &cell.provider) {
            (Identity::Session(session), _) => by_refresh_token(&cell, &caller, mark, &session).await,
            (Identity::Nobody | Identity::Token(_), Some(provider)) => ask(&cell, mark, provider).await,
            _ => Ok(()),
        }
    };
    // Somebody signs in or out: nobody needs this token any more, and the store is not to be held up.
    let outdated = lineages.wait_for(|lineage| *lineage != mark.lineage);
    match select(pin!(tokio::time::timeout(limit, work)), pin!(outdated)).await {
        Either::Left((Ok(done), _)) => done,
        Either::Left((Err(_), _)) => Err(Error::new(
            ErrorKind::Timeout,
            format!("renewing the session took longer than {limit:?}; the session is kept"),
        )
        .with_operation(REFRESH)),
        Either::Right(_) => Ok(()),
    }
}

async fn by_refresh_token(
    cell: &Arc<SessionCell>,
    caller: &Caller,
    mark: Mark,
    session: &Session,
) -> Result<()> {
    let Some(refresh) = session.refresh_secret().cloned() else {
        return Err(Error::new(
            ErrorKind::Unauthorized,
            "the session has no refresh token; sign in again",
        )
        .with_operation(REFRESH));
    };
    let (refresh, _guard) = match &cell.store {
        None => (refresh, StoreGuard::none()),
        Some(store) => {
            let guard = store.lock().await.unwrap_or_else(|error| {
                persist::failed(cell, "locked", error);
                StoreGuard::none()
            });
            match look(cell, store, mark, session, refresh).await {
                Stored::Renew(refresh) => (refresh, guard),
                Stored::Done => return Ok(()),
            }
        }
    };
    let version = match fetch(cell, caller, &refresh).await {
        Ok(renewed) => cell.replace(mark.turn, Identity::Session(Arc::new(renewed))),
        Err(error) => {
            if is_refusal(&error)
                && let Some(version) = cell.replace(mark.turn, Identity::Ended)
            {
                cell.persisted(version).await;
            }
            return Err(error);
        }
    };
    if let Some(version) = version {
        cell.persisted(version).await;
    }
    Ok(())
}

/// Looks into the store for what other processes have done to the session.
async fn look(
    cell: &Arc<SessionCell>,
    store: &Arc<dyn SessionStore>,
    mark: Mark,
    session: &Session,
    refresh: SecretString,
) -> Stored {
    let found = match store.load().await {
        Ok(found) => found,
        Err(error) => {
            persist::failed(cell, "read", error);
            return Stored::Renew(refresh);
        }
    };
    match found {
        Some(found) if found.user.id != session.user.id => {
            let mut state = cell.write();
            if state.turn == mark.turn {
                state.detached = true;
            }
            Stored::Renew(refresh)
        }
        Some(found) if found.access_token() == session.access_token() => Stored::Renew(refresh),
        Some(found) if found.expiry().phase(cell.clock.now()) == Phase::Fresh => {
            cell.adopt(mark.turn, found);
            Stored::Done
        }
        // Renewed by another process, and expired again since.
        Some(found) => Stored::Renew(found.refresh_secret().cloned().unwrap_or(refresh)),
        None if cell.read().stored => {
            cell.replace(mark.turn, Identity::Nobody);
            Stored::Done
        }
        None => Stored::Renew(refresh),
    }
}

/// Asks the server for a new session: `POST /api/auth/refresh`.
pub(super) async fn fetch(cell: &SessionCell, caller: &Caller, refresh: &SecretString) -> Result<Session> {
    let body = RefreshBody {
        refresh_token: refresh.expose_secret(),
    };
    let request = session_call(REFRESH, "/api/auth/refresh", Some(&body))?;
    let caller = caller.with_credential(Credential::Anon(cell.anon.clone()));
    let answer = caller.send(request).await?;
    let body = answer.decode::<SessionBody>(REFRESH)?;
    Session::from_body(body, Some(refresh.clone()), cell.clock.now())
        .map_err(|error| error.with_operation(REFRESH))
}

async fn ask(cell: &SessionCell, mark: Mark, provider: &Provider) -> Result<()> {
    let token = provider.ask().await?;
    let token = token.expose_secret();
    let bearer = Bearer::user_token(token)?;
    let claimed = Expiry::claimed(token);
    // One that seems expired on arrival comes of a clock that is wrong, here or there: the server shall decide.
    let is_over = claimed.phase(cell.clock.now()) == Phase::Over;
    let expiry = if is_over { Expiry::default() } else { claimed };
    let provided = true;
    cell.replace(
        mark.turn,
        Identity::Token(Arc::new(HandedIn {
            bearer,
            expiry,
            provided,
        })),
    );
    Ok(())
}
