//! How many rows an answer of this server has held: an answer with fewer was not cut short by a limit of the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most rows that any one answer has held. Clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct LargestAnswer(Arc<AtomicU64>);

impl LargestAnswer {
    /// An answer held this many rows.
    pub(crate) fn saw(&self, rows: u64) {
        self.0.fetch_max(rows, Ordering::Relaxed);
    }

    /// Whether an answer of this many rows may have been cut: none was larger so far.
    pub(crate) fn may_be_cut(&self, rows: u64) -> bool {
        rows > 0 && rows >= self.0.load(Ordering::Relaxed)
    }
}
