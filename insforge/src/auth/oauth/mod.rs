//! Signing in through a provider such as Google: the browser goes there and comes back with a code.
//!
//! [`sign_in_with_oauth`](super::Auth::sign_in_with_oauth) gives the address for the browser and a verifier to keep;
//! [`exchange_oauth_code`](super::Auth::exchange_oauth_code) takes the code that comes back, and the verifier (PKCE,
//! RFC 7636): a code that somebody else has caught is of no use to them.

mod exchange;
#[cfg(feature = "oauth-loopback")]
mod loopback;
mod provider;
mod start;
mod verifier;

#[cfg(feature = "oauth-loopback")]
pub use self::loopback::OAuthLoopback;
pub use self::provider::OAuthProvider;
pub use self::start::{OAuthSignIn, OAuthStart};
pub use self::verifier::CodeVerifier;
