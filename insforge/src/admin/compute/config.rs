//! The provider's credentials, on a server of one's own.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::Compute;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::http::json_call;

const PATH: &str = "/api/compute/services/config";
const SET: &str = "admin.compute.set_config";

/// Which credentials are kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ComputeConfig {
    /// The token of Fly.io.
    pub fly_api_token: CredentialStatus,
    /// The organisation at Fly.io.
    pub fly_org: CredentialStatus,
}

/// Whether a credential is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CredentialStatus {
    /// Whether there is one.
    #[serde(default)]
    pub configured: bool,
    /// What may be shown of it.
    #[serde(default)]
    pub masked: Option<String>,
    /// `stored` or `environment`.
    #[serde(default)]
    pub source: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    fly_api_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fly_org: Option<&'a str>,
}

impl Compute {
    /// Which credentials are kept: `GET /api/compute/services/config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn config(&self) -> Result<ComputeConfig> {
        self.calls.get("admin.compute.config", PATH).await
    }

    /// Keeps credentials: `PUT /api/compute/services/config`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) where neither is given.
    pub async fn set_config(
        &self,
        fly_api_token: Option<&Secret>,
        fly_org: Option<&str>,
    ) -> Result<ComputeConfig> {
        if fly_api_token.is_none() && fly_org.is_none() {
            return Err(Error::request("give a token, an organisation or both").with_operation(SET));
        }
        let body = Change {
            fly_api_token: fly_api_token.map(Secret::expose),
            fly_org,
        };
        self.calls
            .send(json_call(SET, Method::PUT, PATH, &body)?.secret_answer())
            .await
    }
}
