//! One renewal a session, however many requests of a browser bring it at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret, SecretString};

use crate::auth::{Auth, Flight, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::http::runtime;

/// The longest that a request waits for a renewal: somebody looks at an empty page meanwhile.
const LIMIT: Duration = Duration::from_secs(10);

/// The renewals under way, by what their refresh tokens hash to.
///
/// Two renewals of one session would do no harm, since InsForge's refresh tokens stay good after they were used; but a
/// page of many parts would make one call for each part.
#[derive(Default)]
pub(super) struct Renewals(Mutex<HashMap<Vec<u8>, Renewal>>);

#[derive(Clone)]
struct Renewal {
    flight: Flight,
    session: Arc<OnceLock<Session>>,
}

impl Renewals {
    /// New tokens for this refresh token.
    ///
    /// # Errors
    /// Those of the call, and [`ErrorKind::Timeout`] after ten seconds.
    pub(super) async fn renew(self: &Arc<Self>, auth: Auth, refresh: &SecretString) -> Result<Session> {
        let renewal = self.join(auth, refresh)?;
        renewal.flight.landed().await?;
        renewal.session.get().cloned().ok_or_else(|| {
            Error::new(
                ErrorKind::Interrupted,
                "the renewal of the session ended without one",
            )
        })
    }

    /// Starts a renewal, or joins the one that is under way.
    fn join(self: &Arc<Self>, auth: Auth, refresh: &SecretString) -> Result<Renewal> {
        let key = digest(&SHA256, refresh.expose_secret().as_bytes())
            .as_ref()
            .to_vec();
        let mut under_way = self.lock();
        if let Some(renewal) = under_way.get(&key).filter(|one| one.flight.is_under_way()) {
            return Ok(renewal.clone());
        }
        let session = Arc::new(OnceLock::new());
        let flight = Flight::start(&runtime()?, {
            let (all, key, slot) = (Arc::clone(self), key.clone(), Arc::clone(&session));
            let refresh = refresh.clone();
            async move {
                let renewed = tokio::time::timeout(LIMIT, auth.renewed(&refresh)).await;
                all.lock().remove(&key);
                let session = renewed.map_err(|_| too_slow())??;
                slot.get_or_init(|| session);
                Ok(())
            }
        });
        let renewal = Renewal { flight, session };
        under_way.insert(key, renewal.clone());
        Ok(renewal)
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Renewal>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_slow() -> Error {
    let message = format!("renewing the session took longer than {LIMIT:?}; the session is kept");
    Error::new(ErrorKind::Timeout, message).with_operation("server.renew")
}
