//! The environment that sites are built and served in.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Deployments;
use crate::admin::calls::place;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::http::{Request, json_call};
use crate::null_is_default::null_is_default;

const PATH: &str = "/api/deployments/env-vars";
const LIST: &str = "admin.deployments.env_vars";
const SET: &str = "admin.deployments.set_env_vars";
const GET: &str = "admin.deployments.env_var";
const DELETE: &str = "admin.deployments.delete_env_var";

/// A variable of the environment, without its value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnvVar {
    /// Its id at the provider's.
    pub id: String,
    /// Its name.
    pub key: String,
    /// How the provider keeps it: `plain`, `encrypted`, `secret`, `sensitive`, `system`.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// When it was last changed, in milliseconds since 1970.
    #[serde(default)]
    pub updated_at: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    #[serde(default, deserialize_with = "null_is_default")]
    env_vars: Vec<EnvVar>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    env_var: WithValue,
}

#[derive(Deserialize)]
struct WithValue {
    value: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Set<'a> {
    env_vars: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
}

impl Deployments {
    /// Lists the variables: `GET /api/deployments/env-vars`.
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where no hosting provider is set up, here and below.
    pub async fn env_vars(&self) -> Result<Vec<EnvVar>> {
        let list: List = self.calls.get(LIST, PATH).await?;
        Ok(list.env_vars)
    }

    /// Makes or changes variables: `POST /api/deployments/env-vars`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for none.
    pub async fn set_env_vars<'a>(
        &self,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<()> {
        let env_vars: Vec<Pair<'_>> = variables
            .into_iter()
            .map(|(key, value)| Pair { key, value })
            .collect();
        if env_vars.is_empty() {
            return Err(Error::request("there is no variable to set").with_operation(SET));
        }
        let request = json_call(SET, Method::POST, PATH, &Set { env_vars })?
            .secret_answer()
            .idempotent(true);
        self.calls.send::<Value>(request).await.map(drop)
    }

    /// Reads the value of a variable by its id: `GET /api/deployments/env-vars/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn env_var(&self, id: &str) -> Result<Secret> {
        let request = Request::new(GET, Method::GET, place(GET, PATH, id)?.finish()).secret_answer();
        let one: One = self.calls.send(request).await?;
        Ok(one.env_var.value)
    }

    /// Removes a variable by its id: `DELETE /api/deployments/env-vars/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id.
    pub async fn delete_env_var(&self, id: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, id)?)
            .await
            .map(drop)
    }
}
