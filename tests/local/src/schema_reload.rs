use std::time::{Duration, Instant};

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
    /// When the last reload began. Locked during one, so that each request is answered by exactly one reload:
    /// PostgREST would fold requests that come close together into one.
    last_begun: Mutex<Option<Instant>>,
    output: Output,
}

/// How many schema changes were begun. Changes count before they are committed, so an equal number says that nothing
/// was changed in between, and a greater one not that it can be seen yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation(i64);

impl Generation {
    pub(crate) async fn read(client: &Client) -> Result<Self, Error> {
        let row = client
            .query_one("select last_value from system.schema_generation", &[])
            .await;
        row.and_then(|row| row.try_get(0)).map(Self).map_err(Error::Sql)
    }
}

impl SchemaReload {
    pub(crate) fn new(output: Output) -> Self {
        Self {
            last_begun: Mutex::new(None),
            output,
        }
    }

    /// Reloads if the schema was changed since it had this generation. What the caller changed must be committed.
    pub(crate) async fn if_changed(&self, client: &Client, since: Generation) -> Result<(), Error> {
        if Generation::read(client).await? == since {
            return Ok(());
        }
        self.now(client).await
    }

    /// Waits for the end of a reload that began after this call.
    pub(crate) async fn now(&self, client: &Client) -> Result<(), Error> {
        let called = Instant::now();
        let mut last_begun = self.last_begun.lock().await;
        if last_begun.is_some_and(|begun| begun > called) {
            return Ok(());
        }
        let begun = Instant::now();
        self.reload(client).await?;
        *last_begun = Some(begun);
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
