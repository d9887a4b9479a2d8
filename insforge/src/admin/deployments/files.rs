//! The files of a site.

use std::collections::BTreeMap;

use ::http::header::CONTENT_TYPE;
use ::http::{HeaderValue, Method};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Deployment, DeploymentStatus, Deployments, PATH};
use crate::admin::calls::place;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::null_is_default::null_is_default;

const CREATE: &str = "admin.deployments.create";
const UPLOAD: &str = "admin.deployments.upload";
const START: &str = "admin.deployments.start";

/// A file that a site shall have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use]
pub struct SiteFile {
    path: String,
    sha: String,
    size: u64,
}

impl SiteFile {
    /// `path` is relative, with forward slashes. `sha1` is the SHA-1 of the content in 40 hexadecimal digits. `size` is in
    /// bytes.
    pub fn new(path: impl Into<String>, sha1: impl Into<String>, size: u64) -> Self {
        Self {
            path: path.into(),
            sha: sha1.into(),
            size,
        }
    }

    fn check(&self) -> Result<()> {
        let path = &self.path;
        let odd = path.contains(['\\', '\0']) || path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if odd {
            return Err(Error::request(format!(
                "{path:?} is no path of a file in a site: write it relative to the site, like assets/app.js"
            )));
        }
        if self.sha.len() != 40 || !self.sha.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::request(format!(
                "the SHA-1 of {path:?} is not 40 hexadecimal digits"
            )));
        }
        Ok(())
    }
}

/// A file of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeploymentFile {
    /// Its id, a UUID.
    pub file_id: String,
    /// Where it is in the site.
    pub path: String,
    /// The SHA-1 of its content.
    #[serde(default)]
    pub sha: String,
    /// Its size in bytes.
    #[serde(default)]
    pub size: u64,
    /// When its content came, ISO 8601.
    #[serde(default)]
    pub uploaded_at: Option<String>,
}

/// A deployment whose files are to come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct DirectDeployment {
    /// Its id, a UUID.
    pub id: String,
    /// How it stands.
    pub status: DeploymentStatus,
    /// Its files, with the ids to upload them by.
    #[serde(default, deserialize_with = "null_is_default")]
    pub files: Vec<DeploymentFile>,
}

/// How a site is built. What is not named is found out by the provider.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct StartDeployment {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    project_settings: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    env_vars: Vec<Variable>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    meta: BTreeMap<String, String>,
}

#[derive(Clone, Serialize)]
struct Variable {
    key: String,
    value: String,
}

impl std::fmt::Debug for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Values are secrets as often as not.
        f.debug_struct("Variable")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl StartDeployment {
    /// Everything is found out by the provider.
    pub fn new() -> Self {
        Self::default()
    }

    /// What builds the site, such as `npm run build`.
    pub fn build_command(self, command: impl Into<String>) -> Self {
        self.setting("buildCommand", command)
    }

    /// Where the site is once it was built, such as `dist`.
    pub fn output_directory(self, folder: impl Into<String>) -> Self {
        self.setting("outputDirectory", folder)
    }

    /// What installs what the site needs.
    pub fn install_command(self, command: impl Into<String>) -> Self {
        self.setting("installCommand", command)
    }

    /// What serves the site during development.
    pub fn dev_command(self, command: impl Into<String>) -> Self {
        self.setting("devCommand", command)
    }

    /// Where in the files the site's source is.
    pub fn root_directory(self, folder: impl Into<String>) -> Self {
        self.setting("rootDirectory", folder)
    }

    /// One more variable of the environment.
    pub fn env_var(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.env_vars.push(Variable {
            key: key.into(),
            value: value.into(),
        });
        self
    }

    /// One more note about the deployment.
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.meta.insert(key.into(), value.into());
        self
    }

    fn setting(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.project_settings.insert(name, value.into());
        self
    }
}

#[derive(Serialize)]
struct Manifest {
    files: Vec<SiteFile>,
}

impl Deployments {
    /// Begins a deployment of these files: `POST /api/deployments/direct`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for no files, and for paths and digests that the server refuses;
    /// [`Unavailable`](crate::ErrorKind::Unavailable) where no hosting provider is set up.
    pub async fn create(&self, files: impl IntoIterator<Item = SiteFile>) -> Result<DirectDeployment> {
        let files: Vec<SiteFile> = files.into_iter().collect();
        if files.is_empty() {
            return Err(Error::request("a site needs at least one file").with_operation(CREATE));
        }
        files
            .iter()
            .try_for_each(SiteFile::check)
            .map_err(|error| error.with_operation(CREATE))?;
        let body = Manifest { files };
        self.calls
            .write(CREATE, Method::POST, "/api/deployments/direct", &body)
            .await
    }

    /// Uploads the content of a file: `PUT /api/deployments/{id}/files/{fileId}/content`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no such file, [`Invalid`](crate::ErrorKind::Invalid) for
    /// content that is not what was announced.
    pub async fn upload(&self, id: &str, file_id: &str, content: impl Into<Bytes>) -> Result<DeploymentFile> {
        let target = place(UPLOAD, PATH, id)?
            .literal("/files")
            .segment(file_id)
            .map_err(|error| error.with_operation(UPLOAD))?
            .literal("/content");
        let request = Request::new(UPLOAD, Method::PUT, target.finish())
            .json_body(content.into())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))
            .idempotent(true);
        self.calls.send(request).await
    }

    /// Has the provider build and serve the site, once all files are there: `POST /api/deployments/{id}/start`.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`get`](Self::get).
    pub async fn start(&self, id: &str, start: StartDeployment) -> Result<Deployment> {
        let target = place(START, PATH, id)?.literal("/start");
        self.calls.write(START, Method::POST, target, &start).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_checked_as_the_server_does() {
        let sha = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert!(SiteFile::new("assets/app.js", sha, 0).check().is_ok());
        for path in ["", "/a", "a//b", "../a", "a/./b", "a\\b", "a\0"] {
            assert!(SiteFile::new(path, sha, 0).check().is_err(), "{path:?}");
        }
        assert!(SiteFile::new("a", "xyz", 0).check().is_err());
    }

    #[test]
    fn values_of_the_environment_are_sent_and_not_shown() {
        let start = StartDeployment::new()
            .build_command("make")
            .env_var("KEY", "canary");
        assert_eq!(
            serde_json::to_string(&start).unwrap(),
            r#"{"projectSettings":{"buildCommand":"make"},"envVars":[{"key":"KEY","value":"canary"}]}"#
        );
        assert!(!format!("{start:?}").contains("canary"));
    }
}
