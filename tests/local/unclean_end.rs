//! Starts an instance and ends in the way that its argument names, so that a test can see that nothing is left.
#![allow(clippy::panic, clippy::unwrap_used, reason = "these ends are its purpose")]

use std::sync::OnceLock;
use std::time::Duration;

use insforge_local::Local;

static KEPT: OnceLock<Local> = OnceLock::new();

fn main() {
    let way = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let local = runtime.block_on(Local::start()).unwrap();
    println!("folder={}", local.folder().display());
    match way.as_str() {
        "panic" => panic!("on purpose"),
        "exit" => std::process::exit(3),
        "abort" => std::process::abort(),
        "static" => drop(KEPT.set(local)),
        _ => std::thread::sleep(Duration::from_secs(60)),
    }
}
