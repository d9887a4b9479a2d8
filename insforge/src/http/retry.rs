//! When a failed attempt is repeated, and after how long: one rule for the whole crate, as a pure function.

use std::time::Duration;

use super::outcome::Failure;

/// The one rule by which every call of a client is repeated.
///
/// | what happened | reads (GET, HEAD, OPTIONS) and writes declared idempotent | other writes |
/// |---|---|---|
/// | the connection could not be made | repeated | repeated |
/// | the connection broke before the answer was complete | repeated, at once the first time | no |
/// | 502, 503, 504, 520 | repeated | no |
/// | 503 with PGRST002: PostgREST reads the schema anew | repeated | once, if [asked for](Self::repeat_on_schema_reload) |
/// | 429 with `Retry-After` | repeated after that time | repeated after that time |
/// | 429 without it, a time limit, any other status | no | no |
///
/// The wait doubles from `base_delay` to `max_delay`, give or take 15 %. A server's `Retry-After` comes first; if
/// it asks for more than `max_retry_after`, the call is not repeated and the error carries the wish
/// ([`Error::retry_after`](crate::error::Error::retry_after)).
///
/// ```
/// use std::time::Duration;
/// use insforge::http::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(5).base_delay(Duration::from_millis(200));
/// let never = RetryPolicy::none();
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    on_schema_reload: bool,
}

impl Default for RetryPolicy {
    /// Three attempts, 500 ms before the second, at most 10 s between two, and 30 s if the server asks for it.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(30),
            on_schema_reload: false,
        }
    }
}

impl RetryPolicy {
    /// Never repeats anything.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a call is tried in all; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The wait before the second attempt; each later one doubles it.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait that doubling leads to.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for.
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Repeats also a write, once, that PostgREST refused while it was reading the database's schema (PGRST002), as
    /// after a migration. It was not carried out then, so that repeating it does no harm.
    pub fn repeat_on_schema_reload(mut self, repeat: bool) -> Self {
        self.on_schema_reload = repeat;
        self
    }

    /// How long to wait before the next attempt, or `None` to give up. `attempt` is the one that failed, from 1;
    /// `jitter` lies in 0.0..1.0.
    pub(super) fn next_delay(
        &self,
        failure: Failure,
        idempotent: bool,
        attempt: u32,
        jitter: f64,
    ) -> Option<Duration> {
        if attempt >= self.max_attempts {
            return None;
        }
        let (repeat, asked) = match failure {
            Failure::NotConnected => (true, None),
            // The usual cause is a pooled connection that the server had just closed, so another one will do.
            Failure::Broken if attempt == 1 => return idempotent.then_some(Duration::ZERO),
            Failure::Broken => (idempotent, None),
            Failure::Status {
                status: 429,
                retry_after,
            } => (retry_after.is_some(), retry_after),
            Failure::Status {
                status: 502 | 503 | 504 | 520,
                retry_after,
            } => (idempotent, retry_after),
            Failure::SchemaCache { retry_after } => {
                (idempotent || (self.on_schema_reload && attempt == 1), retry_after)
            }
            Failure::Status { .. } | Failure::Final => (false, None),
        };
        if !repeat {
            return None;
        }
        match asked {
            Some(asked) => (asked <= self.max_retry_after).then_some(asked),
            None => Some(self.backoff(attempt, jitter)),
        }
    }

