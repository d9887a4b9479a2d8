//! The secret half of PKCE.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

use crate::auth::Secret;
use crate::error::{Error, ErrorKind, Result};

/// The secret that proves at the exchange of a code that the sign-in was started here (RFC 7636). Keep it where only
/// this browser's or program's sign-in finds it again: an `HttpOnly` cookie, or memory. `Debug` does not show it.
///
/// ```
/// use insforge::auth::CodeVerifier;
///
/// let verifier = CodeVerifier::generate()?;
/// let kept = verifier.expose().to_owned();
/// assert_eq!(CodeVerifier::parse(&kept)?.challenge(), verifier.challenge());
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone)]
pub struct CodeVerifier(Secret);

impl CodeVerifier {
    /// Makes one of 256 random bits.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] where the operating system gives no random numbers.
    pub fn generate() -> Result<Self> {
        random_text().map(|text| Self(text.into()))
    }

    /// Takes one that was kept as text.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] for anything but 43 to 128 letters, digits, `-`, `.`, `_` and `~`.
    pub fn parse(text: &str) -> Result<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if (43..=128).contains(&text.len()) && text.bytes().all(fits) {
            return Ok(Self(text.into()));
        }
        Err(Error::request(
            "this is no code verifier: it has 43 to 128 letters, digits, -, ., _ and ~; give the text of CodeVerifier::expose",
        ))
    }

    /// The text, to keep it. Never log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// What the start of the sign-in sends: the SHA-256 of the verifier in base64url.
    #[must_use]
    pub fn challenge(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, self.expose().as_bytes()))
    }
}

/// 256 random bits as 43 characters that need no encoding in a URL.
pub(super) fn random_text() -> Result<String> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::new(ErrorKind::Config, "the operating system gives no random numbers"))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

impl fmt::Debug for CodeVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeVerifier(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_the_challenge_of_the_rfc() {
        // RFC 7636, appendix B.
        let verifier = CodeVerifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        assert_eq!(
            verifier.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn each_is_another_and_none_is_shown() {
        let (one, two) = (
            CodeVerifier::generate().unwrap(),
            CodeVerifier::generate().unwrap(),
        );
        assert_ne!(one.expose(), two.expose());
        assert_eq!(one.expose().len(), 43);
        assert!(CodeVerifier::parse(one.expose()).is_ok());
        assert!(!format!("{one:?}").contains(one.expose()));
        for wrong in ["", "short", &"a".repeat(129), &"ü".repeat(30), &" a".repeat(30)] {
            assert_eq!(CodeVerifier::parse(wrong).unwrap_err().kind(), ErrorKind::Request);
        }
    }
}
