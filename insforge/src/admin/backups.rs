//! Copies of the database, by hand and by the clock, on a server of one's own.
//!
//! [`Client::<Admin>::backups`](crate::client::Client::backups) returns [`Backups`].

mod config;

use std::time::Duration;

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::config::{BackupConfig, BackupConfigChange};
use super::calls::place;
use super::handle;
use crate::error::Result;
use crate::http::{Limits, json_call};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const PATH: &str = "/api/database/backups";
const LIST: &str = "admin.backups.list";
const CREATE: &str = "admin.backups.create";
const RENAME: &str = "admin.backups.rename";
const DELETE: &str = "admin.backups.delete";
const RESTORE: &str = "admin.backups.restore";

handle! {
    /// Copies of the database.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::backups::BackupStatus;
    ///
    /// let started = admin.backups().create(Some("before the move")).await?;
    /// let done = admin.backups().list().await?.into_iter().find(|one| one.id == started.id);
    /// assert!(done.is_none_or(|one| one.status != BackupStatus::Failed));
    /// # Ok(())
    /// # }
    /// ```
    pub struct Backups;
}

open_enum! {
    /// Why a backup was made.
    pub enum BackupTrigger {
        /// Somebody asked for it.
        Manual = "manual",
        /// By the clock.
        Scheduled = "scheduled",
    }

    /// How a backup stands.
    pub enum BackupStatus {
        /// It is being made.
        Running = "running",
        /// It can be restored.
        Completed = "completed",
        /// It cannot.
        Failed = "failed",
    }
}

/// A copy of the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Backup {
    /// Its id, a UUID.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Why it was made.
    pub trigger_source: BackupTrigger,
    /// How it stands.
    pub status: BackupStatus,
    /// Its size in bytes, once it is there.
    #[serde(default)]
    pub size_bytes: Option<u64>,
    /// Why it failed.
    #[serde(default)]
    pub error_message: Option<String>,
    /// When it was begun, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it ended, ISO 8601.
    #[serde(default)]
    pub completed_at: Option<String>,
    /// Who asked for it.
    #[serde(default)]
    pub created_by: Option<String>,
    /// When it will be removed, ISO 8601; `None` for never.
    #[serde(default)]
    pub expires_at: Option<String>,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "null_is_default")]
    backups: Vec<Backup>,
}

#[derive(Serialize)]
struct New<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Name<'a> {
    name: Option<&'a str>,
}

impl Backups {
    /// Lists the backups, the newest first: `GET /api/database/backups`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self) -> Result<Vec<Backup>> {
        let list: List = self.calls.get(LIST, PATH).await?;
        Ok(list.backups)
    }

    /// Begins a backup, and returns before it is done: `POST /api/database/backups`. A name has 1 to 64 characters, and no
    /// other backup has it.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) while another is being made, and for a name that is taken;
    /// [`Invalid`](crate::ErrorKind::Invalid) for one that is too long.
    pub async fn create(&self, name: Option<&str>) -> Result<Backup> {
        self.calls.write(CREATE, Method::POST, PATH, &New { name }).await
    }

    /// Gives a backup another name, or none: `PATCH /api/database/backups/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id, [`Invalid`](crate::ErrorKind::Invalid)
    /// where the id is no UUID.
    pub async fn rename(&self, id: &str, name: Option<&str>) -> Result<Backup> {
        self.calls
            .write(RENAME, Method::PATCH, place(RENAME, PATH, id)?, &Name { name })
            .await
    }

    /// Removes a backup: `DELETE /api/database/backups/{id}`.
    ///
    /// # Errors
    /// As [`rename`](Self::rename); [`Conflict`](crate::ErrorKind::Conflict) while it is being made.
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, id)?)
            .await
            .map(drop)
    }

    /// Puts the database back as it was, **and loses everything since**: `POST /api/database/backups/{id}/restore`. It may
    /// take a while; after half an hour this client stops to wait for it.
    ///
    /// # Errors
    /// As [`rename`](Self::rename); [`Conflict`](crate::ErrorKind::Conflict) for a backup that is not complete, and while
    /// another is being made or restored.
    pub async fn restore(&self, id: &str) -> Result<()> {
        let target = place(RESTORE, PATH, id)?.literal("/restore");
        let limit = Some(Duration::from_secs(1800));
        let limits = Limits {
            header: limit,
            total: limit,
            ..Limits::default()
        };
        let request = json_call(
            RESTORE,
            Method::POST,
            target,
            &Value::Object(serde_json::Map::new()),
        )?;
        self.calls.send::<Value>(request.limits(limits)).await.map(drop)
    }
}
