//! What administrators did.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Logs;
use crate::error::{Error, Result};
use crate::http::Target;
use crate::null_is_default::null_is_default;
use crate::query::Page;

const PATH: &str = "/api/logs/audits";
const LIST: &str = "admin.logs.audits";
const CLEAR: &str = "admin.logs.clear_audits";

/// Something that an administrator did.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Audit {
    /// Its id, a UUID.
    pub id: String,
    /// Who did it: `api-key`, or the name of a dashboard's administrator.
    #[serde(default)]
    pub actor: String,
    /// What was done, such as `CREATE_SECRET`.
    #[serde(default)]
    pub action: String,
    /// Where, such as `SECRETS`.
    #[serde(default)]
    pub module: String,
    /// More about it. SQL that was run is among it, its first 300 characters.
    #[serde(default, deserialize_with = "null_is_default")]
    pub details: Map<String, Value>,
    /// The address it came from.
    #[serde(default)]
    pub ip_address: Option<String>,
    /// When, ISO 8601.
    #[serde(default)]
    pub created_at: String,
}

/// Which entries to list.
///
/// ```
/// use insforge::admin::logs::AuditList;
///
/// let list = AuditList::new().actor("api-key").module("DATABASE").from("2026-11-01T00:00:00Z").limit(50);
/// # let _ = list;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct AuditList {
    actor: Option<String>,
    action: Option<String>,
    module: Option<String>,
    from: Option<String>,
    until: Option<String>,
    limit: Option<u32>,
    offset: u64,
}

impl AuditList {
    /// The newest hundred.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only what this actor did.
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// Only this action.
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Only in this module.
    pub fn module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// Only from this time on, ISO 8601.
    pub fn from(mut self, time: impl Into<String>) -> Self {
        self.from = Some(time.into());
        self
    }

    /// Only until this time, ISO 8601.
    pub fn until(mut self, time: impl Into<String>) -> Self {
        self.until = Some(time.into());
        self
    }

    /// How many at most; 0 counts as 1.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit.max(1));
        self
    }

    /// How many to pass over.
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    fn target(&self) -> Target {
        let mut target = Target::new(PATH);
        let texts = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("module", &self.module),
            ("start_date", &self.from),
            ("end_date", &self.until),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                target.pair(name, value);
            }
        }
        if let Some(limit) = self.limit {
            target.pair("limit", &limit.to_string());
        }
        target.pair("offset", &self.offset.to_string());
        target
    }
}

/// Numbers about what administrators did.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuditStats {
    /// How many entries.
    #[serde(default)]
    pub total_logs: u64,
    /// How many actors.
    #[serde(default)]
    pub unique_actors: u64,
    /// How many modules.
    #[serde(default)]
    pub unique_modules: u64,
    /// How many entries of each module.
    #[serde(default, deserialize_with = "null_is_default")]
    pub actions_by_module: BTreeMap<String, u64>,
    /// The newest ten.
    #[serde(default, deserialize_with = "null_is_default")]
    pub recent_activity: Vec<Audit>,
}

#[derive(Deserialize)]
struct Deleted {
    #[serde(default)]
    deleted: u64,
}

impl Logs {
    /// Lists what administrators did, the newest first: `GET /api/logs/audits`.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) for a time that is none.
    pub async fn audits(&self, list: AuditList) -> Result<Page<Audit>> {
        self.calls.page(LIST, list.target(), list.offset).await
    }

    /// Numbers about the last days: `GET /api/logs/audits/stats`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn audit_stats(&self, days: u32) -> Result<AuditStats> {
        let mut target = Target::new("/api/logs/audits/stats");
        target.pair("days", &days.to_string());
        self.calls.get("admin.logs.audit_stats", target).await
    }

    /// Removes what is older than this many days, and says how many entries: `DELETE /api/logs/audits`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for 0.
    pub async fn clear_audits(&self, days_to_keep: u32) -> Result<u64> {
        if days_to_keep == 0 {
            return Err(Error::request("keep at least one day of the entries").with_operation(CLEAR));
        }
        let mut target = Target::new(PATH);
        target.pair("days_to_keep", &days_to_keep.to_string());
        let deleted: Deleted = self.calls.delete(CLEAR, target).await?;
        Ok(deleted.deleted)
    }
}
