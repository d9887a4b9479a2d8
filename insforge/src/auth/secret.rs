//! Texts that open doors: codes, tokens and client secrets.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

/// A code, token or client secret. `Debug` does not show it, there is no `Display`, and its memory is wiped when it is
/// dropped.
///
/// ```
/// use insforge::auth::Secret;
///
/// let secret = Secret::from("c0ffee");
/// assert_eq!(secret.expose(), "c0ffee");
/// assert!(!format!("{secret:?}").contains("c0ffee"));
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself, to store or to send. Never log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(<redacted>)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
