//! Functions as the project keeps them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// Whether a function answers calls.
    pub enum FunctionStatus {
        /// Not yet.
        Draft = "draft",
        /// It does.
        Active = "active",
        /// It failed to be set up.
        Error = "error",
    }

    /// Whether the functions' runtime answers.
    pub enum RuntimeStatus {
        /// It does.
        Running = "running",
        /// It does not.
        Unavailable = "unavailable",
    }

    /// How a deployment went.
    pub enum DeploymentStatus {
        /// It is on its way.
        Pending = "pending",
        /// It is live.
        Success = "success",
        /// It is not; what was live before still is.
        Failed = "failed",
    }
}

/// A function of the project.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FunctionDefinition {
    /// Its id, a UUID.
    #[serde(default)]
    pub id: String,
    /// What it is called by.
    pub slug: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Its source; `None` in lists.
    #[serde(default)]
    pub code: Option<String>,
    /// Whether it answers calls.
    pub status: FunctionStatus,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// When it was last set live, ISO 8601.
    #[serde(default)]
    pub deployed_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The functions of the project.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FunctionList {
    /// The functions, without their sources.
    pub functions: Vec<FunctionDefinition>,
    /// The runtime.
    #[serde(default, deserialize_with = "null_is_default")]
    pub runtime: FunctionRuntime,
    /// The address of the functions' own host, where they have one.
    #[serde(default)]
    pub deployment_url: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The functions' runtime.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FunctionRuntime {
    /// Whether it answers.
    pub status: Option<RuntimeStatus>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What came of making or changing a function.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct FunctionChange {
    /// Whether all went well, the deployment included.
    #[serde(default)]
    pub success: bool,
    /// The function.
    pub function: FunctionDefinition,
    /// How its deployment went; `None` where there is none to do.
    #[serde(default)]
    pub deployment: Option<FunctionDeployment>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl FunctionChange {
    /// Whether the change is live as far as it should be. **A failed deployment is no error of the call**: the function
    /// is stored, and what was live before still is.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.deployment
            .as_ref()
            .is_none_or(|deployment| deployment.status == DeploymentStatus::Success)
    }
}

/// A deployment of the project's functions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FunctionDeployment {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// How it went.
    pub status: DeploymentStatus,
    /// Where the functions are then.
    #[serde(default)]
    pub url: Option<String>,
    /// What the build said.
    #[serde(default, deserialize_with = "null_is_default")]
    pub build_logs: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What a build said.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BuildLogs {
    /// Of which deployment.
    #[serde(default)]
    pub deployment_id: String,
    /// How that went.
    pub status: DeploymentStatus,
    /// Its lines.
    #[serde(default)]
    pub logs: Vec<BuildLogLine>,
    /// When it was, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A line of a build's log.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct BuildLogLine {
    /// How serious it is, such as `info`.
    #[serde(default)]
    pub level: String,
    /// What it says.
    #[serde(default)]
    pub message: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A function to be made.
///
/// ```
/// use insforge::functions::NewFunction;
///
/// let hello = NewFunction::new(
///     "Hello",
///     "export default async function (request) { return new Response('hello'); }",
/// )
/// .slug("hello");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct NewFunction {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slug: Option<String>,
    pub(super) code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<FunctionStatus>,
}

impl NewFunction {
    /// A function of this name and source; it is active at once unless it is said to be a draft.
    pub fn new(name: impl Into<String>, code: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            slug: None,
            code: code.into(),
            description: None,
            status: None,
        }
    }

    /// What it is called by; made from the name where it is not given.
    pub fn slug(mut self, slug: impl Into<String>) -> Self {
        self.slug = Some(slug.into());
        self
    }

    /// What it is for.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Whether it answers calls: draft or active.
    pub fn status(mut self, status: FunctionStatus) -> Self {
        self.status = Some(status);
        self
    }
}

/// What to change in a function. What is not set stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[must_use]
pub struct FunctionUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<FunctionStatus>,
}

impl FunctionUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another source.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Another purpose.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Whether it answers calls: draft or active.
    pub fn status(mut self, status: FunctionStatus) -> Self {
        self.status = Some(status);
        self
    }
}
