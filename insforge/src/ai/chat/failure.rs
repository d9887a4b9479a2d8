//! Failures inside a stream: frames with a message and nothing else, in an answer of status 200.

use crate::error::{Error, ErrorKind, kind_of_status};

/// Makes the error of a failure frame. The frame has no code, so its kind is told by the server's words; words that
/// are not known make it a failure of the server.
pub(super) fn failure(message: &str) -> Error {
    let has = |words: &str| message.contains(words);
    let status = message.get(..3).and_then(|digits| digits.parse::<u16>().ok());
    let kind = if has("key not configured") || has("key is not configured") || has("authentication failed") {
        ErrorKind::NotConfigured
    } else if has("rate limit") {
        ErrorKind::RateLimited
    } else if has("credit limit reached") {
        ErrorKind::InsufficientBalance
    } else {
        status
            .filter(|status| (400..600).contains(status))
            .map_or(ErrorKind::Server, kind_of_status)
    };
    Error::new(kind, format!("the model's provider failed: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_words_tell_the_kind() {
        for (message, kind) in [
            (
                "OpenRouter API key not configured. Configure Model Gateway settings.",
                ErrorKind::NotConfigured,
            ),
            (
                "AI provider authentication failed. Check your API key configuration.",
                ErrorKind::NotConfigured,
            ),
            (
                "AI provider rate limit exceeded. Please wait before retrying.",
                ErrorKind::RateLimited,
            ),
            ("AI credit limit reached.", ErrorKind::InsufficientBalance),
            ("400 mock/bad-model is not a valid model ID", ErrorKind::Invalid),
            ("500 upstream says 500", ErrorKind::Server),
            ("503 upstream says 503", ErrorKind::Unavailable),
            ("Failed to stream response: terminated", ErrorKind::Server),
            ("999 x", ErrorKind::Server),
            ("éé", ErrorKind::Server),
            ("", ErrorKind::Server),
        ] {
            assert_eq!(failure(message).kind(), kind, "{message}");
        }
    }
}
