//! The built-in OAuth providers of a project.

use ::http::Method;
use serde::{Deserialize, Serialize, Serializer};

use super::AdminAuth;
use crate::auth::{OAuthProvider, Secret};
use crate::error::Result;
use crate::http::Target;
use crate::null_is_default::null_is_default;

const GET: &str = "admin.auth.get_provider";
const UPDATE: &str = "admin.auth.update_provider";
const DELETE: &str = "admin.auth.delete_provider";

/// How a project uses an OAuth provider that InsForge knows.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Provider {
    /// The provider.
    pub provider: OAuthProvider,
    /// The id of the project's app at the provider.
    #[serde(default)]
    pub client_id: Option<String>,
    /// The app's secret. Only [`AdminAuth::get_provider`] has it.
    #[serde(default)]
    pub client_secret: Option<Secret>,
    /// Further client ids whose ID tokens are accepted: those of the native apps.
    #[serde(default, deserialize_with = "null_is_default")]
    pub native_client_ids: Vec<String>,
    /// What the provider is asked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub scopes: Vec<String>,
    /// Where the provider redirects to, if not to the server's own callback.
    #[serde(default)]
    pub redirect_uri: Option<String>,
    /// Whether the app is InsForge's own, on InsForge's cloud.
    #[serde(default)]
    pub use_shared_key: bool,
    /// When it was set up, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// A provider to set up.
///
/// ```
/// use insforge::admin::auth::{NewProvider, ProviderChange};
/// use insforge::auth::OAuthProvider;
///
/// let github = NewProvider::new(
///     OAuthProvider::GitHub,
///     ProviderChange::new().client("client-id", "client-secret").scopes(["user:email"]),
/// );
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct NewProvider {
    provider: OAuthProvider,
    use_shared_key: bool,
    #[serde(flatten)]
    settings: ProviderChange,
}

impl NewProvider {
    /// A provider with these settings.
    pub fn new(provider: impl Into<OAuthProvider>, settings: ProviderChange) -> Self {
        Self {
            provider: provider.into(),
            use_shared_key: false,
            settings,
        }
    }

    /// Uses InsForge's own app at the provider, on InsForge's cloud; other servers refuse it.
    pub fn use_shared_key(mut self, shared: bool) -> Self {
        self.use_shared_key = shared;
        self
    }
}

/// Settings of a provider. What is not named stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct ProviderChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    client_secret: Option<Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native_client_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<String>,
}

impl ProviderChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The id and the secret of the project's app at the provider.
    pub fn client(mut self, id: impl Into<String>, secret: &str) -> Self {
        self.client_id = Some(id.into());
        self.client_secret = Some(secret.into());
        self
    }

    /// The id of the app alone; its secret stays.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// Further client ids whose ID tokens are accepted, at most 20.
    pub fn native_client_ids<I>(mut self, ids: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.native_client_ids = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// What the provider is asked for.
    pub fn scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Where the provider redirects to, if not to the server's own callback.
    pub fn redirect_uri(mut self, url: impl Into<String>) -> Self {
        self.redirect_uri = Some(url.into());
        self
    }
}

/// A secret on its way to the server.
pub(super) fn exposed<S: Serializer>(secret: &Option<Secret>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(Secret::expose).serialize(serializer)
}

#[derive(Deserialize)]
struct List {
    data: Vec<Provider>,
}

fn place(operation: &'static str, provider: &OAuthProvider) -> Result<Target> {
    Target::new("/api/auth/oauth")
        .segment(provider.as_str())
        .and_then(|target| target.segment("config"))
        .map_err(|error| error.with_operation(operation))
}

impl AdminAuth {
    /// Lists the providers that are set up, without their secrets: `GET /api/auth/oauth/configs`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list_providers(&self) -> Result<Vec<Provider>> {
        let list: List = self
            .read(
                "admin.auth.list_providers",
                Target::new("/api/auth/oauth/configs"),
            )
            .await?;
        Ok(list.data)
    }

    /// Sets a provider up: `POST /api/auth/oauth/configs`.
    ///
    /// # Errors
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where it is set up already,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for settings that are not allowed.
    pub async fn create_provider(&self, provider: NewProvider) -> Result<Provider> {
        let target = Target::new("/api/auth/oauth/configs");
        self.write("admin.auth.create_provider", Method::POST, target, &provider)
            .await
    }

    /// Reads how a provider is set up, its secret included: `GET /api/auth/oauth/{provider}/config`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where it is not set up.
    pub async fn get_provider(&self, provider: impl Into<OAuthProvider>) -> Result<Provider> {
        let target = place(GET, &provider.into())?;
        let request = crate::http::Request::new(GET, Method::GET, target.finish()).secret_answer();
        self.call(request).await
    }

    /// Changes the settings of a provider, and returns them whole: `PUT /api/auth/oauth/{provider}/config`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where it is not set up,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for settings that are not allowed.
    pub async fn update_provider(
        &self,
        provider: impl Into<OAuthProvider>,
        change: ProviderChange,
    ) -> Result<Provider> {
        let target = place(UPDATE, &provider.into())?;
        self.write(UPDATE, Method::PUT, target, &change).await
    }

    /// Removes a provider: `DELETE /api/auth/oauth/{provider}/config`. Accounts that came through it stay.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) where it is not set up.
    pub async fn delete_provider(&self, provider: impl Into<OAuthProvider>) -> Result<()> {
        self.delete(DELETE, place(DELETE, &provider.into())?).await
    }
}
