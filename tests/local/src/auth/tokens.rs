use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::token_control::TokenControl;
use crate::reply::Failure;

/// Whom an access token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) id: String,
    pub(crate) email: Option<String>,
    pub(crate) role: String,
}

/// What a refresh token carries.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refresh {
    pub(crate) sub: String,
    #[serde(rename = "type")]
    kind: String,
    iss: String,
    pub(crate) csrf_nonce: String,
    pub(crate) session_type: String,
    iat: u64,
    exp: u64,
}

#[derive(Serialize)]
struct Access<'a> {
    sub: &'a str,
    email: &'a str,
    role: &'a str,
    iat: u64,
    exp: u64,
}

#[derive(Serialize)]
struct Internal<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    sub: String,
    email: Option<String>,
    role: Option<String>,
    exp: Option<f64>,
}

/// Issues and checks all tokens of an instance.
pub(crate) struct Tokens {
    keys: Keys,
    shared: EncodingKey,
    check: DecodingKey,
    access_ttl: Duration,
    refresh_ttl: Duration,
    pub(crate) control: TokenControl,
}

impl Tokens {
    pub(crate) fn new(keys: Keys, access_ttl: Duration, refresh_ttl: Duration) -> Self {
        let shared = EncodingKey::from_secret(keys.secret.as_bytes());
        let check = DecodingKey::from_secret(keys.secret.as_bytes());
        Self {
            keys,
            shared,
            check,
            access_ttl,
            refresh_ttl,
            control: TokenControl::default(),
        }
    }

    pub(crate) fn secret(&self) -> &str {
        &self.keys.secret
    }

    pub(crate) fn jwks(&self) -> &serde_json::Value {
        &self.keys.jwks
    }

    pub(crate) fn access(&self, id: &str, email: &str) -> Result<String, Failure> {
        self.access_of(id, email, "authenticated")
    }

    /// An access token of any role.
    pub(crate) fn access_of(&self, id: &str, email: &str, role: &str) -> Result<String, Failure> {
        let iat = self.control.now();
        self.sign_own(&Access {
            sub: id,
            email,
            role,
            iat,
            exp: iat + self.access_ttl.as_secs(),
        })
    }

    /// Signs with the project's key pair.
    pub(crate) fn sign_own(&self, claims: &impl Serialize) -> Result<String, Failure> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.keys.id.clone());
        encode(&header, claims, &self.keys.private).map_err(|error| Failure::internal(error.to_string()))
    }

    /// A refresh token; a session keeps its nonce when it is refreshed.
    pub(crate) fn refresh(&self, id: &str, nonce: Option<&str>) -> Result<(String, Refresh), Failure> {
        self.refresh_of(id, "user", nonce)
    }

    /// A refresh token of a user's session or of an administrator's.
    pub(crate) fn refresh_of(
        &self,
        id: &str,
        session_type: &str,
        nonce: Option<&str>,
    ) -> Result<(String, Refresh), Failure> {
        let iat = self.control.now();
        let claims = Refresh {
            sub: id.to_owned(),
            kind: "refresh".to_owned(),
            iss: "insforge".to_owned(),
            csrf_nonce: nonce.map_or_else(
                || format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>()),
                str::to_owned,
            ),
            session_type: session_type.to_owned(),
            iat,
            exp: iat + self.refresh_ttl.as_secs(),
        };
        Ok((self.sign(&claims)?, claims))
    }

    /// The token for PostgREST: no subject for anybody but a user.
    pub(crate) fn internal(&self, role: &str, user: Option<&Identity>) -> Result<String, Failure> {
        self.sign(&Internal {
            sub: user.map(|user| user.id.as_str()),
            email: user.and_then(|user| user.email.as_deref()),
            role,
            // PostgREST checks it by the real clock.
            exp: user.map(|_| now() + 300),
        })
    }

    pub(crate) fn read_access(&self, token: &str) -> Result<Identity, Failure> {
        let header = decode_header(token).map_err(|_| Failure::invalid_token())?;
        let ours = header.alg == Algorithm::RS256 && header.kid.as_deref() == Some(self.keys.id.as_str());
        let (key, algorithm) = if ours {
            (&self.keys.public, Algorithm::RS256)
        } else {
            (&self.check, Algorithm::HS256)
        };
        let claims = decode::<Claims>(token, key, &rules(algorithm))
            .map_err(|_| Failure::invalid_token())?
            .claims;
        if claims.exp.is_some_and(|exp| exp <= self.control.now() as f64) {
            return Err(Failure::invalid_token());
        }
        if claims.sub.is_empty() {
            return Err(Failure::new(
                StatusCode::UNAUTHORIZED,
                "AUTH_UNAUTHORIZED",
                "Invalid token subject",
            ));
        }
        let role = claims
            .role
            .filter(|role| !role.is_empty())
            .unwrap_or_else(|| "authenticated".to_owned());
        Ok(Identity {
            id: claims.sub,
            email: claims.email,
            role,
        })
    }

    pub(crate) fn read_refresh(&self, token: &str) -> Result<Refresh, Failure> {
        let refuse = || {
            Failure::new(
                StatusCode::UNAUTHORIZED,
                "AUTH_UNAUTHORIZED",
                "Invalid or expired refresh token",
            )
        };
        let claims = decode::<Refresh>(token, &self.check, &rules(Algorithm::HS256))
            .map_err(|_| refuse())?
            .claims;
        let is_over = claims.exp <= self.control.now() || self.control.is_revoked(token);
        if is_over || claims.kind != "refresh" || claims.iss != "insforge" {
            return Err(refuse());
        }
        Ok(claims)
    }

    /// Proof that a page may use the cookie; the same for all refreshes of a session.
    pub(crate) fn csrf(&self, session: &Refresh) -> Result<String, Failure> {
        let text = format!("insforge-local csrf {} {}", session.sub, session.csrf_nonce);
        jsonwebtoken::crypto::sign(text.as_bytes(), &self.shared, Algorithm::HS256)
            .map_err(|error| Failure::internal(error.to_string()))
    }

    /// Reads what [`sign_own`](Self::sign_own) or [`sign`](Self::sign) has signed, unless it is expired.
    pub(crate) fn read_own<T: DeserializeOwned>(&self, token: &str, algorithm: Algorithm) -> Option<T> {
        let key = match algorithm {
            Algorithm::RS256 => &self.keys.public,
            _ => &self.check,
        };
        let mut rules = rules(algorithm);
        rules.validate_exp = true;
        Some(decode::<T>(token, key, &rules).ok()?.claims)
    }

    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, Failure> {
        encode(&Header::new(Algorithm::HS256), claims, &self.shared)
            .map_err(|error| Failure::internal(error.to_string()))
    }
}

fn rules(algorithm: Algorithm) -> Validation {
    let mut rules = Validation::new(algorithm);
    rules.required_spec_claims.clear();
    rules.validate_aud = false;
    // By the instance's own clock, afterwards.
    rules.validate_exp = false;
    rules.leeway = 0;
    rules
}

pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_secs())
}
