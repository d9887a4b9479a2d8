//! The project's keys, and the old ones while they still work.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A key of the project. It begins as the one that the instance was started with.
#[derive(Debug, Default)]
pub(crate) struct KeyRing(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    newest: Option<String>,
    /// Keys with the times at which they end.
    old: Vec<(String, SystemTime)>,
}

impl KeyRing {
    /// Whether this key works now.
    pub(crate) fn accepts(&self, first: &str, key: &str) -> bool {
        let ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ring.newest.as_deref().unwrap_or(first) == key
            || ring
                .old
                .iter()
                .any(|(old, end)| old == key && *end > SystemTime::now())
    }

    /// The newest key.
    pub(crate) fn newest(&self, first: &str) -> String {
        let ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ring.newest.clone().unwrap_or_else(|| first.to_owned())
    }

    /// Takes another key, and says when the old one ends.
    pub(crate) fn rotate(&self, first: &str, key: String, grace: Duration) -> SystemTime {
        let end = SystemTime::now() + grace;
        let mut ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = ring.newest.replace(key).unwrap_or_else(|| first.to_owned());
        ring.old.push((old, end));
        end
    }
}
