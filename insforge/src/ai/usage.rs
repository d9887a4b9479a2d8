//! What a call to a model cost, in tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How many tokens a call took. 0 where the provider does not say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Usage {
    /// Tokens of the input.
    #[serde(alias = "prompt_tokens", deserialize_with = "count")]
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    #[serde(alias = "completion_tokens", deserialize_with = "count")]
    pub completion_tokens: u64,
    /// Both.
    #[serde(alias = "total_tokens", deserialize_with = "count")]
    pub total_tokens: u64,
    /// Fields that this version does not know, such as prices and cached tokens.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Providers write counts as integers, floats, nothing and null.
fn count<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a saturating cast of a count"
    )]
    let from_float = || value.as_f64().map(|float| float as u64);
    Ok(value.as_u64().or_else(from_float).unwrap_or(0))
}

impl Usage {
    pub(super) fn add(&mut self, more: &Self) {
        // Counts are the server's, whatever they are.
        self.prompt_tokens = self.prompt_tokens.saturating_add(more.prompt_tokens);
        self.completion_tokens = self.completion_tokens.saturating_add(more.completion_tokens);
        self.total_tokens = self.total_tokens.saturating_add(more.total_tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_beyond_all_numbers_are_added_without_harm() {
        let mut usage: Usage = serde_json::from_str(r#"{"promptTokens":18446744073709551615}"#).unwrap();
        usage.add(&usage.clone());
        assert_eq!(usage.prompt_tokens, u64::MAX);
    }

    #[test]
    fn both_spellings_and_gaps_are_read() {
        for json in [
            r#"{"promptTokens":3,"totalTokens":8.0,"completionTokens":null}"#,
            r#"{"prompt_tokens":3,"total_tokens":8,"cost":0.1}"#,
        ] {
            let usage: Usage = serde_json::from_str(json).unwrap();
            assert_eq!(
                (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens),
                (3, 0, 8)
            );
        }
        assert_eq!(serde_json::from_str::<Usage>("{}").unwrap(), Usage::default());
    }
}
