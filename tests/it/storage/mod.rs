//! Storage: the rows of the JavaScript SDK's list, what the Swift and Kotlin ones have besides, and the fixtures.

mod admin;
mod bodies;
mod denials;
mod keys;
mod objects;

use std::ops::Deref;

use insforge::storage::Bucket;
use insforge::{Admin, Client};
use insforge_tests::Backend;

/// A bucket of a test's own; it goes with the value, and everything in it.
pub(crate) struct TestBucket {
    bucket: Bucket,
    url: String,
    api_key: String,
}

impl TestBucket {
    /// A private bucket on the suite's backend, as the administrator sees it.
    pub(crate) async fn private() -> Self {
        Self::make(false).await
    }

    /// A bucket from which anybody may download.
    pub(crate) async fn public() -> Self {
        Self::make(true).await
    }

    async fn make(public: bool) -> Self {
        let backend = Backend::connect().await;
        let name = backend.unique("bucket");
        Self::of(&backend.admin(), backend.api_key(), &name, public).await
    }

    /// A bucket of any project.
    pub(crate) async fn of(admin: &Client<Admin>, api_key: &str, name: &str, public: bool) -> Self {
        admin
            .storage()
            .create_bucket(name, public)
            .await
            .expect("a bucket");
        let bucket = admin.storage().from(name);
        Self {
            bucket,
            url: admin.url().to_owned(),
            api_key: api_key.to_owned(),
        }
    }
}

impl Deref for TestBucket {
    type Target = Bucket;

    fn deref(&self) -> &Bucket {
        &self.bucket
    }
}

impl Drop for TestBucket {
    /// A thread of its own, since a destructor cannot await, and a client of its own: the connections of the test's
    /// stand still while its runtime waits here.
    fn drop(&mut self) {
        let name = self.bucket.name().to_owned();
        let Ok(admin) = Client::admin(&self.url, &self.api_key) else {
            return;
        };
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(admin.storage().delete_bucket(&name))
                .map_err(std::io::Error::other)
        })
        .join();
        if !matches!(dropped, Ok(Ok(()))) {
            eprintln!("a bucket is left behind: {dropped:?}");
        }
    }
}

/// Bytes that differ from each other wherever one looks.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 24) as u8
        })
        .collect()
}
