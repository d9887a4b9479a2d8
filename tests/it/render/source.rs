//! Where random values come from: one seed a run, printed, and the same values for the same seed.

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A stream of arbitrary values.
pub(crate) struct Source(TestRunner);

impl Source {
    /// The stream of this batch of the run.
    pub(crate) fn new(seed: u64, batch: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&batch.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        Self(TestRunner::new_with_rng(Config::default(), rng))
    }

    pub(crate) fn value<S: Strategy>(&mut self, strategy: &S) -> S::Value {
        strategy.new_tree(&mut self.0).expect("a value").current()
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.value(&(0..end))
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// The run's seed.
pub(crate) fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let fresh = now.map_or(0, |time| u64::from(time.subsec_nanos()) ^ (time.as_secs() << 20));
    let seed = number("INSFORGE_PROPERTY_SEED").unwrap_or(fresh);
    println!("INSFORGE_PROPERTY_SEED={seed}");
    seed
}

/// How many requests to make; this many unless said.
pub(crate) fn cases(usual: u64) -> u64 {
    number("INSFORGE_PROPERTY_CASES").unwrap_or(usual)
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}
