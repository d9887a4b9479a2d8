//! What services have written, and what happened to them.

use serde::Deserialize;

use super::{Compute, PATH};
use crate::admin::calls::place;
use crate::error::Result;
use crate::null_is_default::null_is_default;

const LOGS: &str = "admin.compute.logs";
const EVENTS: &str = "admin.compute.events";

/// A line that a service has written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ComputeLogLine {
    /// When, in milliseconds since 1970.
    #[serde(default)]
    pub timestamp: f64,
    /// The line.
    #[serde(default)]
    pub message: String,
    /// The machine that wrote it.
    #[serde(default)]
    pub instance: Option<String>,
    /// Where that is.
    #[serde(default)]
    pub region: Option<String>,
}

/// Some lines.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ComputeLogs {
    /// The lines.
    #[serde(default, deserialize_with = "null_is_default")]
    pub lines: Vec<ComputeLogLine>,
    /// Where the next lines are; see [`Compute::logs`].
    #[serde(default)]
    pub next_token: Option<String>,
}

/// Something that happened to a service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ComputeEvent {
    /// When, in milliseconds since 1970.
    #[serde(default)]
    pub timestamp: f64,
    /// What.
    #[serde(default)]
    pub message: String,
}

impl Compute {
    /// Reads what a service has written, from the place of an earlier answer's `next_token` on:
    /// `GET /api/compute/services/{id}/logs`.
    ///
    /// # Errors
    /// As [`get`](Self::get); [`RateLimited`](crate::ErrorKind::RateLimited) after 120 calls in a minute.
    pub async fn logs(&self, id: &str, limit: u32, next_token: Option<&str>) -> Result<ComputeLogs> {
        let mut target = place(LOGS, PATH, id)?.literal("/logs");
        target.pair("limit", &limit.max(1).to_string());
        if let Some(token) = next_token {
            target.pair("next_token", token);
        }
        self.calls.get(LOGS, target).await
    }

    /// Lists what happened to a service, at most 1000 events: `GET /api/compute/services/{id}/events`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn events(&self, id: &str, limit: u32) -> Result<Vec<ComputeEvent>> {
        let mut target = place(EVENTS, PATH, id)?.literal("/events");
        target.pair("limit", &limit.max(1).to_string());
        self.calls.get(EVENTS, target).await
    }
}
