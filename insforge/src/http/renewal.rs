//! The token of one call: taken when the call begins, and replaced at most once, if the server refuses it.
//!
//! A call belongs to whoever was signed in when it began. It is never sent again as somebody else.

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
#[cfg(feature = "realtime")]
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Bearer, Caller, Credential, Request};
use crate::error::{Error, ErrorKind, Result};

/// Which token of which sign-in this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Grows with every sign-in and sign-out.
    pub(crate) lineage: u64,
    /// Grows with every new token.
    pub(crate) turn: u64,
}

/// A token as it was taken from its source.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) bearer: Bearer,
    /// `None` for a token that its source cannot replace: a key, or one that was handed in.
    pub(crate) mark: Option<Mark>,
}

/// Where a call takes its token from at the moment it is sent.
pub(crate) trait TokenSource: fmt::Debug + Send + Sync {
    /// The token to use, if that takes no waiting.
    fn ready(&self) -> Option<Token>;

    /// The token to use, after loading or renewing it where that is due.
    fn prepare(self: Arc<Self>, caller: Caller) -> BoxFuture<'static, Result<Token>>;

    /// The token that takes the place of one the server has refused. `None` if there is no other for the same user.
    fn replace(self: Arc<Self>, caller: Caller, refused: Mark) -> BoxFuture<'static, Result<Option<Token>>>;

    /// Tells of every change of who is signed in, as opposed to a new token of the same user.
    #[cfg(feature = "realtime")]
    fn users(&self) -> watch::Receiver<u64>;
}

/// What a call is sent with.
pub(super) struct Authorization {
    /// `None` for a call of another server.
    pub(super) bearer: Option<Bearer>,
    /// What to ask for another token with; taken by the first time.
    renewable: Option<(Arc<dyn TokenSource>, Mark)>,
}

impl Caller {
    /// The token to begin a call with.
    pub(super) async fn authorize(&self, request: &Request, deadline: Instant) -> Result<Authorization> {
        let source = match self.credential() {
            _ if !request.carries_credential() => {
                return Ok(Authorization {
                    bearer: None,
                    renewable: None,
                });
            }
            Credential::Anon(bearer) | Credential::User(bearer) | Credential::ApiKey(bearer) => {
                return Ok(Authorization {
                    bearer: Some(bearer.clone()),
                    renewable: None,
                });
            }
            Credential::Session(source) => source,
        };
        let token = match source.ready() {
            Some(token) => token,
            None => within(deadline, Arc::clone(source).prepare(self.clone())).await?,
        };
        Ok(Authorization {
            bearer: Some(token.bearer),
            renewable: token.mark.map(|mark| (Arc::clone(source), mark)),
        })
    }

    /// After a failed attempt: whether to send the call once more, with another token of the same user.
    ///
    /// # Errors
    /// Why there is no other token, where asking for one failed.
    pub(super) async fn authorize_again(
        &self,
        authorization: &mut Authorization,
        request: &Request,
        error: &Error,
        deadline: Instant,
    ) -> Result<bool> {
        if !refuses_token(error, request) {
            return Ok(false);
        }
        let Some((source, mark)) = authorization.renewable.take() else {
            return Ok(false);
        };
        let token = within(deadline, source.replace(self.clone(), mark)).await?;
        Ok(match token {
            Some(token) => {
                authorization.bearer = Some(token.bearer);
                true
            }
            None => false,
        })
    }
}

/// Whether an answer says that the token has expired. Most 401s say something else: `42501` that `anon` lacks a
/// grant, `AUTH_INVALID_CREDENTIALS` that the user is gone.
fn refuses_token(error: &Error, request: &Request) -> bool {
    // A function runs before anybody looks at the token: such a 401 is its own answer.
    if request.may_run_once_only() {
        return false;
    }
    match error.status() {
        Some(401) => matches!(error.code(), Some("AUTH_UNAUTHORIZED" | "PGRST301")),
        Some(500) => request.is_expired_token_500() && error.message() == "Invalid token",
        _ => false,
    }
}

async fn within<T>(deadline: Instant, work: BoxFuture<'static, Result<T>>) -> Result<T> {
    match tokio::time::timeout_at(deadline, work).await {
        Ok(done) => done,
        Err(_) => Err(Error::new(
            ErrorKind::Timeout,
            "the session was not renewed within the call's time limit; the call was not sent again",
        )),
    }
}
