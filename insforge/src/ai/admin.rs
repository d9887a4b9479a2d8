//! Models, keys and costs, for the project's administrator.

use ::http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::{Ai, AiConfig, AiOverview, Model, OpenRouterKey};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, Target, json_call};

const KEY: &str = "ai.openrouter_key";
const ROTATE: &str = "ai.rotate_openrouter_key";
const CONFIG: &str = "ai.set_config";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConfigBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    management_key: Option<&'a str>,
}

impl Ai<Admin> {
    /// Lists the models that the project can use: `GET /api/ai/models`. The list is OpenRouter's, which the server
    /// keeps for an hour.
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where the server cannot get the list.
    pub async fn models(&self) -> Result<Vec<Model>> {
        self.get("ai.models", "/api/ai/models").await
    }

    /// The project's key at OpenRouter: `GET /api/ai/openrouter/api-key`. For servers; never give it to users.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::ai::OpenRouterKey;
    ///
    /// let key = admin.ai().openrouter_key().await?;
    /// // Any OpenAI-compatible library takes the two:
    /// let (base_url, bearer) = (OpenRouterKey::BASE_URL, key.expose());
    /// # let _ = (base_url, bearer);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has none.
    pub async fn openrouter_key(&self) -> Result<OpenRouterKey> {
        let target = Target::new("/api/ai/openrouter/api-key").finish();
        let request = Request::new(KEY, Method::GET, target).secret_answer();
        self.caller.send(request).await?.decode(KEY)
    }

    /// Replaces the project's key at OpenRouter by a new one: `POST /api/ai/openrouter/api-key/rotate`. Hosted projects
    /// only.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a self-hosted project: give that its new key by
    /// [`set_config`](Self::set_config).
    pub async fn rotate_openrouter_key(&self) -> Result<OpenRouterKey> {
        let target = Target::new("/api/ai/openrouter/api-key/rotate").finish();
        let request = Request::new(ROTATE, Method::POST, target).secret_answer();
        self.caller.send(request).await?.decode(ROTATE)
    }

    /// Which keys the project has: `GET /api/ai/config`. Self-hosted projects only.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a hosted project, whose keys InsForge keeps.
    pub async fn config(&self) -> Result<AiConfig> {
        self.get("ai.config", "/api/ai/config").await
    }

    /// Sets the project's keys at OpenRouter: `PUT /api/ai/config`. `None` leaves one as it is. Self-hosted projects
    /// only.
    ///
    /// ```no_run
    /// use insforge::SecretString;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>, from_the_vault: String) -> insforge::Result<()> {
    /// let key = SecretString::from(from_the_vault);
    /// let config = admin.ai().set_config(Some(&key), None).await?;
    /// assert!(config.api_key.configured);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where both are `None`, [`Invalid`](crate::ErrorKind::Invalid) for an empty
    /// key and for a hosted project, whose keys InsForge keeps.
    pub async fn set_config(
        &self,
        api_key: Option<&SecretString>,
        management_key: Option<&SecretString>,
    ) -> Result<AiConfig> {
        if api_key.is_none() && management_key.is_none() {
            return Err(Error::request("give at least one of the two keys").with_operation(CONFIG));
        }
        let body = ConfigBody {
            api_key: api_key.map(ExposeSecret::expose_secret),
            management_key: management_key.map(ExposeSecret::expose_secret),
        };
        let request = json_call(CONFIG, Method::PUT, "/api/ai/config", &body)?;
        self.caller.send(request).await?.decode(CONFIG)
    }

    /// What the project's models have cost: `GET /api/ai/overview`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn overview(&self) -> Result<AiOverview> {
        self.get("ai.overview", "/api/ai/overview").await
    }

    async fn get<T: serde::de::DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &'static str,
    ) -> Result<T> {
        let request = Request::new(operation, Method::GET, Target::new(path).finish());
        self.caller.send(request).await?.decode(operation)
    }
}
