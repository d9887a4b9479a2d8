//! The builder of the crate `postgrest`, set up for the project.

use super::Database;
use super::render::RECORDS;
use crate::error::Result;

impl Database {
    /// A `postgrest::Postgrest` for the tables of this project: its address, this database's schema, and the credential
    /// that the client has at this moment. A token that is due is renewed first.
    ///
    /// It is a value of its own: it follows no later sign-in, renewal or sign-out, so make one for each piece of work.
    /// Its requests have none of this crate's care: filters are strings, values in lists are not quoted, an update or
    /// delete needs no filter, nothing is repeated and no time limit holds. Its `rpc` asks for a path below the tables,
    /// which InsForge does not serve.
    ///
    /// # Errors
    /// When the session's token is due and cannot be renewed.
    ///
    /// Source: [`postgrest`](https://docs.rs/postgrest/1.6).
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let rows = client.database().postgrest().await?.from("todos").select("id,title").eq("done", "false").execute().await?;
    /// println!("{}", rows.text().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn postgrest(&self) -> Result<::postgrest::Postgrest> {
        let handle = self.handle();
        let mut builder = ::postgrest::Postgrest::new(format!("{}{RECORDS}", handle.base_url()));
        if let Some(schema) = handle.schema_of(<super::Untyped as crate::schema::Table>::META) {
            builder = builder.schema(&*schema);
        }
        // The crate panics at a value that is no text. A credential is checked to be text when it is given.
        if let Ok(bearer) = handle.authorization().await?.to_str() {
            builder = builder.insert_header("authorization", bearer);
        }
        Ok(builder)
    }
}
