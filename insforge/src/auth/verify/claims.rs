//! What a token says, and whether that holds now.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::dangerous::insecure_decode_claims;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::refused;
use crate::error::{Error, Result};

/// What a verified access token says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Claims<T = Map<String, Value>> {
    /// The user's id: what `auth.uid()` is in policies.
    pub sub: String,
    /// The e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// The database role; `authenticated` where the token names none, as the server takes it.
    #[serde(default = "authenticated")]
    pub role: String,
    /// When the token was issued, in seconds since 1970.
    #[serde(default)]
    pub iat: Option<f64>,
    /// When it expires, in seconds since 1970.
    pub exp: f64,
    /// The further claims.
    #[serde(flatten)]
    pub extra: T,
}

fn authenticated() -> String {
    "authenticated".to_owned()
}

/// What a verifier asks of a token beyond its signature.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) leeway: Duration,
    pub(super) issuer: Option<String>,
    pub(super) audience: Option<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            leeway: Duration::from_secs(30),
            issuer: None,
            audience: None,
        }
    }
}

#[derive(Deserialize)]
struct Registered {
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    iss: Option<String>,
    #[serde(default)]
    aud: Option<Audience>,
    /// A refresh token names its type. It is signed with another key, and no access token in any case.
    #[serde(default, rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Subject {
    sub: String,
}

/// Whose token it says it is. Not verified.
pub(super) fn subject(token: &str) -> Option<String> {
    insecure_decode_claims::<Subject>(token)
        .ok()
        .map(|claims| claims.sub)
}

/// Reads the claims of a token whose signature is good.
pub(super) fn read<T: DeserializeOwned>(token: &str, rules: &Rules, now: SystemTime) -> Result<Claims<T>> {
    // The library's messages may quote values of the token.
    let registered: Registered = insecure_decode_claims(token)
        .map_err(|_| refused("the token has no expiry, or claims of the wrong form"))?;
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
    let leeway = rules.leeway.as_secs_f64();
    if registered.exp + leeway <= now {
        return Err(refused("the token has expired"));
    }
    if registered.nbf.is_some_and(|from| from - leeway > now) {
        return Err(refused("the token is not valid yet"));
    }
    if registered.kind.as_deref() == Some("refresh") {
        return Err(refused("this is a refresh token, and an access token is needed"));
    }
    if rules.issuer.is_some() && rules.issuer != registered.iss {
        return Err(refused("the token is of another issuer"));
    }
    if let Some(audience) = &rules.audience {
        let fits = match &registered.aud {
            None => false,
            Some(Audience::One(one)) => one == audience,
            Some(Audience::Many(many)) => many.contains(audience),
        };
        if !fits {
            return Err(refused("the token is for another audience"));
        }
    }
    insecure_decode_claims(token).map_err(|_| {
        Error::decode("the token is good, and its claims do not fit the type they are read into")
    })
}
