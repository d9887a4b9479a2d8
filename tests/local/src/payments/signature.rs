//! HMAC-SHA256 in hexadecimal, by which both providers prove what they say.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Signs the parts one after the other.
pub(super) fn sign(secret: &str, parts: &[&[u8]]) -> String {
    // Such a hash takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    for part in parts {
        mac.update(part);
    }
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
