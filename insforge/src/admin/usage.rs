//! Which tools of InsForge's MCP server agents have used.
//!
//! [`Client::<Admin>::usage`](crate::client::Client::usage) returns [`Usage`]. Numbers about the whole project
//! (`GET /api/usage/stats`) are for InsForge's cloud alone, which signs its calls.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::handle;
use crate::error::{Error, Result};
use crate::http::Target;
use crate::null_is_default::null_is_default;

const PATH: &str = "/api/usage/mcp";
const LIST: &str = "admin.usage.tools";
const RECORD: &str = "admin.usage.record_tool";

handle! {
    /// Which tools agents have used.
    pub struct Usage;
}

/// One use of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ToolUse {
    /// The tool's name.
    pub tool_name: String,
    /// Whether it worked.
    #[serde(default)]
    pub success: bool,
    /// When, ISO 8601.
    #[serde(default)]
    pub created_at: String,
}

#[derive(Deserialize)]
struct Records {
    #[serde(default, deserialize_with = "null_is_default")]
    records: Vec<ToolUse>,
}

#[derive(Serialize)]
struct Record<'a> {
    tool_name: &'a str,
    success: bool,
}

impl Usage {
    /// Lists the newest uses that worked, or that did not: `GET /api/usage/mcp`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn tools(&self, limit: u32, success: bool) -> Result<Vec<ToolUse>> {
        let mut target = Target::new(PATH);
        target.pair("limit", &limit.max(1).to_string());
        target.pair("success", if success { "true" } else { "false" });
        let list: Records = self.calls.get(LIST, target).await?;
        Ok(list.records)
    }

    /// Writes down that a tool was used: `POST /api/usage/mcp`. The dashboard takes it for a sign that an agent is
    /// connected.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for an empty name.
    pub async fn record_tool(&self, name: &str, success: bool) -> Result<()> {
        if name.is_empty() {
            return Err(Error::request("the tool has no name").with_operation(RECORD));
        }
        let body = Record {
            tool_name: name,
            success,
        };
        self.calls
            .write::<Value, _>(RECORD, Method::POST, PATH, &body)
            .await
            .map(drop)
    }
}
