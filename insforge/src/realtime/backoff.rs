//! How long to wait before the next connection.

use std::time::Duration;

/// The ceiling before the first new attempt; it doubles with each.
const FIRST: Duration = Duration::from_millis(500);

/// The highest ceiling.
const LAST: Duration = Duration::from_secs(30);

/// A connection that has lasted this long counts as a good one: the next loss starts from the beginning.
pub(super) const STABLE: Duration = Duration::from_secs(20);

/// As far as the doubling goes while the server accepts connections: to a second, so that 95 of 100 losses are over
/// within two.
const ACCEPTED: u32 = 1;

/// Exponential, with full jitter, for ever: the wait is anything between nothing and a ceiling, so that many clients of
/// a server that comes back do not come at once.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    attempt: u32,
}

impl Backoff {
    /// The wait before the next attempt. `jitter` lies in 0.0..1.0.
    pub(super) fn next(&mut self, jitter: f64) -> Duration {
        let ceiling = FIRST.saturating_mul(2u32.saturating_pow(self.attempt)).min(LAST);
        self.attempt = self.attempt.saturating_add(1);
        ceiling.mul_f64(if jitter.is_finite() {
            jitter.clamp(0.0, 1.0)
        } else {
            1.0
        })
    }

    /// A connection has ended that the server had accepted, and that had lasted so long. The server is there, so the
    /// waits do not grow to the cap; one that loses its connections at once is not asked again at once either.
    pub(super) fn lasted(&mut self, life: Duration) {
        self.attempt = if life >= STABLE {
            0
        } else {
            self.attempt.min(ACCEPTED)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_a_cap_and_begin_anew_after_a_stable_connection() {
        let mut backoff = Backoff::default();
        let ceilings: Vec<u64> = (0..9).map(|_| backoff.next(1.0).as_millis() as u64).collect();
        assert_eq!(
            ceilings,
            [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]
        );
        assert_eq!(backoff.next(0.0), Duration::ZERO);
        backoff.lasted(STABLE / 2);
        assert_eq!(backoff.next(1.0), Duration::from_secs(1));
        backoff.lasted(STABLE);
        assert_eq!(backoff.next(1.0), FIRST);
        for jitter in [f64::NAN, f64::INFINITY, -1.0, 7.0] {
            assert!(backoff.next(jitter) <= LAST);
        }
        (0..100).for_each(|_| assert!(backoff.next(1.0) <= LAST));
    }
}
