//! What there is in the database: schemas, functions, indexes, policies and triggers.
//!
//! [`Client::<Admin>::introspection`](crate::client::Client::introspection) returns [`Introspection`].

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::Calls;
use super::calls::in_schema;
use super::roles::roles;
use crate::error::Result;
use crate::http::{Caller, Target};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

/// What there is in one schema of the database: the client's, or `public`.
///
/// ```no_run
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// for policy in admin.introspection().policies().await? {
///     println!("{} on {} for {:?}", policy.name, policy.table_name, policy.roles);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Introspection {
    calls: Calls,
    schema: Option<Arc<str>>,
}

/// A schema of the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseSchema {
    /// Its name.
    pub name: String,
    /// Whether it is the backend's own: the administrator can make nothing there.
    #[serde(default)]
    pub is_protected: bool,
}

open_enum! {
    /// What is called.
    pub enum RoutineKind {
        /// A function.
        Function = "f",
        /// A procedure.
        Procedure = "p",
        /// A window function.
        Window = "w",
    }
}

/// A function of the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct DatabaseFunction {
    /// Its name. Functions that differ in their arguments alone have the same.
    #[serde(rename = "functionName")]
    pub name: String,
    /// The statement that makes it.
    #[serde(default, rename = "functionDef")]
    pub definition: String,
    /// What it is.
    #[serde(default = "function")]
    pub kind: RoutineKind,
}

fn function() -> RoutineKind {
    RoutineKind::Function
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseIndex {
    /// Its table.
    #[serde(default)]
    pub table_name: String,
    /// Its name.
    #[serde(rename = "indexName", alias = "indexname")]
    pub name: String,
    /// The statement that makes it.
    #[serde(default, rename = "indexDef", alias = "indexdef")]
    pub definition: String,
    /// Whether no two rows may have the same values.
    #[serde(default, deserialize_with = "null_is_default")]
    pub is_unique: bool,
    /// Whether it is that of the primary key.
    #[serde(default, deserialize_with = "null_is_default")]
    pub is_primary: bool,
}

/// A policy of row-level security.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabasePolicy {
    /// Its table.
    #[serde(default)]
    pub table_name: String,
    /// Its name.
    #[serde(rename = "policyName", alias = "policyname")]
    pub name: String,
    /// `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `ALL`.
    #[serde(default, rename = "cmd")]
    pub command: String,
    /// Whom it is for.
    #[serde(default, deserialize_with = "roles")]
    pub roles: Vec<String>,
    /// The condition on rows that are there.
    #[serde(default, rename = "qual")]
    pub using: Option<String>,
    /// The condition on rows that are written.
    #[serde(default)]
    pub with_check: Option<String>,
}

/// A trigger, once for each event that it is called at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DatabaseTrigger {
    /// Its table.
    #[serde(default)]
    pub table_name: String,
    /// Its name.
    #[serde(rename = "triggerName")]
    pub name: String,
    /// `BEFORE`, `AFTER` or `INSTEAD OF`.
    #[serde(default, rename = "actionTiming")]
    pub timing: String,
    /// `INSERT`, `UPDATE` or `DELETE`.
    #[serde(default, rename = "eventManipulation")]
    pub event: String,
    /// `ROW` or `STATEMENT`.
    #[serde(default, rename = "actionOrientation")]
    pub orientation: String,
    /// When it is called.
    #[serde(default, rename = "actionCondition")]
    pub condition: Option<String>,
    /// What it calls.
    #[serde(default, rename = "actionStatement")]
    pub statement: String,
}

/// A list under a name of its own in each answer.
struct Named<T>(Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound = "T: DeserializeOwned")]
        struct Lists<T> {
            #[serde(
                alias = "schemas",
                alias = "functions",
                alias = "indexes",
                alias = "policies",
                alias = "triggers"
            )]
            list: Vec<T>,
        }
        Lists::deserialize(deserializer).map(|lists| Self(lists.list))
    }
}

impl Introspection {
    pub(crate) fn new(caller: Caller, schema: Option<Arc<str>>) -> Self {
        Self {
            calls: Calls { caller },
            schema,
        }
    }

    /// What there is in another schema.
    #[must_use]
    pub fn in_schema(&self, name: &str) -> Self {
        Self {
            calls: self.calls.clone(),
            schema: Some(name.into()),
        }
    }

    /// Lists all schemas, `public` first, the backend's own last: `GET /api/database/schemas`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn schemas(&self) -> Result<Vec<DatabaseSchema>> {
        let target = Target::new("/api/database/schemas");
        let named: Named<_> = self.calls.get("admin.introspection.schemas", target).await?;
        Ok(named.0)
    }

    /// Lists the functions, without those of extensions: `GET /api/database/functions`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn functions(&self) -> Result<Vec<DatabaseFunction>> {
        self.list("admin.introspection.functions", "/api/database/functions")
            .await
    }

    /// Lists the indexes: `GET /api/database/indexes`. Those of tables whose names begin with `_` are left out, here as
    /// for policies and triggers.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn indexes(&self) -> Result<Vec<DatabaseIndex>> {
        self.list("admin.introspection.indexes", "/api/database/indexes")
            .await
    }

    /// Lists the policies of row-level security: `GET /api/database/policies`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn policies(&self) -> Result<Vec<DatabasePolicy>> {
        self.list("admin.introspection.policies", "/api/database/policies")
            .await
    }

    /// Lists the triggers: `GET /api/database/triggers`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn triggers(&self) -> Result<Vec<DatabaseTrigger>> {
        self.list("admin.introspection.triggers", "/api/database/triggers")
            .await
    }

    async fn list<T: DeserializeOwned>(&self, operation: &'static str, path: &'static str) -> Result<Vec<T>> {
        let target = in_schema(Target::new(path), self.schema.as_deref());
        let named: Named<T> = self.calls.get(operation, target).await?;
        Ok(named.0)
    }
}

impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}
