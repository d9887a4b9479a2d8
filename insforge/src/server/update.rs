//! Renewing a session before the handlers see it.

use std::time::{Duration, SystemTime};

use ::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};

use super::request_cookies::{self, RequestCookies};
use super::{CookieSessions, SetCookies};
use crate::auth::{Session, claimed_end};
use crate::error::{Error, Result};

/// How long before its end an access token is replaced.
const LEEWAY: Duration = Duration::from_secs(60);

/// What a request's session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// The request brings no session.
    Anonymous,
    /// The access token is good for a while. Nothing was sent.
    Kept,
    /// The tokens were replaced by new ones.
    Renewed,
    /// The session is over: InsForge refuses its refresh token, or there is none. The cookies go.
    Ended,
    /// The token runs out and InsForge cannot be asked for another one now. The cookies stay, so that the next request
    /// can try again.
    Unavailable,
}

/// What [`CookieSessions::update`] did.
#[derive(Debug)]
#[non_exhaustive]
pub struct SessionUpdate {
    /// What the session is now.
    pub state: SessionState,
    /// What to add to the response.
    pub cookies: SetCookies,
    /// Why the session could not be renewed, for the log.
    pub error: Option<Error>,
}

impl SessionUpdate {
    fn of(state: SessionState) -> Self {
        Self {
            state,
            cookies: SetCookies::default(),
            error: None,
        }
    }
}

impl CookieSessions {
    /// Renews the session of a request where its access token is missing, mangled, or runs out within a minute:
    /// `POST /api/auth/refresh`. The request's own `Cookie` header is changed too, so that handlers see the session as
    /// it now is.
    ///
    /// An outage ends no session: only InsForge's refusal of the refresh token does. It never fails, since a visit
    /// should not; [`SessionUpdate::error`] says what went wrong. It takes ten seconds at most.
    pub async fn update(&self, request: &mut HeaderMap) -> SessionUpdate {
        let found = RequestCookies::read(request, &self.cookies);
        if found.access.as_ref().is_some_and(lasts) {
            return SessionUpdate::of(SessionState::Kept);
        }
        let Some(refresh) = found.refresh else {
            // A token that cannot be renewed is of no more use, and in the way of a browser client.
            return if found.access.is_some() {
                self.end(request, None)
            } else {
                SessionUpdate::of(SessionState::Anonymous)
            };
        };
        match self.renew(&refresh).await {
            Ok((session, cookies)) => {
                self.show(request, Some(&session));
                SessionUpdate {
                    cookies,
                    ..SessionUpdate::of(SessionState::Renewed)
                }
            }
            Err(error) if ends_session(&error) => self.end(request, Some(error)),
            Err(error) => {
                tracing::warn!(%error, "a session could not be renewed");
                SessionUpdate {
                    error: Some(error),
                    ..SessionUpdate::of(SessionState::Unavailable)
                }
            }
        }
    }

    /// New tokens for a refresh token, and the cookies that hold them.
    pub(super) async fn renew(&self, refresh: &SecretString) -> Result<(Session, SetCookies)> {
        let session = self.renewals.renew(self.auth(), refresh).await?;
        let cookies = self.set(&session)?;
        Ok((session, cookies))
    }

    fn end(&self, request: &mut HeaderMap, error: Option<Error>) -> SessionUpdate {
        self.show(request, None);
        SessionUpdate {
            state: SessionState::Ended,
            cookies: self.clear(),
            error,
        }
    }

    /// Lets the handlers of a request see this session, or none.
    fn show(&self, request: &mut HeaderMap, session: Option<&Session>) {
        let changes = [
            (&*self.cookies.access, session.map(Session::access_token)),
            (&*self.cookies.refresh, session.and_then(Session::refresh_token)),
        ];
        request_cookies::replace(request, &changes);
    }
}

/// Whether InsForge has refused the refresh token, as opposed to not having been able to say.
pub(super) fn ends_session(error: &Error) -> bool {
    matches!(error.status(), Some(401 | 403))
}

/// Whether the token is good for a while. One that cannot be read, or does not say when it ends, is none of InsForge's.
fn lasts(token: &SecretString) -> bool {
    claimed_end(token.expose_secret()).is_some_and(|end| SystemTime::now() + LEEWAY < end)
}
