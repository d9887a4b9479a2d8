//! What the typed client costs at run time, as ratios of two sides measured in turns:
//! `cargo run --release -p insforge-tests --example calls`. Ends with a failure when a ratio is over its budget.

mod building;
mod pairs;
mod row;
mod sending;

use std::process::ExitCode;
use std::time::Duration;

type Failure = Box<dyn std::error::Error>;

/// One comparison: ours against another way, and the ratio that is allowed.
struct Measured {
    what: &'static str,
    ours: Duration,
    other: Duration,
    budget: f64,
}

impl Measured {
    fn new(what: &'static str, ours: Duration, other: Duration, budget: f64) -> Self {
        Self {
            what,
            ours,
            other,
            budget,
        }
    }

    fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.other.as_secs_f64()
    }
}

fn main() -> Result<ExitCode, Failure> {
    // Bare reqwest needs one; the SDK brings its own.
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "a provider of TLS is installed already")?;
    let [by_hand, by_postgrest] = building::measure("http://localhost:7130")?;
    let measured = [
        by_hand,
        by_postgrest,
        sending::measure("a call, 1 row", 1, 200, 1.05)?,
        sending::measure("a call, 20 rows", 20, 200, 1.05)?,
        sending::measure("a call, 10,000 rows: decoding", 10_000, 2, 1.05)?,
    ];
    println!("| what, against | ours | other | ratio | budget |\n|---|---|---|---|---|");
    for it in &measured {
        println!(
            "| {} | {:.1?} | {:.1?} | {:.2} | {:.2} |",
            it.what,
            it.ours,
            it.other,
            it.ratio(),
            it.budget
        );
    }
    let fits = measured.iter().all(|it| it.ratio() <= it.budget);
    Ok(if fits {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
