//! When a token runs out, as far as a client can tell.
//!
//! Neither clock can be trusted alone. The wall clock may be wrong by hours and may be set while the program runs; the
//! steady one stands still while a machine sleeps. So a token that has just arrived lives as long as its claims say
//! from that moment on, by both clocks, and has run out as soon as one of them says so. The worst that a wrong clock
//! leads to is a renewal too early, or one after the server has refused the token.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// How long before its end a token is replaced, if it lives long enough.
const LEEWAY: Duration = Duration::from_secs(60);

/// A moment, by both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) wall: SystemTime,
    pub(super) steady: Instant,
}

/// How far a token is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Fresh,
    /// Valid, and to be replaced at the next use.
    Ending,
    Over,
}

/// The end of a token, where it has one that can be known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expiry {
    wall: Option<SystemTime>,
    steady: Option<Instant>,
    /// Short-lived tokens would never be fresh if the leeway were longer than their life.
    leeway: Duration,
}

#[derive(Deserialize)]
struct Times {
    #[serde(default)]
    iat: Option<f64>,
    #[serde(default)]
    exp: Option<f64>,
}

impl Expiry {
    /// Of a token that has arrived from the server this moment.
    pub(super) fn received(token: &str, now: Now) -> Self {
        let Some((lifetime, end)) = claims(token) else {
            return Self::default();
        };
        match lifetime {
            Some(life) => Self {
                wall: now.wall.checked_add(life),
                steady: now.steady.checked_add(life),
                leeway: leeway(life),
            },
            None => Self::until(end, None),
        }
    }

    /// Of a token of unknown age: its own claim, and the wall clock.
    pub(super) fn claimed(token: &str) -> Self {
        claims(token).map_or_else(Self::default, |(lifetime, end)| Self::until(end, lifetime))
    }

    /// Of a token that was stored with its end by this machine's clock.
    pub(super) fn stored(token: &str, end: SystemTime) -> Self {
        Self::until(end, claims(token).and_then(|(lifetime, _)| lifetime))
    }

    fn until(end: SystemTime, lifetime: Option<Duration>) -> Self {
        Self {
            wall: Some(end),
            steady: None,
            leeway: lifetime.map_or(LEEWAY, leeway),
        }
    }

    /// The end by the wall clock.
    pub(super) fn end(&self) -> Option<SystemTime> {
        self.wall
    }

    pub(super) fn phase(&self, now: Now) -> Phase {
        let wall = self
            .wall
            .map(|end| end.duration_since(now.wall).unwrap_or_default());
        let steady = self.steady.map(|end| end.saturating_duration_since(now.steady));
        let Some(left) = wall.into_iter().chain(steady).min() else {
            return Phase::Fresh;
        };
        if left.is_zero() {
            Phase::Over
        } else if left <= self.leeway {
            Phase::Ending
        } else {
            Phase::Fresh
        }
    }
}

fn leeway(lifetime: Duration) -> Duration {
    LEEWAY.min(lifetime / 10)
}

/// How long a token lives and when it ends, by its own claims. Nothing for a token that is no JWT, or whose times make
/// no sense: such a one is used until the server refuses it.
fn claims(token: &str) -> Option<(Option<Duration>, SystemTime)> {
    let payload = token.split('.').nth(1)?;
    let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let times: Times = serde_json::from_slice(&json).ok()?;
    let exp = times.exp?;
    let end = UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(exp).ok()?)?;
    let lifetime = match times.iat {
        Some(iat) if exp <= iat => return None,
        Some(iat) => Some(Duration::try_from_secs_f64(exp - iat).ok()?),
        None => None,
    };
    Some((lifetime, end))
}

/// The clocks. Tests can set the wall clock, or let time pass.
#[derive(Debug, Default)]
pub(super) struct Clock {
    #[cfg(test)]
    pub(super) wall_shift: std::sync::atomic::AtomicI64,
    #[cfg(test)]
    pub(super) steady_shift: std::sync::atomic::AtomicU64,
}

impl Clock {
    #[cfg(not(test))]
    #[allow(clippy::unused_self, reason = "tests have a clock that they set")]
    pub(super) fn now(&self) -> Now {
        Now {
            wall: SystemTime::now(),
            steady: Instant::now(),
        }
    }

    #[cfg(test)]
    pub(super) fn now(&self) -> Now {
        use std::sync::atomic::Ordering::SeqCst;
        let shift = self.wall_shift.load(SeqCst);
        let by = Duration::from_secs(shift.unsigned_abs());
        let wall = SystemTime::now();
        Now {
            wall: if shift < 0 { wall - by } else { wall + by },
            steady: Instant::now() + Duration::from_secs(self.steady_shift.load(SeqCst)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims))
    }

    fn now() -> Now {
        Now {
            wall: UNIX_EPOCH + Duration::from_secs(1_000_000),
            steady: Instant::now(),
        }
    }

    fn later(now: Now, wall: i64, steady: u64) -> Now {
        let by = Duration::from_secs(wall.unsigned_abs());
        Now {
            wall: if wall < 0 { now.wall - by } else { now.wall + by },
            steady: now.steady + Duration::from_secs(steady),
        }
    }

    #[test]
    fn a_received_token_lives_from_its_arrival_whatever_the_server_s_clock_says() {
        // The server's clock is 500,000 seconds behind.
        let now = now();
        let expiry = Expiry::received(&jwt(r#"{"iat":500000,"exp":500900}"#), now);
        for (passed, phase) in [
            (0, Phase::Fresh),
            (839, Phase::Fresh),
            (841, Phase::Ending),
            (899, Phase::Ending),
            (900, Phase::Over),
            (5000, Phase::Over),
        ] {
            assert_eq!(expiry.phase(later(now, passed, passed as u64)), phase, "{passed}");
        }
        // The wall clock is set back or the machine slept: the other clock tells.
        assert_eq!(expiry.phase(later(now, -3600, 900)), Phase::Over);
        assert_eq!(expiry.phase(later(now, -3600, 10)), Phase::Fresh);
        assert_eq!(expiry.phase(later(now, 3600, 10)), Phase::Over);
    }

    #[test]
    fn a_short_life_has_a_short_leeway() {
        let now = now();
        let expiry = Expiry::received(&jwt(r#"{"iat":10,"exp":30}"#), now);
        assert_eq!(expiry.phase(later(now, 17, 17)), Phase::Fresh);
        assert_eq!(expiry.phase(later(now, 19, 19)), Phase::Ending);
    }

    #[test]
    fn tokens_without_sensible_times_are_used_until_they_are_refused() {
        let now = now();
        for token in [
            "",
            "a.b.c",
            "opaque",
            &jwt("[]"),
            &jwt("{}"),
            &jwt(r#"{"exp":"soon"}"#),
            &jwt(r#"{"exp":-5}"#),
            &jwt(r#"{"exp":1e300}"#),
            &jwt(r#"{"iat":9,"exp":9}"#),
        ] {
            assert_eq!(Expiry::received(token, now).phase(now), Phase::Fresh, "{token}");
            assert_eq!(Expiry::claimed(token).phase(now), Phase::Fresh, "{token}");
        }
        let claimed = Expiry::claimed(&jwt(r#"{"exp":1000030}"#));
        assert_eq!(claimed.phase(now), Phase::Ending);
        assert_eq!(claimed.phase(later(now, 30, 30)), Phase::Over);
    }
}
