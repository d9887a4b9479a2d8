//! A transaction with the administrator's rights.

use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use crate::app::App;
use crate::database;
use crate::rawsql::errors::failure;
use crate::reply::Failure;
use crate::schema_reload::Generation;

/// A transaction on a connection of its own; it is undone unless it is committed.
pub(crate) struct AdminSession {
    client: Client,
    before: Generation,
}

impl AdminSession {
    pub(crate) async fn begin(app: &App) -> Result<Self, Failure> {
        let before = Generation::read(&app.client).await?;
        let client = database::connect(&app.database_url, "insforge-local").await?;
        client
            .batch_execute(
                "set statement_timeout = 30000; begin; set local role project_admin; \
                 set local request.jwt.claims = '{\"role\":\"project_admin\"}'",
            )
            .await
            .map_err(|error| failure(&error))?;
        Ok(Self { client, before })
    }

    /// Runs statements without parameters.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), Failure> {
        self.client
            .batch_execute(sql)
            .await
            .map_err(|error| failure(&error))
    }

    /// Runs one statement, and says how many rows it touched.
    pub(crate) async fn execute(&self, sql: &str) -> Result<u64, tokio_postgres::Error> {
        self.client.execute(sql, &[]).await
    }

    /// The JSON texts in the first column of a query.
    pub(crate) async fn texts(
        &self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<String>, Failure> {
        texts(&self.client, sql, params).await
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Keeps what was done, and brings PostgREST up to date.
    pub(crate) async fn commit(self, app: &App) -> Result<(), Failure> {
        self.run("commit").await?;
        drop(self.client);
        Ok(app.settle_schema(self.before).await?)
    }
}

/// The texts in the first column of a query.
pub(crate) async fn texts(
    client: &Client,
    sql: &str,
    params: &[&(dyn ToSql + Sync)],
) -> Result<Vec<String>, Failure> {
    let rows = client.query(sql, params).await.map_err(|error| failure(&error))?;
    Ok(rows.iter().filter_map(|row| row.try_get(0).ok()).collect())
}

/// A list of JSON texts as one.
pub(crate) fn array(texts: &[String]) -> String {
    format!("[{}]", texts.join(","))
}
