use std::time::Duration;

use tokio::sync::Mutex;
use tokio_postgres::Client;

use crate::error::Error;
use crate::postgrest::{CHANNEL, Output};

/// A notification is lost while PostgREST renews the connection that listens; asking again does no harm.
const PATIENCE: Duration = Duration::from_secs(3);

const ROUNDS: u64 = 20;

const SETTLING: Duration = Duration::from_millis(10);

/// Makes PostgREST read the schema again and waits until it has.
#[derive(Debug)]
pub(crate) struct SchemaReload {
    /// The schema generation PostgREST knows. Locked during a reload, so that each request is answered by exactly
    /// one reload: PostgREST would fold requests that come close together into one.
    known: Mutex<i64>,
    output: Output,
}

impl SchemaReload {
    pub(crate) fn new(output: Output) -> Self {
        Self {
            known: Mutex::new(-1),
            output,
        }
    }

    /// Reloads if the schema was changed since the last reload.
    pub(crate) async fn if_changed(&self, client: &Client) -> Result<(), Error> {
        let mut known = self.known.lock().await;
        let generation = generation(client).await?;
        if generation == *known {
            return Ok(());
        }
        self.reload(client).await?;
        // Changes made while PostgREST was reading count as new ones.
        *known = generation;
        Ok(())
    }

    /// Reloads in any case: somebody asked for it.
    pub(crate) async fn now(&self, client: &Client) -> Result<(), Error> {
        let mut known = self.known.lock().await;
        let generation = generation(client).await?;
        self.reload(client).await?;
        *known = generation;
        Ok(())
    }

    async fn reload(&self, client: &Client) -> Result<(), Error> {
        for _ in 0..ROUNDS {
            expose_schemas(client).await?;
            // What PostgREST wrote a moment ago may still be on its way to us.
            tokio::time::sleep(SETTLING).await;
            let before = self.output.begun();
            client
                .batch_execute(&format!("notify {CHANNEL}, 'reload schema'"))
                .await
                .map_err(Error::Sql)?;
            if self.output.read_after(before, PATIENCE).await {
                return Ok(());
            }
        }
        Err(Error::Reload {
            seconds: PATIENCE.as_secs() * ROUNDS,
            output: self.output.tail(),
        })
    }
}

async fn generation(client: &Client) -> Result<i64, Error> {
    let row = client
        .query_one("select last_value from system.schema_generation", &[])
        .await;
    row.and_then(|row| row.try_get(0)).map_err(Error::Sql)
}

/// Writes the list of exposed schemas where PostgREST reads it together with the schema.
pub(crate) async fn expose_schemas(client: &Client) -> Result<(), Error> {
    client
        .batch_execute(
            "do $$ begin execute format('alter role current_user in database %I set pgrst.db_schemas = %L', \
             current_database(), system.exposed_schemas()); end $$",
        )
        .await
        .map_err(Error::Sql)
}
