//! Code over clients of any role, and handles kept in the state of a server.

use std::sync::{Arc, LazyLock, OnceLock};

use insforge::client::Role;
use insforge::prelude::*;
use insforge::{Admin, Anon, Client, Database, Result, User};

#[derive(Table, Debug, Clone)]
#[table(name = "hits")]
pub struct Hit {
    #[column(pk, identity = always)]
    pub id: i64,
    pub path: String,
}

async fn count<R: Role>(client: &Client<R>) -> Result<u64> {
    client.database().from::<Hit>().count().await
}

#[derive(Debug, Clone)]
pub struct State {
    db: Database,
    admin: Arc<Client<Admin>>,
}

static CLIENT: OnceLock<Client> = OnceLock::new();
static SHARED: LazyLock<Result<Client>> = LazyLock::new(|| Client::new("http://localhost:7130", "anon_key"));

async fn record(state: State, path: String) -> Result<Hit> {
    state.db.insert(NewHit { path }).returning_one().await
}

async fn all_roles(anon: &Client<Anon>, user: &Client<User>, state: &State) -> Result<u64> {
    Ok(count(anon).await? + count(user).await? + count(&*state.admin).await?)
}

fn shareable<T: Send + Sync + Clone + 'static>() {}

#[test]
fn handles_are_shared_between_threads() {
    shareable::<Client>();
    shareable::<Client<Admin>>();
    shareable::<State>();
}
