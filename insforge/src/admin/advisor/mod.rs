//! What the backend finds wrong with the database: tables without policies, missing indexes and the like.
//!
//! [`Client::<Admin>::advisor`](crate::client::Client::advisor) returns [`Advisor`].

mod suppressions;

use ::http::Method;
use serde::{Deserialize, Serialize};

pub use self::suppressions::{NewSuppression, Suppression, SuppressionReason, SuppressionScope};
use super::handle;
use crate::error::Result;
use crate::http::Target;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;
use crate::query::Page;

const SCAN: &str = "admin.advisor.scan";
const LATEST: &str = "admin.advisor.latest";
const ISSUES: &str = "admin.advisor.issues";

handle! {
    /// What the backend finds wrong with the database.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::advisor::{IssueList, Severity};
    ///
    /// admin.advisor().scan().await?;
    /// let critical = admin.advisor().issues(IssueList::new().severity(Severity::Critical)).await?;
    /// for issue in critical.rows {
    ///     println!("{}: {}", issue.title, issue.description);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub struct Advisor;
}

open_enum! {
    /// How bad an issue is.
    pub enum Severity {
        /// It must be dealt with.
        Critical = "critical",
        /// It should be dealt with.
        Warning = "warning",
        /// It is good to know.
        Info = "info",
    }

    /// What an issue is about.
    pub enum IssueCategory {
        /// Who may do what.
        Security = "security",
        /// How long it takes.
        Performance = "performance",
        /// How the database is.
        Health = "health",
    }

    /// How a scan stands.
    pub enum ScanStatus {
        /// It is under way.
        Running = "running",
        /// Its issues can be read.
        Completed = "completed",
        /// It came to nothing.
        Failed = "failed",
    }
}

/// The latest scan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Scan {
    /// Its id.
    pub scan_id: String,
    /// How it stands.
    pub status: ScanStatus,
    /// `manual` or `scheduled`.
    #[serde(default)]
    pub scan_type: String,
    /// When it was begun, ISO 8601.
    #[serde(default)]
    pub scanned_at: Option<String>,
    /// Why it failed.
    #[serde(default)]
    pub error_message: Option<String>,
    /// Numbers of the latest scan that was completed, which may be an earlier one.
    #[serde(default, deserialize_with = "null_is_default")]
    pub summary: IssueCounts,
}

/// How many issues there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct IssueCounts {
    /// All.
    #[serde(default)]
    pub total: u64,
    /// Critical ones.
    #[serde(default)]
    pub critical: u64,
    /// Warnings.
    #[serde(default)]
    pub warning: u64,
    /// Remarks.
    #[serde(default)]
    pub info: u64,
}

/// Something that is wrong with the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Issue {
    /// Its id.
    pub id: String,
    /// The rule that found it.
    #[serde(default)]
    pub rule_id: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub category: IssueCategory,
    /// What it is, in a few words.
    #[serde(default)]
    pub title: String,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// The table or other object in question.
    #[serde(default)]
    pub affected_object: Option<String>,
    /// What to do about it.
    #[serde(default)]
    pub recommendation: Option<String>,
}

/// Which issues to list: by default the first fifty.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct IssueList {
    severity: Option<Severity>,
    category: Option<IssueCategory>,
    limit: Option<u32>,
    offset: u64,
}

impl IssueList {
    /// The first fifty.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those as bad as this.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Only those about this.
    pub fn category(mut self, category: IssueCategory) -> Self {
        self.category = Some(category);
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    scan_id: String,
}

#[derive(Deserialize)]
struct Issues {
    #[serde(default, deserialize_with = "null_is_default")]
    issues: Vec<Issue>,
    #[serde(default)]
    total: Option<u64>,
}

#[derive(Serialize)]
struct Nothing {}

impl Advisor {
    /// Begins a scan, and returns its id before it is done: `POST /api/advisor/scan`.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) while another is under way, where the server refuses that.
    pub async fn scan(&self) -> Result<String> {
        let started: Started = self
            .calls
            .write(SCAN, Method::POST, "/api/advisor/scan", &Nothing {})
            .await?;
        Ok(started.scan_id)
    }

    /// The latest scan; `None` where there was none: `GET /api/advisor/latest`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn latest(&self) -> Result<Option<Scan>> {
        self.calls.get(LATEST, "/api/advisor/latest").await
    }

    /// Lists what the latest scan found: `GET /api/advisor/issues`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for words that the server does not know.
    pub async fn issues(&self, list: IssueList) -> Result<Page<Issue>> {
        let mut target = Target::new("/api/advisor/issues");
        if let Some(severity) = &list.severity {
            target.pair("severity", severity.as_str());
        }
        if let Some(category) = &list.category {
            target.pair("category", category.as_str());
        }
        if let Some(limit) = list.limit {
            target.pair("limit", &limit.to_string());
        }
        target.pair("offset", &list.offset.to_string());
        let issues: Issues = self.calls.get(ISSUES, target).await?;
        Ok(Page {
            rows: issues.issues,
            offset: list.offset,
            total: issues.total,
        })
    }
}
