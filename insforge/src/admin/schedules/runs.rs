//! What came of the calls.

use serde::{Deserialize, Deserializer};

use super::{PATH, Schedules};
use crate::admin::calls::place;
use crate::error::Result;
use crate::null_is_default::null_is_default;
use crate::query::Page;

const OPERATION: &str = "admin.schedules.runs";

/// One call of a schedule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScheduleRun {
    /// Its id, a UUID.
    pub id: String,
    /// Its schedule.
    #[serde(default)]
    pub schedule_id: String,
    /// When it was called, ISO 8601.
    #[serde(default)]
    pub executed_at: String,
    /// The status of the answer.
    #[serde(default)]
    pub status_code: Option<u16>,
    /// Whether it went well.
    #[serde(default)]
    pub success: bool,
    /// How long it took, in milliseconds.
    #[serde(default, deserialize_with = "milliseconds")]
    pub duration_ms: u64,
    /// What was answered, or went wrong.
    #[serde(default)]
    pub message: Option<String>,
}

/// The database's `bigint` may come as a text.
fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(u64),
        Text(String),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Number::deserialize(deserializer)? {
        Number::Whole(number) => number,
        Number::Text(text) => text.parse().unwrap_or_default(),
        Number::Other(_) => 0,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Runs {
    #[serde(default, deserialize_with = "null_is_default")]
    logs: Vec<ScheduleRun>,
    #[serde(default)]
    total_count: Option<u64>,
}

impl Schedules {
    /// Lists the calls of a schedule, the newest first: `GET /api/schedules/{id}/logs`. `limit` is 1 to 100; the server
    /// brings others into this range. Of a schedule that there is not, there are none.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) where the id is no UUID.
    pub async fn runs(&self, id: &str, limit: u32, offset: u64) -> Result<Page<ScheduleRun>> {
        let mut target = place(OPERATION, PATH, id)?.literal("/logs");
        target.pair("limit", &limit.to_string());
        target.pair("offset", &offset.to_string());
        let runs: Runs = self.calls.get(OPERATION, target).await?;
        Ok(Page {
            rows: runs.logs,
            offset,
            total: runs.total_count,
        })
    }
}
