//! `cargo run -p insforge-local`: a local InsForge until Ctrl-C.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use insforge_local::{Local, StorageMode};
use tokio::signal::unix::{SignalKind, signal};

/// Runs a local InsForge on 127.0.0.1 until Ctrl-C: real PostgreSQL, real PostgREST, no Docker.
///
/// Prints its addresses and keys as lines NAME=value on standard output.
#[derive(Debug, Parser)]
#[command(name = "insforge-local")]
struct Options {
    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// SQL file to run at the start, as project_admin
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Keep the data folder after the end and say where it is
    #[arg(long)]
    keep: bool,
    /// Treat doubtful requests as the real gateway does instead of refusing them
    #[arg(long)]
    lenient: bool,
    /// Where files are kept: disk, proxy or presigned
    #[arg(long, value_name = "MODE", default_value = "disk")]
    storage: StorageMode,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("insforge-local: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut builder = Local::builder()
        .port(options.port)
        .keep(options.keep)
        .strict(!options.lenient)
        .storage(options.storage);
    if let Some(file) = options.schema {
        let sql = std::fs::read_to_string(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        builder = builder.schema_sql(sql);
    }
    let local = tokio::select! {
        started = builder.start() => started?,
        _ = tokio::signal::ctrl_c() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    println!("INSFORGE_URL={}", local.url());
    println!("INSFORGE_ANON_KEY={}", local.anon_key());
    println!("INSFORGE_API_KEY={}", local.api_key());
    println!("INSFORGE_DATABASE_URL={}", local.database_url());
    eprintln!("insforge-local: running; stop it with Ctrl-C");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    let folder = local.folder().to_owned();
    local.shutdown().await;
    if options.keep {
        eprintln!("insforge-local: the data is kept in {}", folder.display());
    }
    Ok(())
}
