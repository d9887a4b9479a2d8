//! How long messages are kept.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AdminRealtime;
use crate::error::Result;
use crate::http::Target;

const PATH: &str = "/api/realtime/config";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    retention_days: Option<u32>,
}

impl AdminRealtime {
    /// After how many days messages are removed; `None` for never: `GET /api/realtime/config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn retention_days(&self) -> Result<Option<u32>> {
        let config: Config = self
            .read("admin.realtime.retention_days", Target::new(PATH))
            .await?;
        Ok(config.retention_days)
    }

    /// Sets after how many days messages are removed; `None` for never: `PATCH /api/realtime/config`.
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for 0.
    pub async fn set_retention_days(&self, days: Option<u32>) -> Result<()> {
        let config = Config { retention_days: days };
        let _: Value = self
            .write(
                "admin.realtime.set_retention_days",
                Method::PATCH,
                Target::new(PATH),
                &config,
            )
            .await?;
        Ok(())
    }
}