    fn backoff(&self, attempt: u32, jitter: f64) -> Duration {
        let doubled = self
            .base_delay
            .saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1)));
        let capped = doubled.min(self.max_delay);
        let factor = if jitter.is_finite() {
            0.85 + 0.3 * jitter.clamp(0.0, 1.0)
        } else {
            1.0
        };
        Duration::try_from_secs_f64(capped.as_secs_f64() * factor).unwrap_or(capped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<u64>) -> Failure {
        Failure::Status {
            status,
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[test]
    fn the_table_of_the_documentation_holds() {
        // failure, repeated for reads, repeated for other writes
        for (failure, reads, writes) in [
            (Failure::NotConnected, true, true),
            (Failure::Broken, true, false),
            (Failure::Final, false, false),
            (status(502, None), true, false),
            (status(503, None), true, false),
            (status(504, None), true, false),
            (status(520, None), true, false),
            (status(429, Some(1)), true, true),
            (status(429, None), false, false),
            (status(408, None), false, false),
            (status(500, None), false, false),
            (status(501, None), false, false),
            (status(401, None), false, false),
            (status(409, Some(1)), false, false),
        ] {
            let policy = RetryPolicy::default();
            assert_eq!(
                policy.next_delay(failure, true, 1, 0.5).is_some(),
                reads,
                "{failure:?} read"
            );
            assert_eq!(
                policy.next_delay(failure, false, 1, 0.5).is_some(),
                writes,
                "{failure:?} write"
            );
            assert_eq!(
                policy.next_delay(failure, true, 3, 0.5),
                None,
                "{failure:?} last attempt"
            );
            assert_eq!(
                RetryPolicy::none().next_delay(failure, true, 1, 0.5),
                None,
                "{failure:?} none"
            );
        }
    }

    #[test]
    fn a_write_met_by_a_schema_reload_is_repeated_once_and_only_if_asked_for() {
        let failure = Failure::SchemaCache { retry_after: None };
        let usual = RetryPolicy::default();
        assert_eq!(usual.next_delay(failure, false, 1, 0.5), None);
        assert!(usual.next_delay(failure, true, 2, 0.5).is_some());
        let asked = usual.repeat_on_schema_reload(true);
        assert!(asked.next_delay(failure, false, 1, 0.5).is_some());
        assert_eq!(asked.next_delay(failure, false, 2, 0.5), None);
    }

    #[test]
    fn replays_a_broken_connection_at_once_and_then_with_a_wait() {
        let policy = RetryPolicy::default();
        assert_eq!(
            policy.next_delay(Failure::Broken, true, 1, 0.5),
            Some(Duration::ZERO)
        );
        assert!(policy.next_delay(Failure::Broken, true, 2, 0.5) > Some(Duration::from_millis(500)));
    }

    #[test]
    fn retry_after_goes_first_and_is_capped() {
        let policy = RetryPolicy::default();
        let delay = |seconds| policy.next_delay(status(429, Some(seconds)), false, 1, 0.5);
        assert_eq!(delay(0), Some(Duration::ZERO));
        assert_eq!(delay(30), Some(Duration::from_secs(30)));
        assert_eq!(delay(31), None);
        assert_eq!(delay(u64::MAX), None);
        assert_eq!(
            policy.next_delay(status(503, Some(2)), true, 1, 0.5),
            Some(Duration::from_secs(2))
        );
    }

    #[test]
    fn waits_double_within_their_bounds_whatever_the_settings() {
        let policy = RetryPolicy::default().max_attempts(u32::MAX);
        let delay = |attempt, jitter| {
            policy
                .next_delay(Failure::NotConnected, true, attempt, jitter)
                .unwrap()
        };
        assert_eq!(delay(1, 0.0), Duration::from_millis(425));
        assert_eq!(delay(1, 1.0), Duration::from_millis(575));
        assert_eq!(delay(3, 0.5), Duration::from_secs(2));
        assert_eq!(delay(4_000_000, 0.5), Duration::from_secs(10));
        let hostile = RetryPolicy::default()
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX);
        for jitter in [-5.0, f64::NAN, f64::INFINITY, 0.0, 1.0, 9.0] {
            let _ = hostile.next_delay(Failure::NotConnected, true, 2, jitter);
            assert!(delay(2, jitter) >= Duration::from_millis(850), "{jitter}");
        }
        assert_eq!(RetryPolicy::default().max_attempts(0).max_attempts, 1);
    }
}
