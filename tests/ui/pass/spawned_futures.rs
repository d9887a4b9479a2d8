//! Every terminal's future can be spawned, also when it borrows nothing but what moved into it.

use insforge::prelude::*;
use insforge::{Client, Result};

#[derive(Table, Debug, Clone)]
#[table(name = "jobs")]
pub struct Job {
    #[column(pk, identity = always)]
    pub id: i64,
    pub name: String,
    #[column(default)]
    pub done: bool,
}

fn spawned<F: Future<Output: Send> + Send + 'static>(future: F) {
    drop(future);
}

fn every_terminal(client: &Client) {
    let db = client.database();
    let read = || db.from::<Job>().filter(|j| j.done.eq(false));
    spawned(read().all());
    spawned(read().first());
    spawned(read().one());
    spawned(read().maybe_one());
    spawned(read().page());
    spawned(read().count());
    spawned(read().exists());
    let new = |name: &str| NewJob { name: name.into() };
    spawned(db.insert(new("a")).execute());
    spawned(db.insert(new("b")).returning_one::<Job>());
    spawned(db.insert_many([new("c"), new("d")]).returning_all::<Job>());
    spawned(db.upsert(new("e").done(true)).execute());
    let write = || db.update::<Job>().set(|j| j.done.to(true)).by_key(1);
    spawned(write().execute());
    spawned(write().expect_one());
    spawned(write().returning_one::<Job>());
    spawned(db.delete::<Job>().all_rows().execute());
    let client = client.clone();
    spawned(async move { client.database().from::<Job>().all().await });
}

async fn side_by_side(client: &Client) -> Result<(u64, Vec<Job>)> {
    let db = client.database();
    futures_util::future::try_join(
        db.from::<Job>().count(),
        db.from::<Job>().filter(|j| j.done.eq(true)).all(),
    )
    .await
}
