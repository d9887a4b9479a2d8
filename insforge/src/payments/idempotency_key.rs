//! The mark of one intent.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};

/// The mark of one intent: however often a call with it arrives, it is carried out once. The same key with another
/// request is refused: a checkout as a [`Conflict`](crate::ErrorKind::Conflict), a product or a price by Stripe itself as
/// [`Invalid`](crate::ErrorKind::Invalid).
///
/// Make one when the user decides, and keep it for every attempt, also over a restart of the program:
/// the order's own id is a good one.
///
/// ```
/// use insforge::payments::IdempotencyKey;
///
/// let by_order = IdempotencyKey::new("order-1234")?;
/// let random = IdempotencyKey::random();
/// assert_ne!(random, IdempotencyKey::random());
/// # let _ = by_order;
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of the program's own, of 1 to 200 characters.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where it is empty, too long, or has space around it.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = key.into();
        let length = key.encode_utf16().count();
        if key.trim().is_empty() {
            return Err(Error::request("the idempotency key is empty"));
        }
        if key.trim() != key {
            // The server trims, and two keys could become one.
            return Err(Error::request("the idempotency key has space around it; trim it"));
        }
        if length > 200 {
            return Err(Error::request(format!(
                "the idempotency key has {length} characters, and 200 are allowed"
            )));
        }
        Ok(Self(key))
    }

    /// A key that nobody else has: 128 random bits.
    #[must_use]
    pub fn random() -> Self {
        let half = || RandomState::new().hash_one(std::time::SystemTime::now());
        Self(format!("{:016x}{:016x}", half(), half()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for IdempotencyKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdempotencyKey").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_that_the_server_would_refuse_or_change_are_refused() {
        for bad in ["", " ", " a", "a\n"] {
            assert!(IdempotencyKey::new(bad).is_err(), "{bad:?}");
        }
        assert!(IdempotencyKey::new("x".repeat(201)).is_err());
        assert!(IdempotencyKey::new("x".repeat(200)).is_ok());
    }

    #[test]
    fn random_keys_do_not_repeat() {
        let keys: HashSet<_> = (0..10_000).map(|_| IdempotencyKey::random()).collect();
        assert_eq!(keys.len(), 10_000);
    }
}
