//! The credential of a websocket: it goes into the first message, since a browser's websocket has no headers.

use std::sync::Arc;

use tokio::sync::watch;

use super::renewal::TokenSource;
use super::{Bearer, Caller, Credential, Mark};
use crate::error::Result;

/// Who connects.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    pub(crate) secret: Secret,
    /// What to ask for another token with, should this one be refused.
    renewable: Option<(Arc<dyn TokenSource>, Mark)>,
}

/// What the server wants to know, under the name that it wants it by.
#[derive(Clone, Debug)]
pub(crate) enum Secret {
    Token(Bearer),
    ApiKey(Bearer),
}

impl Caller {
    /// The credential of this moment: a session's token is renewed first where that is due.
    pub(crate) async fn handshake(&self) -> Result<Handshake> {
        let (secret, renewable) = match self.credential() {
            Credential::ApiKey(key) => (Secret::ApiKey(key.clone()), None),
            Credential::Anon(bearer) | Credential::User(bearer) => (Secret::Token(bearer.clone()), None),
            Credential::Session(source) => {
                let token = match source.ready() {
                    Some(token) => token,
                    None => Arc::clone(source).prepare(self.clone()).await?,
                };
                let renewable = token.mark.map(|mark| (Arc::clone(source), mark));
                (Secret::Token(token.bearer), renewable)
            }
        };
        Ok(Handshake { secret, renewable })
    }

    /// Another token of the same user, after the server has refused this one. `None` if there is none.
    pub(crate) async fn handshake_again(&self, refused: Handshake) -> Result<Option<Handshake>> {
        let Some((source, mark)) = refused.renewable else {
            return Ok(None);
        };
        let token = source.replace(self.clone(), mark).await?;
        Ok(token.map(|token| Handshake {
            secret: Secret::Token(token.bearer),
            renewable: None,
        }))
    }

    /// Tells of every change of who is signed in; `None` where that cannot change.
    pub(crate) fn users(&self) -> Option<watch::Receiver<u64>> {
        match self.credential() {
            Credential::Session(source) => Some(source.users()),
            Credential::Anon(_) | Credential::User(_) | Credential::ApiKey(_) => None,
        }
    }
}
