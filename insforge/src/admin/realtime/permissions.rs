//! Who may subscribe and publish.

use serde::{Deserialize, Deserializer};

use super::AdminRealtime;
use crate::admin::roles::roles;
use crate::error::Result;
use crate::http::Target;

/// The policies that decide who may subscribe and publish. With none, and row-level security off, everybody who can
/// connect may do both.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Permissions {
    /// Those on `realtime.channels`.
    #[serde(deserialize_with = "policies")]
    pub subscribe: Vec<Policy>,
    /// Those on `realtime.messages`.
    #[serde(deserialize_with = "policies")]
    pub publish: Vec<Policy>,
}

/// A policy of row-level security.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Policy {
    /// Its name.
    pub policy_name: String,
    /// Its table.
    pub table_name: String,
    /// `SELECT`, `INSERT` or `ALL`.
    pub command: String,
    /// Whom it is for.
    #[serde(default, deserialize_with = "roles")]
    pub roles: Vec<String>,
    /// The condition on rows that are read.
    #[serde(default)]
    pub using: Option<String>,
    /// The condition on rows that are written.
    #[serde(default)]
    pub with_check: Option<String>,
}

#[derive(Deserialize)]
struct Policies {
    policies: Vec<Policy>,
}

fn policies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Policy>, D::Error> {
    Policies::deserialize(deserializer).map(|list| list.policies)
}

impl AdminRealtime {
    /// Reads the policies: `GET /api/realtime/permissions`. They are written in SQL, on the tables `realtime.channels`
    /// and `realtime.messages`, where `realtime.channel_name()` is the channel in question.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn permissions(&self) -> Result<Permissions> {
        self.read(
            "admin.realtime.permissions",
            Target::new("/api/realtime/permissions"),
        )
        .await
    }
}
