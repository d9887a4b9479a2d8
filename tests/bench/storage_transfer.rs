//! One gibibyte up and down, through the API and over signed addresses: `cargo run --release -p insforge-tests
//! --example storage_transfer`. Prints how much this process's peak memory has grown, the speed, and whether the content
//! is the same on both sides. The server is a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt, stream};
use insforge::storage::UploadBody;
use insforge::{Admin, Client};
use insforge_local::{Local, StorageMode};
use sha2::{Digest, Sha256};

const SIZE: u64 = 1 << 30;
const PIECE: usize = 1 << 20;
/// The budget for the growth of peak memory.
const BUDGET: u64 = 32 << 20;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<ExitCode, Failure> {
    if let Some(mode) = std::env::args().nth(1) {
        serve(&mode).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut fits = true;
    for mode in ["disk", "presigned"] {
        let mut server = Server::start(mode)?;
        let outcome = transfer(mode, &server.admin).await;
        server.child.kill()?;
        server.child.wait()?;
        fits &= outcome?;
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
        grown as f64 / (1 << 20) as f64,
        before as f64 / (1 << 20) as f64,
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

/// Forgets the peak so far and gives the memory in use.
fn peak_from_now() -> Result<u64, Failure> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    peak()
}

fn peak() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("the system does not say how much memory is in use")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024)
}

struct Server {
    child: Child,
    admin: Client<Admin>,
}

impl Server {
    /// This program again, as the server.
    fn start(mode: &str) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(mode)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut line = || lines.next().ok_or("the server has ended")?.map_err(Failure::from);
        let (url, key) = (line()?, line()?);
        let admin = Client::admin(&url, &key)?;
        Ok(Self { child, admin })
    }
}

/// Serves until the standard input ends, which it does with the other process.
async fn serve(mode: &str) -> Result<(), Failure> {
    let mode: StorageMode = mode.parse()?;
    let local = Local::builder().storage(mode).upload_limit(SIZE).start().await?;
    println!("{}\n{}", local.url(), local.api_key());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    local.shutdown().await;
    Ok(())
}
