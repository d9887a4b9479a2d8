//! What the project is made of, in one answer, and its keys.
//!
//! [`Client::<Admin>::metadata`](crate::client::Client::metadata) returns [`Metadata`].

mod parts;
mod project;
mod table;

use std::collections::HashMap;

use ::http::Method;
use serde::Deserialize;
use serde_json::Value;

pub use self::parts::{
    AuthMetadata, BucketMetadata, DatabaseMetadata, FunctionMetadata, RealtimeMetadata, StorageMetadata,
    TableCount,
};
pub use self::project::{
    ComputeMetadata, ConnectionParameters, DatabaseConnection, DeploymentMetadata, ProjectMetadata,
};
pub use self::table::{ExportedColumn, ExportedTable};
use super::handle;
use crate::auth::Secret;
use crate::error::{Error, Result};
use crate::http::{Request, Target};

const TABLE: &str = "admin.metadata.table";

/// Paths that are taken before the name of a table is.
const TAKEN: [&str; 10] = [
    "auth",
    "database",
    "storage",
    "functions",
    "realtime",
    "api-key",
    "anon-key",
    "project-id",
    "database-connection-string",
    "database-password",
];

handle! {
    /// What the project is made of.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let project = admin.metadata().project().await?;
    /// println!("{:?}: {} tables", project.version, project.database.tables.len());
    /// # Ok(())
    /// # }
    /// ```
    pub struct Metadata;
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApiKey {
    api_key: Secret,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnonKey {
    anon_key: Secret,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProjectId {
    #[serde(default)]
    project_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Password {
    database_password: Secret,
}

impl Metadata {
    /// Everything at once: `GET /api/metadata`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn project(&self) -> Result<ProjectMetadata> {
        self.calls.get("admin.metadata.project", "/api/metadata").await
    }

    /// The same as a text for people and models, in Markdown: `GET /api/metadata?format=markdown`.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where the answer is no text.
    pub async fn markdown(&self) -> Result<String> {
        const OPERATION: &str = "admin.metadata.markdown";
        let mut target = Target::new("/api/metadata");
        target.pair("format", "markdown");
        let request = Request::new(OPERATION, Method::GET, target.finish());
        let answer = self.calls.caller.send(request).await?;
        String::from_utf8(answer.body.to_vec()).map_err(|error| {
            Error::decode("the answer is no text")
                .with_source(error)
                .with_operation(OPERATION)
        })
    }

    /// How users sign in: `GET /api/metadata/auth`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn auth(&self) -> Result<AuthMetadata> {
        self.calls.get("admin.metadata.auth", "/api/metadata/auth").await
    }

    /// The tables in `public`, and the size of the database: `GET /api/metadata/database`. The server keeps the numbers
    /// of rows for a while.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn database(&self) -> Result<DatabaseMetadata> {
        self.calls
            .get("admin.metadata.database", "/api/metadata/database")
            .await
    }

    /// The buckets: `GET /api/metadata/storage`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn storage(&self) -> Result<StorageMetadata> {
        self.calls
            .get("admin.metadata.storage", "/api/metadata/storage")
            .await
    }

    /// The functions: `GET /api/metadata/functions`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn functions(&self) -> Result<Vec<FunctionMetadata>> {
        self.calls
            .get("admin.metadata.functions", "/api/metadata/functions")
            .await
    }

    /// The channels and who may use them: `GET /api/metadata/realtime`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn realtime(&self) -> Result<RealtimeMetadata> {
        self.calls
            .get("admin.metadata.realtime", "/api/metadata/realtime")
            .await
    }

    /// What a table in `public` is made of, with the types as PostgreSQL names them, without its rows:
    /// `GET /api/metadata/{table}`. Of a table that there is not, everything is empty.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a name that the server takes for something else, such as `auth`;
    /// [`Tables::describe`](crate::admin::tables::Tables::describe) has no such names.
    pub async fn table(&self, name: &str) -> Result<ExportedTable> {
        if TAKEN.contains(&name) {
            return Err(Error::request(format!(
                "the server answers something else about {name:?} here; ask tables().describe(..) about it"
            ))
            .with_operation(TABLE));
        }
        let target = super::calls::place(TABLE, "/api/metadata", name)?;
        let mut tables: HashMap<String, ExportedTable> = self.calls.get(TABLE, target).await?;
        tables.remove(name).ok_or_else(|| {
            Error::decode("the answer has no such table")
                .with_operation(TABLE)
                .with_path(name.to_owned())
        })
    }

    /// Reads the project's admin key: `GET /api/metadata/api-key`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn api_key(&self) -> Result<Secret> {
        let body: ApiKey = self
            .secret("admin.metadata.api_key", "/api/metadata/api-key")
            .await?;
        Ok(body.api_key)
    }

    /// Reads the project's anon key: `GET /api/metadata/anon-key`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where the project has none.
    pub async fn anon_key(&self) -> Result<Secret> {
        let body: AnonKey = self
            .secret("admin.metadata.anon_key", "/api/metadata/anon-key")
            .await?;
        Ok(body.anon_key)
    }

    /// The project's id in InsForge's cloud: `GET /api/metadata/project-id`. `None` on a server of one's own.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn project_id(&self) -> Result<Option<String>> {
        let body: ProjectId = self
            .calls
            .get("admin.metadata.project_id", "/api/metadata/project-id")
            .await?;
        Ok(body.project_id)
    }

    /// Where the database is: `GET /api/metadata/database-connection-string`. In InsForge's cloud only.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) on a server of one's own.
    pub async fn database_connection(&self) -> Result<DatabaseConnection> {
        self.secret(
            "admin.metadata.database_connection",
            "/api/metadata/database-connection-string",
        )
        .await
    }

    /// The password of the database: `GET /api/metadata/database-password`. In InsForge's cloud only.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) on a server of one's own.
    pub async fn database_password(&self) -> Result<Secret> {
        let body: Password = self
            .secret(
                "admin.metadata.database_password",
                "/api/metadata/database-password",
            )
            .await?;
        Ok(body.database_password)
    }

    /// Parts of the answer that a newer server sends and this version has no type for: `GET /api/metadata`, as JSON.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn raw(&self) -> Result<Value> {
        self.calls.get("admin.metadata.raw", "/api/metadata").await
    }

    async fn secret<T: serde::de::DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &'static str,
    ) -> Result<T> {
        let request = Request::new(operation, Method::GET, Target::new(path).finish()).secret_answer();
        self.calls.send(request).await
    }
}
