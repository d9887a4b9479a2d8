//! A schema of a test's own, so that tests share nothing and leave nothing.

use std::time::{Duration, Instant};

use insforge::auth::SignUp;
use insforge::prelude::*;
use insforge::{Admin, Anon};

use crate::Backend;

/// A database schema with a test's tables, and clients whose queries go there.
#[derive(Debug)]
pub struct Space {
    backend: &'static Backend,
    schema: String,
}

/// A table that every space has, to see when PostgREST knows the schema. It must be a write of a
/// column: anything else PostgREST passes on to the database even when it does not know the table yet.
#[allow(dead_code, reason = "its rows are only written")]
#[derive(Table)]
#[table(name = "probe")]
struct Probe {
    #[column(pk, identity = always)]
    id: i32,
    mark: i32,
}

/// How long PostgREST may take to see a new schema.
const PATIENCE: Duration = Duration::from_secs(20);

impl Space {
    pub(crate) async fn create(backend: &'static Backend, sql: &str) -> Self {
        let schema = backend.unique("it");
        let space = Self { backend, schema };
        space
            .sql(&format!(
                "create schema {{s}}; {sql} create table {{s}}.probe (id int generated always as identity primary key, mark int not null)"
            ))
            .await;
        space
            .sql(
                "grant usage on schema {s} to anon, authenticated, project_admin; \
                 grant all on all tables in schema {s} to anon, authenticated, project_admin; \
                 grant all on all sequences in schema {s} to anon, authenticated, project_admin; \
                 grant execute on all functions in schema {s} to anon, authenticated, project_admin",
            )
            .await;
        space.wait().await;
        space
    }

    /// The schema's name.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// Runs SQL as the administrator; `{s}` stands for the schema.
    pub async fn sql(&self, sql: &str) {
        let sql = sql.replace("{s}", &self.schema);
        if let Err(error) = self.backend.admin().sql(&sql).await {
            panic!("{error:?}\nin: {sql}");
        }
    }

    /// Waits until PostgREST answers for the schema.
    async fn wait(&self) {
        let start = Instant::now();
        while let Err(error) = self
            .admin()
            .database()
            .insert(NewProbe { mark: 1 })
            .execute()
            .await
        {
            assert!(
                start.elapsed() < PATIENCE,
                "the schema does not appear: {error:?}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The administrator, in this schema.
    pub fn admin(&self) -> Client<Admin> {
        Client::builder(self.backend.url())
            .api_key(self.backend.api_key())
            .schema(&self.schema)
            .build()
            .expect("an admin client")
    }

    /// A client that nobody has signed in on, in this schema.
    pub fn anon(&self) -> Client<Anon> {
        Client::builder(self.backend.url())
            .anon_key(self.backend.anon_key())
            .schema(&self.schema)
            .build()
            .expect("an anon client")
    }

    /// A client on which a new user is signed in, in this schema, and the user's id.
    pub async fn user(&self) -> (Client<Anon>, uuid::Uuid) {
        let client = self.anon();
        let email = format!("{}@example.com", self.backend.unique("user"));
        let answer = client
            .auth()
            .sign_up(&email, "Correct-Horse-7!")
            .await
            .expect("a sign-up");
        let SignUp::SignedIn(session) = answer else {
            panic!("this backend wants e-mail addresses verified: switch that off for the test run");
        };
        let id = session.user.id.parse().expect("a uuid");
        (client, id)
    }
}

impl Drop for Space {
    /// Drops the schema, also when the test has failed. A thread of its own, since a destructor cannot await.
    fn drop(&mut self) {
        let admin = self.backend.admin();
        let sql = format!("drop schema if exists {} cascade", self.schema);
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(admin.sql(&sql)).map_err(std::io::Error::other)
        })
        .join();
        if !matches!(dropped, Ok(Ok(_))) {
            eprintln!("the schema {} is left behind: {dropped:?}", self.schema);
        }
    }
}
