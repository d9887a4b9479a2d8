use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::reply::{Answer, Failure};

/// Which calls are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Limit {
    /// Asking for a mail.
    Mails,
    /// Wrong codes and tokens; right ones do not count.
    WrongCodes,
    /// Signing in by ID token.
    IdTokens,
}

const WINDOW: Duration = Duration::from_secs(15 * 60);
const COOLDOWN: Duration = Duration::from_secs(60);

impl Limit {
    fn calls(self) -> usize {
        match self {
            Self::Mails => 5,
            Self::WrongCodes => 10,
            Self::IdTokens => 30,
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Mails => {
                "Too many send email verification requests from this IP. Please try again in 15 minutes."
            }
            Self::WrongCodes => {
                "Too many verification attempts from this IP. Please try again in 15 minutes."
            }
            Self::IdTokens => {
                "Too many ID token sign-in attempts from this IP. Please try again in 15 minutes."
            }
        }
    }
}

/// The backend's limits: one mail a minute an address (on), and so many calls in 15 minutes from one machine (off, since
/// here all calls come from one).
#[derive(Debug, Default)]
pub(crate) struct Limits {
    by_machine: AtomicBool,
    without_cooldown: AtomicBool,
    calls: Mutex<HashMap<Limit, Vec<Instant>>>,
    mails: Mutex<HashMap<String, Instant>>,
}

impl Limits {
    pub(crate) fn by_machine(&self, on: bool) {
        self.by_machine.store(on, Ordering::Relaxed);
        lock(&self.calls).clear();
    }

    pub(crate) fn cooldown(&self, on: bool) {
        self.without_cooldown.store(!on, Ordering::Relaxed);
        lock(&self.mails).clear();
    }

    /// One mail a minute an address, whatever it is about. The backend asks this before it looks at the address.
    pub(crate) fn mail(&self, address: &str) -> Result<(), Failure> {
        if self.without_cooldown.load(Ordering::Relaxed) {
            return Ok(());
        }
        let now = Instant::now();
        let mut mails = lock(&self.mails);
        let address = address.trim().to_lowercase();
        if mails
            .get(&address)
            .is_some_and(|last| now.duration_since(*last) < COOLDOWN)
        {
            return Err(Failure::new(
                StatusCode::TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                "Please wait 60 seconds before requesting another code for this email",
            ));
        }
        mails.insert(address, now);
        Ok(())
    }

    /// Does the work unless too much of it was done. Only failures count towards [`Limit::WrongCodes`].
    pub(crate) async fn guard(&self, limit: Limit, work: impl Future<Output = Answer>) -> Answer {
        if !self.by_machine.load(Ordering::Relaxed) {
            return work.await;
        }
        {
            let mut calls = lock(&self.calls);
            let calls = calls.entry(limit).or_default();
            calls.retain(|call| call.elapsed() < WINDOW);
            if calls.len() >= limit.calls() {
                return Ok(too_many(limit));
            }
            calls.push(Instant::now());
        }
        let answer = work.await;
        if answer.is_ok() && limit == Limit::WrongCodes {
            lock(&self.calls).entry(limit).or_default().pop();
        }
        answer
    }
}

fn too_many(limit: Limit) -> Response {
    let mut response = Failure::new(
        StatusCode::TOO_MANY_REQUESTS,
        "TOO_MANY_REQUESTS",
        limit.message(),
    )
    .into_response();
    let headers: &mut HeaderMap = response.headers_mut();
    let seconds = HeaderValue::from(WINDOW.as_secs());
    headers.insert("ratelimit-limit", HeaderValue::from(limit.calls()));
    headers.insert("ratelimit-remaining", HeaderValue::from(0));
    headers.insert("ratelimit-reset", seconds.clone());
    headers.insert("retry-after", seconds);
    response
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
