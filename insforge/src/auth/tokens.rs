//! Which token a call gets from the session, and when a new one is fetched for it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt as _};

use super::cell::{Identity, SessionCell, State};
use super::expiry::Phase;
use super::flight::Flight;
use super::renew;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Caller, Mark, Token, TokenSource, runtime};

/// After a renewal ahead of the token's end has failed, calls go on with the token and leave the server alone for so
/// long.
const PAUSE: Duration = Duration::from_secs(10);

/// What is to be done before a call can be sent.
enum Due {
    Nothing(Token),
    Renewal {
        mark: Mark,
        /// The token at hand, where it is still good.
        usable: Option<Token>,
    },
    SignIn,
}

impl SessionCell {
    fn due(&self, state: &State) -> Due {
        let mark = state.mark();
        let Some(bearer) = state.identity.bearer() else {
            return match (&state.identity, &self.provider) {
                (Identity::Ended, _) => Due::SignIn,
                (_, Some(_)) => Due::Renewal { mark, usable: None },
                (_, None) => Due::Nothing(Token {
                    bearer: self.anon.clone(),
                    mark: None,
                }),
            };
        };
        let renewable = state.identity.is_renewable();
        let now = self.clock.now();
        let token = Token {
            bearer: bearer.clone(),
            mark: renewable.then_some(mark),
        };
        match state.identity.phase(now) {
            Phase::Over if renewable => Due::Renewal { mark, usable: None },
            Phase::Ending if renewable && state.paused_until.is_none_or(|until| until <= now.steady) => {
                Due::Renewal {
                    mark,
                    usable: Some(token),
                }
            }
            // Without a way to another token, the server decides whether this one is still good.
            _ => Due::Nothing(token),
        }
    }

    async fn prepared(self: Arc<Self>, caller: Caller) -> Result<Token> {
        self.load().await?;
        let due = self.due(&self.read());
        let (mark, usable) = match due {
            Due::Nothing(token) => return Ok(token),
            Due::Renewal { mark, usable } => (mark, usable),
            Due::SignIn => return Err(ended()),
        };
        match (self.renewed(mark, &caller).await, usable) {
            (Ok(()), _) => self.current(mark.lineage),
            (Err(error), Some(token)) if !renew::is_refusal(&error) => {
                tracing::debug!(%error, "the session was not renewed; its token is still good");
                let mut state = self.write();
                if state.turn == mark.turn {
                    state.paused_until = self.clock.now().steady.checked_add(PAUSE);
                }
                Ok(token)
            }
            (Err(error), _) => Err(error),
        }
    }

    /// The token there is, however old. A new one is not renewed at once, whatever it says of itself: that could go on
    /// without end.
    fn current(&self, lineage: u64) -> Result<Token> {
        let state = self.read();
        if state.lineage != lineage {
            return Err(somebody_else());
        }
        let bearer = state.identity.bearer().ok_or_else(ended)?;
        Ok(Token {
            bearer: bearer.clone(),
            mark: state.identity.is_renewable().then(|| state.mark()),
        })
    }

    async fn replaced(self: Arc<Self>, caller: Caller, refused: Mark) -> Result<Option<Token>> {
        self.renewed(refused, &caller).await?;
        let state = self.read();
        // Whoever is signed in by now, the call is not sent again as another user.
        if state.lineage != refused.lineage || state.turn == refused.turn {
            return Ok(None);
        }
        Ok(state.identity.bearer().map(|bearer| Token {
            bearer: bearer.clone(),
            mark: Some(state.mark()),
        }))
    }

    /// Renews the token of this mark, or waits for the renewal that is under way. Nothing to do if there is a newer
    /// one.
    pub(super) async fn renewed(self: &Arc<Self>, mark: Mark, caller: &Caller) -> Result<()> {
        let runtime = runtime()?;
        let flight = {
            let mut state = self.write();
            if state.turn != mark.turn {
                return Ok(());
            }
            match &state.renewing {
                Some((turn, flight)) if *turn == mark.turn && flight.is_under_way() => flight.clone(),
                _ => {
                    let flight =
                        Flight::start(&runtime, renew::renew(Arc::clone(self), caller.clone(), mark));
                    state.renewing = Some((mark.turn, flight.clone()));
                    flight
                }
            }
        };
        flight.landed().await
    }
}

fn ended() -> Error {
    Error::new(
        ErrorKind::Unauthorized,
        "the session has ended; sign in again, or sign out to go on without a user",
    )
}

fn somebody_else() -> Error {
    Error::new(
        ErrorKind::Unauthorized,
        "somebody else has signed in, or the user out, while the call waited for a token; it was not sent",
    )
}

impl TokenSource for SessionCell {
    fn ready(&self) -> Option<Token> {
        let state = self.read();
        match self.due(&state) {
            Due::Nothing(token) if state.loaded => Some(token),
            _ => None,
        }
    }

    fn prepare(self: Arc<Self>, caller: Caller) -> BoxFuture<'static, Result<Token>> {
        self.prepared(caller).boxed()
    }

    fn replace(self: Arc<Self>, caller: Caller, refused: Mark) -> BoxFuture<'static, Result<Option<Token>>> {
        self.replaced(caller, refused).boxed()
    }

    #[cfg(feature = "realtime")]
    fn users(&self) -> tokio::sync::watch::Receiver<u64> {
        self.lineages.subscribe()
    }
}
