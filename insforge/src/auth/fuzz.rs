//! What holds for any token and any key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::expiry::{Clock, Expiry};
use crate::fuzzing::text;

/// The bytes as a token, and as the claims of one.
pub(crate) fn any_token(data: &[u8]) {
    let claims = URL_SAFE_NO_PAD.encode(data);
    for token in [text(data).into_owned(), format!("e30.{claims}.AA")] {
        let now = Clock::default().now();
        for expiry in [
            Expiry::received(&token, now),
            Expiry::claimed(&token),
            Expiry::stored(&token, now.wall),
        ] {
            let _ = (expiry.phase(now), expiry.end());
        }
        #[cfg(feature = "verify")]
        super::verify::fuzz::any_token(&token);
    }
    #[cfg(feature = "verify")]
    super::verify::fuzz::any_key(data);
}
