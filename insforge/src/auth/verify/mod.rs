//! Verifying access tokens on this machine.
//!
//! The tokens are parsed and the project's key set is read by `jsonwebtoken`, signatures are checked by `ring`. The
//! algorithm comes from the key that the project publishes; what the token names has to agree with it.

mod claims;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod keys;
mod signature;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, AlgorithmFamily};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use self::claims::Claims;
use self::claims::Rules;
pub(super) use self::keys::Keys;
use super::{Auth, current};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Bearer, Caller, Credential};

const VERIFY: &str = "auth.verify";

/// Longer tokens are no access tokens; checking them would only cost time.
const MAX_TOKEN: usize = 16 * 1024;

/// Verifies users' access tokens without asking the server for each: made by [`Auth::verifier`].
///
/// The project's public keys (`GET /.well-known/jwks.json`) are fetched at the first use and kept for ten minutes; a
/// token that names an unknown key has them fetched again, at most every 30 seconds. However many tokens wait, they
/// are fetched once, and the old ones stay in use where that fails. Clones share the keys.
///
/// A token with a shared-secret signature (`HS256`: a project without a key pair, or a third party's token) or with an
/// unknown algorithm cannot be verified here: the server is asked instead, at `GET /api/auth/sessions/current`, which
/// accepts users only. An unsigned token (`none`) is refused.
///
/// **What it does not see**: that an account was deleted, or that a user has signed out. An access token is good until
/// it expires, some 15 minutes. Where that is too long, ask the server:
/// `client.as_user(token)?` and a call.
///
/// ```no_run
/// # async fn demo(client: insforge::Client, token: &str) -> insforge::Result<()> {
/// let verifier = client.auth().verifier();
/// let claims = verifier.verify(token).await?;
/// println!("{} ({})", claims.sub, claims.role);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    caller: Caller,
    keys: Arc<Keys>,
    rules: Rules,
}

/// The first part of a token, as far as it decides what happens next.
#[derive(Deserialize)]
struct Head {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

impl Auth {
    /// Verifies users' access tokens on this machine. All verifiers of a client share its keys.
    pub fn verifier(&self) -> Verifier {
        let keys = self.cell.keys.get_or_init(Arc::default);
        Verifier {
            caller: self
                .caller
                .with_credential(Credential::Anon(self.cell.anon.clone())),
            keys: Arc::clone(keys),
            rules: Rules::default(),
        }
    }
}

impl Verifier {
    /// By how much the clocks may differ; 30 seconds.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// Takes only tokens of this issuer (`iss`). InsForge's own name none.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuer = Some(issuer.into());
        self
    }

    /// Takes only tokens for this audience (`aud`). InsForge's own name none.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.rules.audience = Some(audience.into());
        self
    }

    /// Verifies a token and returns what it says.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) for a token that is malformed, expired, not yet valid, signed by another
    /// key, or refused by the server; the errors of a call where the keys or the server are needed and cannot be
    /// reached. The token is in none of them.
    pub async fn verify(&self, token: &str) -> Result<Claims> {
        self.verify_as::<Map<String, Value>>(token).await
    }

    /// Verifies a token and reads its further claims into a type of the program's own.
    ///
    /// ```no_run
    /// #[derive(serde::Deserialize)]
    /// struct Tenant {
    ///     org_id: String,
    /// }
    ///
    /// # async fn demo(verifier: insforge::auth::Verifier, token: &str) -> insforge::Result<()> {
    /// let claims = verifier.verify_as::<Tenant>(token).await?;
    /// println!("{} of {}", claims.sub, claims.extra.org_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`verify`](Self::verify), and [`Decode`](ErrorKind::Decode) where the token is good and its claims do not fit.
    pub async fn verify_as<T: DeserializeOwned>(&self, token: &str) -> Result<Claims<T>> {
        self.checked(token)
            .await
            .and_then(|()| claims::read(token, &self.rules, self.keys.clock.now().wall))
            .map_err(|error| error.with_operation(VERIFY))
    }

    /// Checks who has signed the token.
    async fn checked(&self, token: &str) -> Result<()> {
        let (message, signature) = token
            .rsplit_once('.')
            .filter(|(message, _)| token.len() <= MAX_TOKEN && message.matches('.').count() == 1)
            .ok_or_else(|| refused("this is no JWT: it has not three parts, or is far too long"))?;
        let head = message
            .split('.')
            .next()
            .and_then(|head| URL_SAFE_NO_PAD.decode(head).ok())
            .and_then(|json| serde_json::from_slice::<Head>(&json).ok())
            .ok_or_else(|| refused("this is no JWT: its first part cannot be read"))?;
        if head.alg.eq_ignore_ascii_case("none") {
            return Err(refused("the token is not signed"));
        }
        if head.crit.is_some() {
            return Err(refused("the token needs extensions that nobody here knows"));
        }
        let algorithm = head
            .alg
            .parse::<Algorithm>()
            .ok()
            .filter(|algorithm| !AlgorithmFamily::Hmac.algorithms().contains(algorithm));
        let Some(algorithm) = algorithm else {
            return self.ask_server(token).await;
        };
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| refused("this is no JWT: its signature cannot be read"))?;
        let keys = self.keys.find(head.kid.as_deref(), &self.caller).await?;
        if keys.is_empty() {
            return Err(refused(
                "the token is signed by a key that the project does not have",
            ));
        }
        if keys
            .iter()
            .any(|key| signature::fits(key, algorithm, message.as_bytes(), &signature))
        {
            Ok(())
        } else {
            Err(refused("the token's signature is not of the project's key"))
        }
    }

    async fn ask_server(&self, token: &str) -> Result<()> {
        let bearer = Bearer::user_token(token).map_err(|_| refused("this is no JWT"))?;
        let caller = self.caller.with_credential(Credential::User(bearer));
        let user = current::current_user(&caller, VERIFY).await?;
        if claims::subject(token).is_some_and(|subject| subject == user.id) {
            Ok(())
        } else {
            Err(refused(
                "the server takes the token for another user's than it says",
            ))
        }
    }
}

fn refused(message: &'static str) -> Error {
    Error::new(ErrorKind::Unauthorized, message)
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
