//! Numbered changes of the database, each applied once.
//!
//! [`Client::<Admin>::migrations`](crate::client::Client::migrations) returns [`Migrations`].

use std::time::Duration;

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::handle;
use crate::error::{Error, Result};
use crate::http::{Limits, json_call};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const PATH: &str = "/api/database/migrations";
const LIST: &str = "admin.migrations.list";
const APPLY: &str = "admin.migrations.apply";
const DRY_RUN: &str = "admin.migrations.dry_run";

handle! {
    /// Numbered changes of the database. The server keeps what was applied, and takes only versions newer than the
    /// latest.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::migrations::RiskLevel;
    ///
    /// let sql = "alter table todos add column due date";
    /// let check = admin.migrations().dry_run(sql).await?;
    /// if check.valid && check.risk_level == RiskLevel::Safe {
    ///     admin.migrations().apply("20261125090000", "add-due-dates", sql).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub struct Migrations;
}

/// A migration that was applied.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Migration {
    /// Its number.
    pub version: String,
    /// Its name.
    pub name: String,
    /// What it did.
    #[serde(default, deserialize_with = "null_is_default")]
    pub statements: Vec<String>,
    /// When it was applied, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
}

open_enum! {
    /// How much a statement may destroy.
    pub enum RiskLevel {
        /// Nothing that the server knows of. It looks for what is below, so `delete` without a condition is safe to it.
        Safe = "SAFE",
        /// Columns, constraints or types that programs may rely on.
        Warning = "WARNING",
        /// Rows and tables; also what fails.
        Danger = "DANGER",
    }
}

/// What a migration would do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DryRun {
    /// Whether it worked. What it did was undone.
    pub valid: bool,
    /// Its statements, as the server splits them.
    #[serde(default, deserialize_with = "null_is_default")]
    pub statements: Vec<String>,
    /// The greatest of its risks.
    pub risk_level: RiskLevel,
    /// Its risks.
    #[serde(default, deserialize_with = "null_is_default")]
    pub risk_factors: Vec<RiskFactor>,
    /// Why it did not work.
    #[serde(default)]
    pub error: Option<String>,
}

/// A risk of a migration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RiskFactor {
    /// Its name, such as `DESTRUCTIVE_DATA_LOSS`.
    pub code: String,
    /// What it is, for people.
    #[serde(default)]
    pub description: String,
    /// How great it is.
    pub level: RiskLevel,
    /// The statement in question.
    #[serde(default)]
    pub statement: Option<String>,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "null_is_default")]
    migrations: Vec<Migration>,
}

#[derive(Serialize)]
struct New<'a> {
    version: &'a str,
    name: &'a str,
    sql: &'a str,
}

#[derive(Serialize)]
struct Sql<'a> {
    sql: &'a str,
}

impl Migrations {
    /// Lists what was applied, the newest first: `GET /api/database/migrations`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list(&self) -> Result<Vec<Migration>> {
        let list: List = self.calls.get(LIST, PATH).await?;
        Ok(list.migrations)
    }

    /// Applies a migration in one transaction as the administrator, and keeps it: `POST /api/database/migrations`.
    ///
    /// `version` is a number of up to 64 digits, compared as a number: `0001`, or the time as `20261125090000`. `name`
    /// has lower-case letters, digits and hyphens. Names in the SQL that have no schema are found in `public`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a version or name of another form,
    /// [`Conflict`](crate::ErrorKind::Conflict) where the version is not newer than the latest (the code is
    /// `DATABASE_MIGRATION_ALREADY_EXISTS`); else as [`Client::sql`](crate::client::Client::sql), and nothing has been
    /// changed then.
    pub async fn apply(&self, version: &str, name: &str, sql: &str) -> Result<Migration> {
        check(version, name).map_err(|error| error.with_operation(APPLY))?;
        let body = New { version, name, sql };
        let limit = Some(Duration::from_secs(600));
        let limits = Limits {
            header: limit,
            total: limit,
            ..Limits::default()
        };
        let request = json_call(APPLY, Method::POST, PATH, &body)?.limits(limits);
        self.calls.send(request).await
    }

    /// Runs a migration, undoes it, and says what it would have done: `POST /api/database/migrations/dry-run`. SQL that
    /// fails is no error here: see [`DryRun::valid`].
    ///
    /// # Errors
    /// [`RateLimited`](crate::ErrorKind::RateLimited) after 30 calls in 15 minutes.
    pub async fn dry_run(&self, sql: &str) -> Result<DryRun> {
        let request = json_call(
            DRY_RUN,
            Method::POST,
            "/api/database/migrations/dry-run",
            &Sql { sql },
        )?;
        self.calls.send(request).await
    }
}

fn check(version: &str, name: &str) -> Result<()> {
    if version.is_empty() || version.len() > 64 || !version.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::request(format!(
            "{version:?} is no version of a migration: write up to 64 digits, like 0001 or 20261125090000"
        )));
    }
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || !name.bytes().all(allowed) {
        return Err(Error::request(format!(
            "{name:?} is no name of a migration: write lower-case letters, digits and hyphens, like add-due-dates"
        )));
    }
    Ok(())
}
