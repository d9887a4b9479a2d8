//! Who a call is made as. A token lives here only as a header value marked sensitive, wiped when it is dropped.

use std::fmt;
use std::sync::Arc;

use ::http::HeaderValue;
use bytes::Bytes;
use secrecy::zeroize::Zeroizing;

use super::TokenSource;
use crate::error::{Error, Result};

/// The value of an `Authorization` header: `Bearer ` and a token.
#[derive(Clone)]
pub(crate) struct Bearer(HeaderValue);

impl Bearer {
    /// The project's anon key.
    pub(crate) fn anon_key(key: &str) -> Result<Self> {
        if is_api_key(key) {
            return Err(Error::config(
                "this is an admin API key (ik_…), and an anon key (anon_…) belongs here; for project administration use Client::admin",
            ));
        }
        Self::new(key, "the anon key")
    }

    /// The project's admin API key.
    pub(crate) fn api_key(key: &str) -> Result<Self> {
        if !is_api_key(key) {
            return Err(Error::config(
                "an admin API key starts with ik_; an anon key belongs to Client::new and a user's token to as_user",
            ));
        }
        Self::new(key, "the API key")
    }

    /// A user's access token.
    pub(crate) fn user_token(token: &str) -> Result<Self> {
        if is_api_key(token) {
            return Err(Error::config(
                "this is an admin API key (ik_…), and a user's access token belongs here; for project administration use Client::admin",
            ));
        }
        if token.starts_with("anon_") {
            return Err(Error::config(
                "this is an anon key (anon_…), and a user's access token belongs here; calls without a user need no as_user",
            ));
        }
        Self::new(token, "the access token")
    }

    fn new(token: &str, what: &str) -> Result<Self> {
        if token.is_empty() {
            return Err(Error::config(format!("{what} is empty")));
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            // A newline at its end is the usual case: a file read whole.
            return Err(Error::config(format!(
                "{what} has a space, a line end or another character that no key has; trim it"
            )));
        }
        let text = Zeroizing::new(format!("Bearer {token}"));
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
            .map_err(|_| Error::config(format!("{what} has a character that no key has")))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The token alone, for a place that is no header. Never log it.
    #[cfg(feature = "realtime")]
    pub(crate) fn token(&self) -> &str {
        // Made of ASCII, so it is always text.
        self.0.to_str().unwrap_or_default().trim_start_matches("Bearer ")
    }

    pub(crate) fn header_value(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(<redacted>)")
    }
}

fn is_api_key(key: &str) -> bool {
    key.starts_with("ik_")
}

/// Who a call is made as.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// Nobody in particular: the anon key, whoever is signed in.
    Anon(Bearer),
    /// A user by a token that was handed in and that this crate does not renew.
    User(Bearer),
    /// The project's administrator.
    ApiKey(Bearer),
    /// Whoever is signed in on the client at that moment, else the anon key.
    Session(Arc<dyn TokenSource>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn makes_a_sensitive_bearer_header() {
        let bearer = Bearer::anon_key("anon_canary").unwrap();
        let value = bearer.header_value();
        assert_eq!(value, "Bearer anon_canary");
        assert!(value.is_sensitive());
        for text in [
            format!("{bearer:?}"),
            format!("{value:?}"),
            format!("{:?}", Credential::Anon(bearer)),
        ] {
            assert!(!text.contains("canary"), "{text}");
        }
    }

    #[test]
    fn refuses_a_key_in_the_wrong_place() {
        for result in [
            Bearer::anon_key("ik_canary"),
            Bearer::user_token("ik_canary"),
            Bearer::user_token("anon_canary"),
            Bearer::api_key("anon_canary"),
            Bearer::api_key("eyJ.canary.x"),
        ] {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
        // A legacy anon key is a JWT.
        assert!(Bearer::anon_key("eyJ.x.y").is_ok());
    }

    #[test]
    fn refuses_tokens_that_would_break_the_header() {
        for token in [
            "",
            "a b",
            "anon_x\n",
            "anon_x\r\nX-Admin: 1",
            "\0",
            "tökén",
            "\u{7f}",
        ] {
            assert_eq!(
                Bearer::anon_key(token).unwrap_err().kind(),
                ErrorKind::Config,
                "{token:?}"
            );
            assert_eq!(
                Bearer::user_token(token).unwrap_err().kind(),
                ErrorKind::Config,
                "{token:?}"
            );
        }
    }
}
