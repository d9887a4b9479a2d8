//! What the backend's parts have written.

use serde::Deserialize;
use serde_json::Value;

use super::Logs;
use crate::admin::calls::place;
use crate::error::{Error, Result};
use crate::http::Target;
use crate::null_is_default::null_is_default;
use crate::query::Page;

const SEARCH: &str = "admin.logs.search";
const READ: &str = "admin.logs.read";

/// A part of the backend that writes a log.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct LogSource {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its name: `insforge.logs`, `postgREST.logs`, `postgres.logs`, `function.logs`.
    pub name: String,
    /// Where the backend keeps it.
    #[serde(default)]
    pub token: String,
}

/// How much a part of the backend has written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogStats {
    /// The part's name.
    pub source: String,
    /// How many entries, as far as the server counts.
    #[serde(default, deserialize_with = "null_is_default")]
    pub count: u64,
    /// When it last wrote, ISO 8601.
    #[serde(default)]
    pub last_activity: Option<String>,
}

/// An entry of a log.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogEntry {
    /// Its id. The server makes another at each reading.
    #[serde(default)]
    pub id: String,
    /// What it says in one line.
    #[serde(default)]
    pub event_message: String,
    /// When it was written, ISO 8601.
    #[serde(default)]
    pub timestamp: String,
    /// All of it.
    #[serde(default)]
    pub body: Value,
    /// Who wrote it, in the results of a search.
    #[serde(default)]
    pub source: Option<String>,
}

/// Some entries of one log, the oldest first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct LogReading {
    /// The entries.
    #[serde(default, deserialize_with = "null_is_default")]
    pub logs: Vec<LogEntry>,
    /// How many there are, as far as the server counts.
    #[serde(default, deserialize_with = "null_is_default")]
    pub total: u64,
}

/// What to look for in the logs.
#[derive(Clone, Debug)]
#[must_use]
pub struct LogSearch {
    text: String,
    source: Option<String>,
    limit: Option<u32>,
    offset: u64,
}

impl LogSearch {
    /// This text, in any log and any case of letters; the newest hundred entries.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            source: None,
            limit: None,
            offset: 0,
        }
    }

    /// Only in this log.
    pub fn source(mut self, name: impl Into<String>) -> Self {
        self.source = Some(name.into());
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
}

impl Logs {
    /// Lists the logs that there are: `GET /api/logs/sources`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn sources(&self) -> Result<Vec<LogSource>> {
        self.calls.get("admin.logs.sources", "/api/logs/sources").await
    }

    /// Says how much is in each log: `GET /api/logs/stats`. Logs that nothing was written to are left out.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn stats(&self) -> Result<Vec<LogStats>> {
        self.calls.get("admin.logs.stats", "/api/logs/stats").await
    }

    /// Looks for a text in the logs: `GET /api/logs/search`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for an empty text.
    pub async fn search(&self, search: LogSearch) -> Result<Page<LogEntry>> {
        if search.text.is_empty() {
            return Err(Error::request("there is no text to look for").with_operation(SEARCH));
        }
        let mut target = Target::new("/api/logs/search");
        target.pair("q", &search.text);
        if let Some(source) = &search.source {
            target.pair("source", source);
        }
        if let Some(limit) = search.limit {
            target.pair("limit", &limit.to_string());
        }
        target.pair("offset", &search.offset.to_string());
        self.calls.page(SEARCH, target, search.offset).await
    }

    /// Reads the newest entries of a log, or those before a time (ISO 8601): `GET /api/logs/{source}`. A log that there
    /// is not has none.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn read(&self, source: &str, limit: u32, before: Option<&str>) -> Result<LogReading> {
        let mut target = place(READ, "/api/logs", source)?;
        target.pair("limit", &limit.max(1).to_string());
        if let Some(before) = before {
            target.pair("before_timestamp", before);
        }
        self.calls.get(READ, target).await
    }
}
