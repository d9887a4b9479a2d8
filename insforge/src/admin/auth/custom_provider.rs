//! OAuth providers of a project's own: anything that speaks OpenID Connect.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use super::provider::exposed;
use crate::auth::Secret;
use crate::error::Result;
use crate::http::{Request, Target};

const GET: &str = "admin.auth.get_custom_provider";
const UPDATE: &str = "admin.auth.update_custom_provider";
const DELETE: &str = "admin.auth.delete_custom_provider";

/// A provider of the project's own.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomProvider {
    /// Its key in [`OAuthProvider::Custom`](crate::auth::OAuthProvider::Custom).
    pub key: String,
    /// Its name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// Where its OpenID configuration is.
    #[serde(default)]
    pub discovery_endpoint: Option<String>,
    /// The id of the project's app there.
    #[serde(default)]
    pub client_id: Option<String>,
    /// The app's secret. Only [`AdminAuth::get_custom_provider`] has it.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// When it was set up, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// A provider of the project's own to set up.
///
/// ```
/// use insforge::admin::auth::NewCustomProvider;
///
/// let company = NewCustomProvider::new(
///     "my-company",
///     "My Company",
///     "https://id.my.company/.well-known/openid-configuration",
///     "client-id",
///     "client-secret",
/// );
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct NewCustomProvider {
    key: String,
    name: String,
    discovery_endpoint: String,
    client_id: String,
    #[serde(serialize_with = "exposed")]
    client_secret: Option<Secret>,
}

impl NewCustomProvider {
    /// `key` has 1 to 64 of `a-z`, `0-9`, `_` and `-`; `discovery_endpoint` is the URL of its OpenID configuration.
    pub fn new(
        key: impl Into<String>,
        name: impl Into<String>,
        discovery_endpoint: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: &str,
    ) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            discovery_endpoint: discovery_endpoint.into(),
            client_id: client_id.into(),
            client_secret: Some(client_secret.into()),
        }
    }
}

/// Changes to a provider of the project's own. What is not named stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct CustomProviderChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discovery_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    client_secret: Option<Secret>,
}

impl CustomProviderChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name for people.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where its OpenID configuration is.
    pub fn discovery_endpoint(mut self, url: impl Into<String>) -> Self {
        self.discovery_endpoint = Some(url.into());
        self
    }

    /// The id and the secret of the project's app there.
    pub fn client(mut self, id: impl Into<String>, secret: &str) -> Self {
        self.client_id = Some(id.into());
        self.client_secret = Some(secret.into());
        self
    }
}

#[derive(Deserialize)]
struct List {
    data: Vec<CustomProvider>,
}

fn place(operation: &'static str, key: &str) -> Result<Target> {
    Target::new("/api/auth/oauth/custom")
        .segment(key)
        .and_then(|target| target.segment("config"))
        .map_err(|error| error.with_operation(operation))
}

impl AdminAuth {
    /// Lists the providers of the project's own, without their secrets: `GET /api/auth/oauth/custom/configs`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list_custom_providers(&self) -> Result<Vec<CustomProvider>> {
        let target = Target::new("/api/auth/oauth/custom/configs");
        let list: List = self.read("admin.auth.list_custom_providers", target).await?;
        Ok(list.data)
    }

    /// Sets a provider of the project's own up: `POST /api/auth/oauth/custom/configs`.
    ///
    /// # Errors
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where the key is in use,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for a key or URL that is not allowed.
    pub async fn create_custom_provider(&self, provider: NewCustomProvider) -> Result<CustomProvider> {
        let target = Target::new("/api/auth/oauth/custom/configs");
        self.write(
            "admin.auth.create_custom_provider",
            Method::POST,
            target,
            &provider,
        )
        .await
    }

    /// Reads how a provider of the project's own is set up, its secret included:
    /// `GET /api/auth/oauth/custom/{key}/config`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is none of this key.
    pub async fn get_custom_provider(&self, key: &str) -> Result<CustomProvider> {
        let target = place(GET, key)?.finish();
        self.call(Request::new(GET, Method::GET, target).secret_answer())
            .await
    }

    /// Changes a provider of the project's own, and returns it whole: `PUT /api/auth/oauth/custom/{key}/config`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is none of this key,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for values that are not allowed.
    pub async fn update_custom_provider(
        &self,
        key: &str,
        change: CustomProviderChange,
    ) -> Result<CustomProvider> {
        let target = place(UPDATE, key)?;
        self.write(UPDATE, Method::PUT, target, &change).await
    }

    /// Removes a provider of the project's own: `DELETE /api/auth/oauth/custom/{key}/config`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where there is none of this key.
    pub async fn delete_custom_provider(&self, key: &str) -> Result<()> {
        self.delete(DELETE, place(DELETE, key)?).await
    }
}
