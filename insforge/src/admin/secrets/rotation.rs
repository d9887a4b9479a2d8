//! New keys for the project.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::Secrets;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::http::json_call;

const API: &str = "admin.secrets.rotate_api_key";
const ANON: &str = "admin.secrets.rotate_anon_key";

/// A new key of the project. `Debug` does not show it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RotatedKey {
    /// The new key.
    #[serde(alias = "apiKey", alias = "anonKey")]
    pub key: Secret,
    /// Until when the old one works beside it, ISO 8601.
    #[serde(default)]
    pub old_key_expires_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rotate {
    #[serde(skip_serializing_if = "Option::is_none")]
    grace_period_hours: Option<u32>,
}

impl Secrets {
    /// Makes a new admin API key: `POST /api/secrets/api-key/rotate`. The old one, which this client goes on using, works
    /// for the grace period: 0 to 168 hours, 24 unless said.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let rotated = admin.secrets().rotate_api_key(Some(1)).await?;
    /// let admin = insforge::Client::admin(admin.url(), rotated.key.expose())?;
    /// # let _ = admin;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a grace period out of range. **After an answer that was lost the new key
    /// is read with [`Metadata::api_key`](crate::admin::metadata::Metadata::api_key)**, while the old one works.
    pub async fn rotate_api_key(&self, grace_period_hours: Option<u32>) -> Result<RotatedKey> {
        self.rotate(API, "/api/secrets/api-key/rotate", grace_period_hours, 168)
            .await
    }

    /// Makes a new anon key: `POST /api/secrets/anon-key/rotate`. The old one works for the grace period: 0 to 720 hours,
    /// 168 unless said. Programs of users have it built in.
    ///
    /// # Errors
    /// As [`rotate_api_key`](Self::rotate_api_key).
    pub async fn rotate_anon_key(&self, grace_period_hours: Option<u32>) -> Result<RotatedKey> {
        self.rotate(ANON, "/api/secrets/anon-key/rotate", grace_period_hours, 720)
            .await
    }

    async fn rotate(
        &self,
        operation: &'static str,
        path: &'static str,
        hours: Option<u32>,
        most: u32,
    ) -> Result<RotatedKey> {
        if hours.is_some_and(|hours| hours > most) {
            return Err(
                Error::request(format!("the old key can work for {most} more hours at most"))
                    .with_operation(operation),
            );
        }
        let body = Rotate {
            grace_period_hours: hours,
        };
        let request = json_call(operation, Method::POST, path, &body)?.secret_answer();
        self.calls.send(request).await
    }
}
