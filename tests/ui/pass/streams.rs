//! Streams are returned, boxed, combined and sent to other tasks.

use std::pin::Pin;

use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use insforge::prelude::*;
use insforge::{Database, Result};

#[derive(Table, Debug, Clone)]
#[table(name = "readings")]
pub struct Reading {
    #[column(pk)]
    pub id: i64,
    pub value: f64,
}

fn all(db: &Database) -> impl Stream<Item = Result<Reading>> + Send + use<> {
    db.from::<Reading>().stream(500)
}

fn large(db: Database, least: f64) -> impl Stream<Item = Result<f64>> + Send {
    db.from::<Reading>()
        .filter(|r| r.value.ge(least))
        .keyset(|r| r.value.desc())
        .stream(100)
        .map_ok(|reading| reading.value)
}

fn boxed(db: &Database) -> Pin<Box<dyn Stream<Item = Result<Reading>> + Send>> {
    Box::pin(all(db))
}

async fn sum(db: Database) -> Result<f64> {
    let task = tokio::spawn(async move {
        let mut rows = std::pin::pin!(all(&db));
        let mut sum = 0.0;
        while let Some(row) = rows.next().await {
            sum += row?.value;
        }
        Ok(sum)
    });
    task.await.expect("a task")
}
