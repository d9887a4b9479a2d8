use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a code or token is good for. One of a purpose never fits another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Purpose {
    Verify,
    Reset,
    SignIn,
}

/// A code may be tried so often.
const ATTEMPTS: u32 = 3;

const LINK_LIFE: Duration = Duration::from_secs(24 * 3600);

impl Purpose {
    fn code_life(self) -> Duration {
        Duration::from_secs(if self == Self::SignIn { 5 * 60 } else { 15 * 60 })
    }
}

#[derive(Debug)]
struct Code {
    text: String,
    ends: Instant,
    left: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) email: String,
    pub(crate) redirect_to: Option<String>,
    purpose: Purpose,
    ends: Instant,
    used: bool,
}

/// The codes and tokens that are out. A new one replaces the older of its purpose and address.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    codes: Mutex<HashMap<(Purpose, String), Code>>,
    links: Mutex<HashMap<String, Link>>,
}

impl Codes {
    /// Six digits for this address.
    pub(crate) fn code(&self, purpose: Purpose, email: &str) -> String {
        let text = format!("{:06}", rand::random::<u32>() % 1_000_000);
        let code = Code {
            text: text.clone(),
            ends: Instant::now() + purpose.code_life(),
            left: ATTEMPTS,
        };
        lock(&self.codes).insert((purpose, email.to_owned()), code);
        text
    }

    /// 64 hexadecimal digits for this address.
    pub(crate) fn token(&self, purpose: Purpose, email: &str, redirect_to: Option<&str>) -> String {
        let text = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        let link = Link {
            email: email.to_owned(),
            redirect_to: redirect_to.map(str::to_owned),
            purpose,
            ends: Instant::now() + LINK_LIFE,
            used: false,
        };
        let mut links = lock(&self.links);
        // Only the newest is known.
        links.retain(|_, old| old.purpose != purpose || old.email != email);
        links.insert(text.clone(), link);
        text
    }

    /// Whether the code is right. It is used up by it, and so it is by the third wrong try.
    pub(crate) fn take_code(&self, purpose: Purpose, email: &str, given: &str) -> bool {
        let mut codes = lock(&self.codes);
        let key = (purpose, email.to_owned());
        let Some(code) = codes.get_mut(&key) else {
            return false;
        };
        if code.left == 0 || code.ends <= Instant::now() {
            return false;
        }
        if code.text != given {
            code.left -= 1;
            return false;
        }
        codes.remove(&key);
        true
    }

    /// Where a token leads, used or not and however old it is.
    pub(crate) fn redirect_of(&self, purpose: Purpose, token: &str) -> Option<String> {
        let links = lock(&self.links);
        let link = links.get(token).filter(|link| link.purpose == purpose)?;
        link.redirect_to.clone()
    }

    /// Uses a token up.
    pub(crate) fn take_token(&self, purpose: Purpose, token: &str) -> Option<Link> {
        let mut links = lock(&self.links);
        let link = links.get_mut(token).filter(|link| link.purpose == purpose)?;
        if link.used || link.ends <= Instant::now() {
            return None;
        }
        link.used = true;
        Some(link.clone())
    }

    /// Ends the life of all that are out.
    pub(crate) fn expire(&self) {
        let now = Instant::now();
        for code in lock(&self.codes).values_mut() {
            code.ends = now;
        }
        for link in lock(&self.links).values_mut() {
            link.ends = now;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Codes, Purpose};

    #[test]
    fn a_code_is_good_once_and_for_three_tries() {
        let codes = Codes::default();
        let code = codes.code(Purpose::Verify, "a@b.co");
        assert!(!codes.take_code(Purpose::SignIn, "a@b.co", &code));
        assert!(codes.take_code(Purpose::Verify, "a@b.co", &code));
        assert!(!codes.take_code(Purpose::Verify, "a@b.co", &code));
        let code = codes.code(Purpose::Verify, "a@b.co");
        for _ in 0..3 {
            assert!(!codes.take_code(Purpose::Verify, "a@b.co", "no"));
        }
        assert!(!codes.take_code(Purpose::Verify, "a@b.co", &code));
    }

    #[test]
    fn a_token_is_good_once_and_not_when_expired() {
        let codes = Codes::default();
        let token = codes.token(Purpose::Reset, "a@b.co", Some("https://x/"));
        assert!(codes.take_token(Purpose::Verify, &token).is_none());
        assert!(codes.take_token(Purpose::Reset, &token).is_some());
        assert!(codes.take_token(Purpose::Reset, &token).is_none());
        codes.expire();
        let leads_to = |purpose| codes.redirect_of(purpose, &token);
        assert_eq!(leads_to(Purpose::Reset).as_deref(), Some("https://x/"));
        assert_eq!(leads_to(Purpose::Verify), None);
        let newer = codes.token(Purpose::Reset, "a@b.co", Some("https://x/"));
        assert_eq!(leads_to(Purpose::Reset), None);
        codes.expire();
        assert!(codes.take_token(Purpose::Reset, &newer).is_none());
    }
}
