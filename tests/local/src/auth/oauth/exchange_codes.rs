use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const LIFE: Duration = Duration::from_secs(5 * 60);

#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) user: String,
    pub(crate) challenge: String,
    ends: Instant,
}

/// The codes that browsers bring back.
#[derive(Debug, Default)]
pub(crate) struct ExchangeCodes {
    codes: Mutex<HashMap<String, Exchange>>,
}

impl ExchangeCodes {
    pub(crate) fn create(&self, user: &str, challenge: &str) -> String {
        let code = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        let exchange = Exchange {
            user: user.to_owned(),
            challenge: challenge.to_owned(),
            ends: Instant::now() + LIFE,
        };
        self.lock().insert(code.clone(), exchange);
        code
    }

    /// A code is good for one try, even one with a wrong verifier.
    pub(crate) fn take(&self, code: &str) -> Option<Exchange> {
        self.lock().remove(code).filter(|code| code.ends > Instant::now())
    }

    pub(crate) fn expire(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Exchange>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
