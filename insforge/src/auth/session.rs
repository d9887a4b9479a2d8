//! A user's session: the account and its tokens.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};

use super::AuthUser;
use super::expiry::{Expiry, Now};
use crate::error::{Error, Result};
use crate::http::Bearer;

/// What a sign-in returns: the user, and the tokens to act as that user.
///
/// The client keeps it too, so most programs need only [`user`](Self::user). `Debug` shows no token, and there is no
/// `Serialize`, so that none gets into an answer by accident; [`to_json`](Self::to_json) says what it does.
#[derive(Clone)]
#[non_exhaustive]
pub struct Session {
    /// The account.
    pub user: AuthUser,
    access_token: SecretString,
    refresh_token: Option<SecretString>,
    csrf_token: Option<SecretString>,
    bearer: Bearer,
    expiry: Expiry,
}

/// A session as the server writes it, and as [`Session::to_json`] does.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionBody {
    user: AuthUser,
    #[serde(deserialize_with = "secret")]
    access_token: SecretString,
    #[serde(default, deserialize_with = "secret_or_null")]
    refresh_token: Option<SecretString>,
    #[serde(default, deserialize_with = "secret_or_null")]
    csrf_token: Option<SecretString>,
    /// Seconds since 1970 by the clock of the machine that wrote it; no server does.
    #[serde(default)]
    expires_at: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    user: &'a AuthUser,
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

fn secret_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

impl Session {
    /// Takes the server's answer that has just arrived. One that brings no new refresh token leaves the `previous` one
    /// valid.
    pub(super) fn from_body(body: SessionBody, previous: Option<SecretString>, now: Now) -> Result<Self> {
        let expiry = Expiry::received(body.access_token.expose_secret(), now);
        Self::new(body, previous, expiry)
    }

    fn new(body: SessionBody, previous: Option<SecretString>, expiry: Expiry) -> Result<Self> {
        let bearer = Bearer::user_token(body.access_token.expose_secret())
            .map_err(|error| Error::decode("the session's access token cannot be used").with_source(error))?;
        Ok(Self {
            user: body.user,
            access_token: body.access_token,
            refresh_token: body.refresh_token.or(previous),
            csrf_token: body.csrf_token,
            bearer,
            expiry,
        })
    }

    /// Of tokens that a program has kept, and the user they are for.
    pub(super) fn from_tokens(
        user: AuthUser,
        access_token: &str,
        refresh_token: Option<&str>,
    ) -> Result<Self> {
        let bearer = Bearer::user_token(access_token)?;
        Ok(Self {
            user,
            access_token: access_token.into(),
            refresh_token: refresh_token.map(SecretString::from),
            csrf_token: None,
            bearer,
            expiry: Expiry::claimed(access_token),
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

    /// When the access token runs out, by this machine's clock; `None` if the token does not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expiry.end()
    }

    /// The session as JSON, **with its tokens in the clear**: for a store of your own, and for nothing else.
    ///
    /// ```
    /// # fn keep(session: insforge::auth::Session) -> insforge::Result<()> {
    /// use insforge::auth::Session;
    ///
    /// let text = session.to_json();
    /// let again = Session::from_json(&text)?;
    /// assert_eq!(again.user, session.user);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let since_1970 = self
            .expiry
            .end()
            .and_then(|end| end.duration_since(UNIX_EPOCH).ok());
        let written = Written {
            user: &self.user,
            access_token: self.access_token(),
            refresh_token: self.refresh_token(),
            csrf_token: self.csrf_token.as_ref().map(ExposeSecret::expose_secret),
            expires_at: since_1970.map(|time| time.as_secs()),
        };
        // Strings, maps with string keys and numbers have a JSON form.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) wrote, or a session as the server's routes answer it.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::error::ErrorKind::Decode) for anything else; the error repeats no part of the text.
    pub fn from_json(text: &str) -> Result<Self> {
        // Messages of serde quote values, which are secrets here.
        let body: SessionBody = serde_json::from_str(text)
            .map_err(|error| Error::decode(format!("this is no session in JSON (line {})", error.line())))?;
        let token = body.access_token.expose_secret();
        let end = body
            .expires_at
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        let expiry = match end {
            Some(end) => Expiry::stored(token, end),
            None => Expiry::claimed(token),
        };
        Self::new(body, None, expiry)
    }

    pub(super) fn refresh_secret(&self) -> Option<&SecretString> {
        self.refresh_token.as_ref()
    }

    pub(super) fn bearer(&self) -> &Bearer {
        &self.bearer
    }

    pub(super) fn expiry(&self) -> &Expiry {
        &self.expiry
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
            .finish_non_exhaustive()
    }
}
