use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::blobs::hex;

/// Signs URLs and forms of the S3 service, with a secret that only this instance knows.
#[derive(Debug)]
pub(crate) struct Signer {
    secret: [u8; 16],
    /// Seconds that the S3 service's clock is ahead, so that tests need not wait for an expiry.
    ahead: AtomicU64,
}

impl Default for Signer {
    fn default() -> Self {
        Self {
            secret: rand::random(),
            ahead: AtomicU64::new(0),
        }
    }
}

impl Signer {
    pub(crate) fn sign(&self, text: &str) -> String {
        hex(&hmac(&self.secret, text.as_bytes()))
    }

    /// Seconds since 1970, on the S3 service's clock.
    pub(crate) fn now(&self) -> u64 {
        seconds() + self.ahead.load(Ordering::Relaxed)
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.ahead.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// Seconds since 1970.
pub(crate) fn seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_secs())
}

pub(crate) fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
