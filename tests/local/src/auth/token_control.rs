use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Steers the tokens of an instance: the clock they are issued and checked by, and which of them still count. Cheap to
/// clone; all clones steer the same instance.
///
/// ```no_run
/// # async fn demo() -> Result<(), insforge_local::Error> {
/// use std::time::Duration;
/// use insforge_local::Local;
///
/// let local = Local::start().await?;
/// // Every access token so far has expired.
/// local.tokens().advance(Duration::from_secs(3600));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct TokenControl {
    /// How many seconds the server's clock is ahead of this machine's.
    shift: Arc<AtomicI64>,
    revoked: Arc<Mutex<HashSet<String>>>,
}

impl TokenControl {
    /// Lets the server's clock go on, for access and refresh tokens alike.
    pub fn advance(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX / 4);
        self.shift.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets how many seconds the server's clock is ahead of this machine's, or behind it.
    pub fn set_shift(&self, seconds: i64) {
        self.shift.store(seconds, Ordering::SeqCst);
    }

    /// Refuses this refresh token from now on. The real backend has no way to do so; a deleted user's is refused alike.
    pub fn revoke(&self, refresh_token: impl Into<String>) {
        self.list().insert(refresh_token.into());
    }

    pub(crate) fn is_revoked(&self, refresh_token: &str) -> bool {
        self.list().contains(refresh_token)
    }

    fn list(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.revoked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds since 1970 by the server's clock.
    pub(crate) fn now(&self) -> u64 {
        let real = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |passed| passed.as_secs());
        real.saturating_add_signed(self.shift.load(Ordering::SeqCst))
    }
}
