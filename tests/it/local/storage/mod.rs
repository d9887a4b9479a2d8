//! Storage as only the local InsForge can show it: where requests go, what they carry, and broken connections.

mod cuts;
mod drops;
mod gateway;

mod limits;
mod memory;
mod policies;
mod presigned;
mod requests;

use std::time::Duration;

use insforge::http::RetryPolicy;
use insforge::{Admin, Client};
use insforge_local::{Local, StorageMode};

use crate::storage::TestBucket;

/// A local InsForge that keeps its files in this way, and a bucket in it.
async fn storage(mode: StorageMode) -> (Local, TestBucket) {
    let local = Local::builder()
        .storage(mode)
        .start()
        .await
        .expect("a local InsForge");
    let bucket = TestBucket::of(&admin(&local), local.api_key(), "files", false).await;
    local.clear_requests();
    (local, bucket)
}

fn admin(local: &Local) -> Client<Admin> {
    Client::builder(local.url())
        .api_key(local.api_key())
        .header("x-team", "blue")
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(10)))
        .build()
        .expect("a client")
}
