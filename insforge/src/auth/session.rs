//! A user's session: the account and its tokens.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

use super::AuthUser;
use crate::error::{Error, Result};
use crate::http::Bearer;

/// What a sign-in returns: the user, and the tokens to act as that user.
///
/// The client keeps it too, so most programs need only [`user`](Self::user). `Debug` shows no token.
#[derive(Clone)]
#[non_exhaustive]
pub struct Session {
    /// The account.
    pub user: AuthUser,
    access_token: SecretString,
    refresh_token: Option<SecretString>,
    bearer: Bearer,
}

/// A session as the server writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionBody {
    user: AuthUser,
    #[serde(deserialize_with = "secret")]
    access_token: SecretString,
    #[serde(default, deserialize_with = "secret_or_null")]
    refresh_token: Option<SecretString>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

fn secret_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

impl Session {
    /// Takes the server's answer. A refresh that brings no new refresh token leaves the `previous` one valid.
    pub(super) fn from_body(body: SessionBody, previous: Option<SecretString>) -> Result<Self> {
        let bearer = Bearer::user_token(body.access_token.expose_secret())
            .map_err(|error| Error::decode("the server's access token cannot be used").with_source(error))?;
        Ok(Self {
            user: body.user,
            access_token: body.access_token,
            refresh_token: body.refresh_token.or(previous),
            bearer,
        })
    }

    /// The access token, valid for some 15 minutes. Hand it to other services that verify InsForge's tokens; never
    /// log it.
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.access_token.expose_secret()
    }

    /// The refresh token, valid for some 7 days. It is worth a password: store it encrypted or not at all.
    #[must_use]
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_ref().map(ExposeSecret::expose_secret)
    }

    pub(super) fn refresh_secret(&self) -> Option<&SecretString> {
        self.refresh_token.as_ref()
    }

    pub(super) fn bearer(&self) -> &Bearer {
        &self.bearer
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user", &self.user)
            .field("access_token", &"<redacted>")
            .field(
                "refresh_token",
                &self.refresh_token.as_ref().map(|_| "<redacted>"),
            )
            .finish()
    }
}
