//! A schema of a test's own, so that tests share nothing and leave nothing.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use insforge::auth::SignUp;
use insforge::prelude::*;
use insforge::{Admin, Anon, Error};

use crate::{Account, Backend};

/// A database schema with a test's tables, and clients whose queries go there.
#[derive(Debug)]
pub struct Space {
    backend: &'static Backend,
    schema: String,
    /// The users that have signed up here; they go with the schema.
    users: Mutex<Vec<Account>>,
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

/// How often a change of the schemas may come at the same moment as another one.
const COLLISIONS: u32 = 50;

/// Runs SQL as the administrator, again when it collides with another change of the schemas. InsForge keeps the list of
/// schemas in one row, and a `create schema` or `drop schema` at the same time as another fails as a whole.
async fn run(admin: &Client<Admin>, sql: &str) -> Result<(), Error> {
    let mut collisions = 0;
    loop {
        match admin.sql(sql).await {
            Err(error) if error.message() == "tuple concurrently updated" && collisions < COLLISIONS => {
                collisions += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            done => return done.map(drop),
        }
    }
}

impl Space {
    pub(crate) async fn create(backend: &'static Backend, sql: &str) -> Self {
        let schema = backend.unique("it");
        let space = Self {
            backend,
            schema,
            users: Mutex::default(),
        };
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
        if let Err(error) = run(&self.backend.admin(), &sql).await {
            panic!("{error:?}\nin: {sql}");
        }
    }

    /// Waits until PostgREST answers for the schema.
    async fn wait(&self) {
        let start = Instant::now();
        for tried in 1.. {
            let insert = self.admin().database().insert(NewProbe { mark: 1 });
            let Err(error) = insert.execute().await else {
                return;
            };
            assert!(
                start.elapsed() < PATIENCE,
                "the schema does not appear: {error:?}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
            if tried % 20 == 0 {
                // Two changes of the schemas within a moment may also leave InsForge with the list of the first: any
                // change makes the list anew.
                self.sql("alter schema {s} owner to current_user").await;
            }
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
        self.users
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Account::adopt(self.backend, &session.user.id, &email));
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
            runtime.block_on(run(&admin, &sql)).map_err(std::io::Error::other)
        })
        .join();
        if !matches!(dropped, Ok(Ok(_))) {
            eprintln!("the schema {} is left behind: {dropped:?}", self.schema);
        }
    }
}
