//! Secrets that functions and schedules read, and the project's own keys.
//!
//! [`Client::<Admin>::secrets`](crate::client::Client::secrets) returns [`Secrets`].

mod rotation;

use std::fmt;

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::rotation::RotatedKey;
use super::calls::place;
use super::handle;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::http::{Request, json_call};
use crate::null_is_default::null_is_default;

const PATH: &str = "/api/secrets";
const LIST: &str = "admin.secrets.list";
const GET: &str = "admin.secrets.get";
const CREATE: &str = "admin.secrets.create";
const UPDATE: &str = "admin.secrets.update";
const DELETE: &str = "admin.secrets.delete";

handle! {
    /// Secrets that functions read from their environment and schedules put into headers, and the project's own keys.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::secrets::NewSecret;
    ///
    /// admin.secrets().create(NewSecret::new("STRIPE_KEY", "sk_live_…")).await?;
    /// let value = admin.secrets().get("STRIPE_KEY").await?;
    /// assert_eq!(value.expose(), "sk_live_…");
    /// # Ok(())
    /// # }
    /// ```
    pub struct Secrets;
}

/// What is known of a secret beside its value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SecretInfo {
    /// Its id, a UUID.
    #[serde(default)]
    pub id: String,
    /// Its name.
    pub key: String,
    /// Whether it can be read; one that was deleted cannot.
    #[serde(default)]
    pub is_active: bool,
    /// Whether it is the backend's own, which can be neither changed nor deleted here.
    #[serde(default)]
    pub is_reserved: bool,
    /// When it was last read, ISO 8601.
    #[serde(default)]
    pub last_used_at: Option<String>,
    /// When it ends, ISO 8601; `None` for never.
    #[serde(default)]
    pub expires_at: Option<String>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// A secret to make. `Debug` does not show its value.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct NewSecret {
    key: String,
    #[serde(serialize_with = "exposed")]
    value: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

impl NewSecret {
    /// `key` has capital letters, digits and underscores; the value is not empty.
    pub fn new(key: impl Into<String>, value: impl Into<Secret>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            expires_at: None,
        }
    }

    /// When it ends, ISO 8601.
    pub fn expires_at(mut self, time: impl Into<String>) -> Self {
        self.expires_at = Some(time.into());
        self
    }
}

impl fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSecret")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Changes to a secret. What is not named stays as it is. `Debug` does not show the value.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct SecretChange {
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_exposed")]
    value: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Option<String>>,
}

impl SecretChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its value.
    pub fn value(mut self, value: impl Into<Secret>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Whether it can be read.
    pub fn active(mut self, active: bool) -> Self {
        self.is_active = Some(active);
        self
    }

    /// When it ends, ISO 8601.
    pub fn expires_at(mut self, time: impl Into<String>) -> Self {
        self.expires_at = Some(Some(time.into()));
        self
    }

    /// It never ends.
    pub fn never_expires(mut self) -> Self {
        self.expires_at = Some(None);
        self
    }
}

impl fmt::Debug for SecretChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretChange")
            .field("value", &self.value.as_ref().map(|_| "<redacted>"))
            .field("is_active", &self.is_active)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

fn exposed<S: serde::Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn maybe_exposed<S: serde::Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => serializer.serialize_some(secret.expose()),
        None => serializer.serialize_none(),
    }
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "null_is_default")]
    secrets: Vec<SecretInfo>,
}

#[derive(Deserialize)]
struct WithValue {
    value: Secret,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

impl Secrets {
    /// Lists all secrets without their values, the backend's own and deleted ones too: `GET /api/secrets`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self) -> Result<Vec<SecretInfo>> {
        let list: List = self.calls.get(LIST, PATH).await?;
        Ok(list.secrets)
    }

    /// Reads the value of a secret: `GET /api/secrets/{key}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this name, or it was deleted or has ended.
    pub async fn get(&self, key: &str) -> Result<Secret> {
        let request = Request::new(GET, Method::GET, place(GET, PATH, key)?.finish()).secret_answer();
        let value: WithValue = self.calls.send(request).await?;
        Ok(value.value)
    }

    /// Makes a secret, and returns its id: `POST /api/secrets`. The name of a deleted one is free.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a name or value that the server refuses,
    /// [`Conflict`](crate::ErrorKind::Conflict) where there is one of this name.
    pub async fn create(&self, secret: NewSecret) -> Result<String> {
        check(&secret).map_err(|error| error.with_operation(CREATE))?;
        let request = json_call(CREATE, Method::POST, PATH, &secret)?.secret_answer();
        let created: Created = self.calls.send(request).await?;
        Ok(created.id)
    }

    /// Changes a secret: `PUT /api/secrets/{key}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this name,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) for the backend's own.
    pub async fn update(&self, key: &str, change: SecretChange) -> Result<()> {
        let request = json_call(UPDATE, Method::PUT, place(UPDATE, PATH, key)?, &change)?.secret_answer();
        self.calls.send::<Value>(request).await.map(drop)
    }

    /// Deletes a secret: `DELETE /api/secrets/{key}`. It stays in the list, as not active.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn delete(&self, key: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, key)?)
            .await
            .map(drop)
    }
}

fn check(secret: &NewSecret) -> Result<()> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if secret.key.is_empty() || !secret.key.bytes().all(allowed) {
        return Err(Error::request(format!(
            "{:?} is no name of a secret: write capital letters, digits and underscores, like STRIPE_KEY",
            secret.key
        )));
    }
    if secret.value.expose().is_empty() {
        return Err(Error::request(format!("the value of {} is empty", secret.key)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_sent_and_never_shown() {
        let new = NewSecret::new("A_KEY", "canary").expires_at("2030-01-01T00:00:00Z");
        let change = SecretChange::new().value("canary").never_expires();
        assert_eq!(
            serde_json::to_string(&new).unwrap(),
            r#"{"key":"A_KEY","value":"canary","expiresAt":"2030-01-01T00:00:00Z"}"#
        );
        assert_eq!(
            serde_json::to_string(&change).unwrap(),
            r#"{"value":"canary","expiresAt":null}"#
        );
        assert!(!format!("{new:?} {change:?}").contains("canary"));
    }
}
