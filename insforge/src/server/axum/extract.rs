//! What handlers take from a request: who the user is, and a client that acts as the user.

use std::convert::Infallible;

use ::axum::extract::{FromRequestParts, OptionalFromRequestParts};
use ::http::header::AUTHORIZATION;
use ::http::request::Parts;
use secrecy::{ExposeSecret, SecretString};

use super::Rejection;
use crate::auth::Claims;
use crate::client::{Client, User};
use crate::error::{Error, ErrorKind};
use crate::server::{CookieSessions, RequestCookies};

const BEARER: usize = "bearer".len();

/// The user of the request, whose token was verified: a handler that takes it is not called without one, and the
/// answer is 401 as JSON, or 503 where the token cannot be verified at the moment.
///
/// The token is that of an `Authorization: Bearer` header where there is one, as programs send it, else the session's
/// cookie. It is verified by the project's public keys, without a call for each request; see
/// [`Verifier`](crate::auth::Verifier) for what that does not see. `Option<AuthUser>` is the user or nobody.
#[derive(Clone, Debug)]
pub struct AuthUser(pub Claims);

/// The user of the request, or nobody: a handler that takes it is called in any case. A token that cannot be verified,
/// for whatever reason, is nobody's.
#[derive(Clone, Debug)]
pub struct OptionalAuthUser(pub Option<Claims>);

/// A client that acts as the user of the request, whose token was verified; as [`AuthUser`] otherwise.
#[derive(Clone, Debug)]
pub struct UserClient(pub Client<User>);

/// What was found out about a request, so that several extractors ask once.
#[derive(Clone)]
struct Verified(Claims, SecretString);

async fn verified(parts: &mut Parts) -> Result<Verified, Rejection> {
    if let Some(verified) = parts.extensions.get::<Verified>() {
        return Ok(verified.clone());
    }
    let sessions = sessions(parts)?;
    let token = token(parts, &sessions).ok_or_else(Rejection::signed_out)?;
    let claims = match sessions.verifier().verify(token.expose_secret()).await {
        Ok(claims) => claims,
        Err(error) => return Err(rejection(&error)),
    };
    let verified = Verified(claims, token);
    parts.extensions.insert(verified.clone());
    Ok(verified)
}

fn sessions(parts: &Parts) -> Result<CookieSessions, Rejection> {
    parts
        .extensions
        .get::<CookieSessions>()
        .cloned()
        .ok_or_else(Rejection::no_layer)
}

fn token(parts: &Parts, sessions: &CookieSessions) -> Option<SecretString> {
    // Another scheme is somebody else's, such as a proxy's that asks for a password.
    let bearer = parts.headers.get(AUTHORIZATION).filter(|value| {
        let scheme = value.as_bytes().split(|byte| *byte == b' ').next();
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
    });
    match bearer {
        // A wrong token is not made up for by a cookie.
        Some(value) => value
            .to_str()
            .ok()?
            .get(BEARER..)
            .map(|token| token.trim().into()),
        None => RequestCookies::read(&parts.headers, &sessions.cookies).access,
    }
}

fn rejection(error: &Error) -> Rejection {
    if error.kind() == ErrorKind::Unauthorized {
        tracing::debug!(%error, "a token was refused");
        Rejection::signed_out()
    } else {
        tracing::warn!(%error, "a token could not be verified");
        Rejection::unavailable("who you are cannot be checked at the moment; try again")
    }
}

impl<S: Sync> FromRequestParts<S> for AuthUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        verified(parts).await.map(|Verified(claims, _)| Self(claims))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for AuthUser {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Rejection> {
        match verified(parts).await {
            Ok(Verified(claims, _)) => Ok(Some(Self(claims))),
            Err(rejection) if rejection.status() == ::http::StatusCode::UNAUTHORIZED => Ok(None),
            Err(rejection) => Err(rejection),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for OptionalAuthUser {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(verified(parts).await.ok().map(|Verified(claims, _)| claims)))
    }
}

impl<S: Sync> FromRequestParts<S> for UserClient {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let Verified(_, token) = verified(parts).await?;
        let sessions = sessions(parts)?;
        let client = sessions.client.as_user(token.expose_secret());
        client.map(Self).map_err(|_| Rejection::signed_out())
    }
}
