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

    /// A configuration of the crate `async-openai` that calls OpenRouter with this key, for what this crate has no call
    /// of. It needs the feature `async-openai`. Those calls go to OpenRouter and not through InsForge, which does not
    /// count them.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let key = admin.ai().openrouter_key().await?;
    /// let openai = async_openai::Client::with_config(key.openai_config());
    /// # let _ = openai;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "async-openai")]
    #[must_use]
    pub fn openai_config(&self) -> async_openai::config::OpenAIConfig {
        async_openai::config::OpenAIConfig::new()
            .with_api_base(Self::BASE_URL)
            .with_api_key(self.expose())
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

    #[cfg(feature = "async-openai")]
    #[test]
    fn the_configuration_of_async_openai_has_the_key_and_the_address_of_openrouter() {
        use async_openai::config::Config as _;

        let key: OpenRouterKey = serde_json::from_str(r#"{"apiKey":"sk-canary"}"#).unwrap();
        let config = key.openai_config();
        assert_eq!(
            config.url("/chat/completions"),
            "https://openrouter.ai/api/v1/chat/completions"
        );
        assert_eq!(config.headers()["authorization"], "Bearer sk-canary");
        assert!(!format!("{config:?}").contains("canary"));
    }
}
