//! What holds for any token and any key of a project.

use std::time::SystemTime;

use jsonwebtoken::Algorithm;
use serde_json::{Map, Value};

use super::claims::{self, Rules};
use super::signature::{Key, fits};

pub(crate) fn any_token(token: &str) {
    let _ = claims::subject(token);
    let now = SystemTime::now();
    if let Ok(read) = claims::read::<Map<String, Value>>(token, &Rules::default(), now) {
        let seconds = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs_f64();
        assert!(read.exp + 31.0 > seconds, "a token that has expired is refused");
    }
}

pub(crate) fn any_key(data: &[u8]) {
    let Some(key) = serde_json::from_slice(data).ok().as_ref().and_then(Key::read) else {
        return;
    };
    for algorithm in [
        Algorithm::RS256,
        Algorithm::PS512,
        Algorithm::ES256,
        Algorithm::EdDSA,
        Algorithm::HS256,
    ] {
        assert!(
            !fits(&key, algorithm, b"message", b"signature"),
            "no key has made this signature"
        );
    }
}
