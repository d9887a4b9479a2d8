use url::Url;

use super::SCHEMA;
use crate::database;
use crate::error::Error;

/// A fresh database on a server that somebody else runs (`INSFORGE_LOCAL_DATABASE_URL`).
///
/// The maintenance connection holds an advisory lock named after the database for as long as this process lives, so
/// that a later start can tell databases left by a killed process from those in use, and drop them.
pub(crate) struct Borrowed {
    maintenance: tokio_postgres::Client,
    name: String,
    url: String,
}

const PREFIX: &str = "insforge_local_";

impl Borrowed {
    pub(crate) async fn create(server: &str) -> Result<Self, Error> {
        let mut url = Url::parse(server).map_err(|source| {
            Error::Internal(format!(
                "INSFORGE_LOCAL_DATABASE_URL is not a URL: {source}; write postgres://user:password@host:port/postgres"
            ))
        })?;
        let maintenance = database::connect(server, "insforge-local").await?;
        drop_abandoned(&maintenance).await?;
        let name = format!("{PREFIX}{:016x}", rand::random::<u64>());
        lock(&maintenance, &name).await?;
        maintenance
            .batch_execute(&format!(
                "create database {name} template template0 encoding 'UTF8'"
            ))
            .await
            .map_err(Error::Sql)?;
        url.set_path(&name);
        let borrowed = Self {
            maintenance,
            name,
            url: url.to_string(),
        };
        let client = database::connect(&borrowed.url, "insforge-local").await?;
        // The roles belong to the whole server: two instances must not make them at once.
        borrowed
            .maintenance
            .batch_execute("select pg_advisory_lock(hashtext('insforge_local'))")
            .await
            .map_err(Error::Sql)?;
        let applied = client.batch_execute(SCHEMA).await.map_err(Error::Sql);
        borrowed
            .maintenance
            .batch_execute("select pg_advisory_unlock(hashtext('insforge_local'))")
            .await
            .map_err(Error::Sql)?;
        applied.map(|()| borrowed)
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn drop_database(self) {
        // If this fails the next start tries again.
        let _ = self
            .maintenance
            .batch_execute(&format!("drop database if exists {} with (force)", self.name))
            .await;
    }
}

async fn lock(maintenance: &tokio_postgres::Client, name: &str) -> Result<bool, Error> {
    let row = maintenance
        .query_one("select pg_try_advisory_lock(hashtext($1))", &[&name])
        .await
        .map_err(Error::Sql)?;
    row.try_get(0).map_err(Error::Sql)
}

async fn drop_abandoned(maintenance: &tokio_postgres::Client) -> Result<(), Error> {
    let pattern = format!("^{PREFIX}[0-9a-f]{{16}}$");
    let rows = maintenance
        .query(
            "select datname::text from pg_database where datname ~ $1",
            &[&pattern],
        )
        .await
        .map_err(Error::Sql)?;
    for row in rows {
        let name: String = row.try_get(0).map_err(Error::Sql)?;
        if lock(maintenance, &name).await? {
            // Another start may be dropping it at this moment.
            let _ = maintenance
                .batch_execute(&format!("drop database if exists {name} with (force)"))
                .await;
            maintenance
                .execute("select pg_advisory_unlock(hashtext($1))", &[&name])
                .await
                .map_err(Error::Sql)?;
        }
    }
    Ok(())
}
