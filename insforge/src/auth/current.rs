//! The session there is: asking for it, renewing it, and putting another in its place.

use std::sync::Arc;

use ::http::Method;
use serde::Deserialize;

use super::cell::{HandedIn, Identity};
use super::events::{SessionEvents, SessionState};
use super::expiry::{Expiry, Phase};
use super::renew::{self, REFRESH};
use super::{Auth, AuthUser, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Bearer, Caller, Credential, Request, Target};

const CURRENT_USER: &str = "auth.get_current_user";
const SET_SESSION: &str = "auth.set_session";
const SET_ACCESS_TOKEN: &str = "auth.set_access_token";
const LOAD: &str = "auth.load";

#[derive(Deserialize)]
struct UserBody {
    user: AuthUser,
}

impl Auth {
    /// The session of the user who is signed in on this client, without asking the server. `None` also where the
    /// session store was not read yet; see [`load`](Self::load).
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        self.cell.session().map(|session| Session::clone(&session))
    }

    /// Who the client acts as at this moment, without asking anybody.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.cell.status()
    }

    /// What happens to the session from now on, as a stream. Listeners may call the client, and a slow one holds up
    /// nothing: it misses events and is told so.
    ///
    /// ```no_run
    /// use futures_util::StreamExt;
    /// use insforge::auth::SessionEvent;
    ///
    /// # async fn demo(client: insforge::Client) {
    /// let mut events = client.auth().events();
    /// while let Some(event) = events.next().await {
    ///     if let SessionEvent::Expired = event {
    ///         println!("please sign in again");
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn events(&self) -> SessionEvents {
        SessionEvents::new(self.cell.listen())
    }

    /// Reads the session store, if the client has one and no call has read it yet. Nothing is sent.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store) where it cannot be read.
    pub async fn load(&self) -> Result<Option<Session>> {
        self.cell
            .load()
            .await
            .map_err(|error| error.with_operation(LOAD))?;
        Ok(self.session())
    }

    /// Renews the session of this client with its refresh token: `POST /api/auth/refresh`. Calls do so by themselves
    /// where it is due.
    ///
    /// However many ask at once, the server is asked once; the renewal goes on if its callers go away. If somebody
    /// signs in or out meanwhile, that is what stays. A server that cannot be reached ends no session; one that
    /// refuses the token does. With a session store that another process has renewed the session in, that one is taken.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where nobody is signed in or the server refuses the token.
    pub async fn refresh_session(&self) -> Result<Session> {
        let operation = |error: Error| error.with_operation(REFRESH);
        self.cell.load().await.map_err(operation)?;
        let mark = {
            let state = self.cell.read();
            state.identity.session().ok_or_else(|| nobody(REFRESH))?;
            state.mark()
        };
        self.cell.renewed(mark, &self.caller).await.map_err(operation)?;
        self.session().ok_or_else(|| nobody(REFRESH))
    }

    /// Asks the server who is signed in on this client: `GET /api/auth/sessions/current`.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where nobody is (nothing is sent then), the session has expired and
    /// cannot be renewed, or the account is gone.
    pub async fn get_current_user(&self) -> Result<AuthUser> {
        self.cell
            .load()
            .await
            .map_err(|error| error.with_operation(CURRENT_USER))?;
        if self.cell.provider.is_none() && matches!(self.cell.read().identity, Identity::Nobody) {
            return Err(nobody(CURRENT_USER));
        }
        let user = current_user(&self.caller, CURRENT_USER).await?;
        if self.session().is_some_and(|session| session.user != user) {
            let changed = self.cell.update_user(&user.id, |known| *known = user.clone());
            if let Some(version) = changed {
                self.cell.persisted(version).await;
            }
        }
        Ok(user)
    }

    /// Signs in with tokens that the program has kept or been given: asks the server whose they are, at
    /// `GET /api/auth/sessions/current`, or renews them at once if the access token has expired.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where the server does not accept the tokens,
    /// [`Config`](ErrorKind::Config) where a key is given instead of a token. The client stays as it was.
    pub async fn set_session(&self, access_token: &str, refresh_token: Option<&str>) -> Result<Session> {
        let operation = |error: Error| error.with_operation(SET_SESSION);
        let bearer = Bearer::user_token(access_token).map_err(operation)?;
        let is_over = Expiry::claimed(access_token).phase(self.cell.clock.now()) == Phase::Over;
        let session = match refresh_token {
            Some(refresh) if is_over => renew::fetch(&self.cell, &self.caller, &refresh.into())
                .await
                .map_err(operation)?,
            _ => {
                let caller = self.caller.with_credential(Credential::User(bearer));
                let user = current_user(&caller, SET_SESSION).await?;
                Session::from_tokens(user, access_token, refresh_token).map_err(operation)?
            }
        };
        self.store(session.clone()).await;
        Ok(session)
    }

    /// Makes a session this client's without asking the server, such as one that another client has returned or that
    /// [`Session::from_json`] has read.
    pub async fn restore(&self, session: Session) {
        self.store(session).await;
    }

    /// Acts with an access token of another issuer, which the project accepts, until somebody signs in or out. It is
    /// never renewed, and the session store is left as it is. For a server with many users,
    /// [`as_user`](crate::Client::as_user) is the right call; for tokens that expire,
    /// [`token_provider`](crate::ClientBuilder::token_provider).
    ///
    /// ```no_run
    /// # fn demo(client: insforge::Client, token: &str) -> insforge::Result<()> {
    /// client.auth().set_access_token(token)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) where an anon or API key is given instead of a token, or the token has characters
    /// that none has.
    pub fn set_access_token(&self, token: &str) -> Result<()> {
        let bearer = Bearer::user_token(token).map_err(|error| error.with_operation(SET_ACCESS_TOKEN))?;
        let expiry = Expiry::claimed(token);
        self.cell.set(Identity::Token(Arc::new(HandedIn {
            bearer,
            expiry,
            provided: false,
        })));
        Ok(())
    }
}

/// Whom the server takes this caller for.
pub(super) async fn current_user(caller: &Caller, operation: &'static str) -> Result<AuthUser> {
    let target = Target::new("/api/auth/sessions/current").finish();
    let answer = caller.send(Request::new(operation, Method::GET, target)).await?;
    Ok(answer.decode::<UserBody>(operation)?.user)
}

fn nobody(operation: &'static str) -> Error {
    Error::new(
        ErrorKind::Unauthorized,
        "nobody is signed in on this client; sign in first",
    )
    .with_operation(operation)
}
