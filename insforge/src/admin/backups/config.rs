//! Backups by the clock.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::Backups;
use crate::error::Result;

const PATH: &str = "/api/database/config";
const GET: &str = "admin.backups.config";
const SET: &str = "admin.backups.set_config";

/// When backups are made by the clock, and how long they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BackupConfig {
    /// Whether any are.
    #[serde(default)]
    pub enabled: bool,
    /// When: five fields of cron, in UTC.
    #[serde(default)]
    pub cron_schedule: String,
    /// After how many days they are removed; `None` for never.
    #[serde(default)]
    pub retention_days: Option<u32>,
    /// When the next will be made, ISO 8601.
    #[serde(default)]
    pub next_backup_at: Option<String>,
}

/// Changes to when backups are made. What is not named stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct BackupConfigChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cron_schedule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_days: Option<Option<u32>>,
}

impl BackupConfigChange {
    /// Nothing named yet; the server refuses this.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether any are made.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// When: five fields of cron in UTC, the first of which is one number, so that there is at most one an hour.
    pub fn cron(mut self, cron: impl Into<String>) -> Self {
        self.cron_schedule = Some(cron.into());
        self
    }

    /// After how many days they are removed, 1 to 3650; `None` for never.
    pub fn retention_days(mut self, days: Option<u32>) -> Self {
        self.retention_days = Some(days);
        self
    }
}

#[derive(Deserialize)]
struct Config {
    backup: BackupConfig,
}

#[derive(Serialize)]
struct Change {
    backup: BackupConfigChange,
}

impl Backups {
    /// When backups are made by the clock: `GET /api/database/config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn config(&self) -> Result<BackupConfig> {
        let config: Config = self.calls.get(GET, PATH).await?;
        Ok(config.backup)
    }

    /// Changes when backups are made by the clock: `PATCH /api/database/config`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a time that the server does not take.
    pub async fn set_config(&self, change: BackupConfigChange) -> Result<BackupConfig> {
        let body = Change { backup: change };
        let config: Config = self.calls.write(SET, Method::PATCH, PATH, &body).await?;
        Ok(config.backup)
    }
}
