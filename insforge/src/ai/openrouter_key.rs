//! The project's key at OpenRouter.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The project's key at OpenRouter, for servers that call it themselves. It spends the project's credit: keep it on
/// the server, and out of logs. `Debug` does not show it.
///
/// It fits every OpenAI-compatible library, which needs [`BASE_URL`](Self::BASE_URL) and the key.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OpenRouterKey {
    #[serde(deserialize_with = "secret")]
    api_key: SecretString,
    /// The key with its middle hidden, for display.
    #[serde(default)]
    pub masked_key: Option<String>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

impl OpenRouterKey {
    /// Where OpenRouter's OpenAI-compatible interface is.
    pub const BASE_URL: &'static str = "https://openrouter.ai/api/v1";

    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.api_key.expose_secret()
    }
}

impl fmt::Debug for OpenRouterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenRouterKey")
            .field("api_key", &"<redacted>")
            .field("masked_key", &self.masked_key)
            .finish()
    }
}

/// Which keys the project has.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AiConfig {
    /// The key that calls models.
    pub api_key: KeyState,
    /// The key that reads usage.
    pub management_key: KeyState,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Whether a key is set.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct KeyState {
    /// Whether it is set.
    pub configured: bool,
    /// The key with its middle hidden.
    pub masked_key: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_key() {
        let key: OpenRouterKey =
            serde_json::from_str(r#"{"apiKey":"sk-or-canary","maskedKey":"sk-…"}"#).unwrap();
        assert_eq!(key.expose(), "sk-or-canary");
        assert!(!format!("{key:?}").contains("canary"));
    }
}
