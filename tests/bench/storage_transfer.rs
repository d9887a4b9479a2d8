//! One gibibyte up and down, through the API and over signed addresses: `cargo run --release -p insforge-tests
//! --example storage_transfer`. Prints how much this process's peak memory has grown, the speed, and whether the content
//! is the same on both sides. The server is a process of its own.

#[allow(dead_code, reason = "shared by the measurements")]
mod process;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt, stream};
use insforge::storage::UploadBody;
use insforge::{Admin, Client};
use insforge_local::{Local, StorageMode};
use sha2::{Digest, Sha256};

use self::process::{Failure, Server, mebibytes, peak, peak_from_now, serve};

const SIZE: u64 = 1 << 30;
const PIECE: usize = 1 << 20;
/// The budget for the growth of peak memory.
const BUDGET: u64 = 32 << 20;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<ExitCode, Failure> {
    if let Some(mode) = std::env::args().nth(1) {
        let mode: StorageMode = mode.parse()?;
        serve(Local::builder().storage(mode).upload_limit(SIZE)).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut fits = true;
    for mode in ["disk", "presigned"] {
        let server = Server::start(mode)?;
        fits &= transfer(mode, &Client::admin(&server.url, &server.api_key)?).await?;
    }
    Ok(if fits {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn transfer(mode: &str, admin: &Client<Admin>) -> Result<bool, Failure> {
    admin.storage().create_bucket("bench", false).await?;
    let bucket = admin.storage().from("bench");
    // The first call sets up the client: its memory is not the transfer's.
    bucket.upload("warm-up", "x").await?;
    bucket.download("warm-up").await?;

    let before = peak_from_now()?;
    let start = Instant::now();
    let sent = Arc::new(Mutex::new(Sha256::new()));
    let hasher = Arc::clone(&sent);
    let body = UploadBody::factory(SIZE, move || {
        let hasher = Arc::clone(&hasher);
        async move {
            let pieces = stream::iter(0..SIZE / PIECE as u64).map(move |number| {
                let piece = noise(number);
                if let Ok(mut hasher) = hasher.lock() {
                    hasher.update(&piece);
                }
                std::io::Result::Ok(piece)
            });
            Ok(pieces)
        }
    });
    let stored = bucket.upload("gibibyte.bin", body).await?;
    let up = start.elapsed();
    let sent = sent.lock().map_err(|_| "a panic elsewhere")?.clone().finalize();

    let start = Instant::now();
    let mut received = Sha256::new();
    let mut pieces = bucket.download("gibibyte.bin").stream().await?;
    while let Some(piece) = pieces.try_next().await? {
        received.update(&piece);
    }
    let down = start.elapsed();
    let same = received.finalize() == sent && stored.size == SIZE;
    let grown = peak()?.saturating_sub(before);
    let speed = |time: std::time::Duration| (SIZE >> 20) as f64 / time.as_secs_f64();
    println!(
        "{mode}: 1 GiB up in {up:.1?} ({:.0} MiB/s), down in {down:.1?} ({:.0} MiB/s); peak memory grew by {:.1} MiB \
         from {:.1} MiB; content hashes {}",
        speed(up),
        speed(down),
        mebibytes(grown),
        mebibytes(before),
        if same { "agree" } else { "DIFFER" },
    );
    Ok(same && grown < BUDGET)
}

/// A mebibyte that differs from every other.
fn noise(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(PIECE);
    while bytes.len() < PIECE {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}
