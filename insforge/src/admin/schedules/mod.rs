//! Functions and other addresses called by the clock.
//!
//! [`Client::<Admin>::schedules`](crate::client::Client::schedules) returns [`Schedules`].

mod cron;
mod new_schedule;
mod runs;

use std::collections::BTreeMap;

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::new_schedule::{NewSchedule, ScheduleChange, ScheduleMethod};
pub use self::runs::ScheduleRun;
use super::calls::place;
use super::handle;
use crate::error::Result;
use crate::null_is_default::null_is_default;

const PATH: &str = "/api/schedules";
const LIST: &str = "admin.schedules.list";
const GET: &str = "admin.schedules.get";
const CREATE: &str = "admin.schedules.create";
const UPDATE: &str = "admin.schedules.update";
const DELETE: &str = "admin.schedules.delete";

handle! {
    /// Addresses called by the clock, in UTC.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::schedules::NewSchedule;
    ///
    /// let url = format!("{}/functions/report", admin.url());
    /// let nightly = NewSchedule::new("nightly report", "0 3 * * *", url)
    ///     .header("x-key", "${{secrets.REPORT_KEY}}");
    /// let id = admin.schedules().create(nightly).await?;
    /// println!("next: {:?}", admin.schedules().get(&id).await?.next_run);
    /// # Ok(())
    /// # }
    /// ```
    pub struct Schedules;
}

/// A call by the clock.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Schedule {
    /// Its id, a UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When: five fields of cron, or `30 seconds`.
    pub cron_schedule: String,
    /// What is called.
    pub function_url: String,
    /// How it is called.
    pub http_method: ScheduleMethod,
    /// The headers of the call; names of secrets stand in them, not their values.
    #[serde(default, deserialize_with = "null_is_default")]
    pub headers: BTreeMap<String, String>,
    /// The body of the call.
    #[serde(default)]
    pub body: Option<Value>,
    /// The job's number in the database.
    #[serde(default)]
    pub cron_job_id: Option<String>,
    /// Whether it is called.
    #[serde(default)]
    pub is_active: bool,
    /// When it was last called, ISO 8601.
    #[serde(default)]
    pub last_executed_at: Option<String>,
    /// When it would be called next, ISO 8601, also while it is not active.
    #[serde(default)]
    pub next_run: Option<String>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    retention_days: Option<u32>,
}

impl Schedules {
    /// Lists all schedules, the newest first: `GET /api/schedules`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self) -> Result<Vec<Schedule>> {
        self.calls.get(LIST, PATH).await
    }

    /// Reads a schedule: `GET /api/schedules/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id,
    /// [`Server`](crate::ErrorKind::Server) where the id is no UUID.
    pub async fn get(&self, id: &str) -> Result<Schedule> {
        self.calls.get(GET, place(GET, PATH, id)?).await
    }

    /// Makes a schedule, and returns its id: `POST /api/schedules`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a time, name or address that the server refuses,
    /// [`NotFound`](crate::ErrorKind::NotFound) (`SECRET_NOT_FOUND`) where a header names a secret that there is not.
    pub async fn create(&self, schedule: NewSchedule) -> Result<String> {
        schedule.check().map_err(|error| error.with_operation(CREATE))?;
        let created: Created = self.calls.write(CREATE, Method::POST, PATH, &schedule).await?;
        Ok(created.id)
    }

    /// Changes a schedule: `PATCH /api/schedules/{id}`.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`get`](Self::get).
    pub async fn update(&self, id: &str, change: ScheduleChange) -> Result<()> {
        change.check().map_err(|error| error.with_operation(UPDATE))?;
        self.calls
            .write::<Value, _>(UPDATE, Method::PATCH, place(UPDATE, PATH, id)?, &change)
            .await
            .map(drop)
    }

    /// Removes a schedule with its log: `DELETE /api/schedules/{id}`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, id)?)
            .await
            .map(drop)
    }

    /// After how many days entries of the logs are removed; `None` for never: `GET /api/schedules/config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn retention_days(&self) -> Result<Option<u32>> {
        let config: Config = self
            .calls
            .get("admin.schedules.retention_days", "/api/schedules/config")
            .await?;
        Ok(config.retention_days)
    }

    /// Sets after how many days entries of the logs are removed, at least 1; `None` for never:
    /// `PATCH /api/schedules/config`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for 0.
    pub async fn set_retention_days(&self, days: Option<u32>) -> Result<()> {
        let body = Config { retention_days: days };
        self.calls
            .write::<Value, _>(
                "admin.schedules.set_retention_days",
                Method::PATCH,
                "/api/schedules/config",
                &body,
            )
            .await
            .map(drop)
    }
}
