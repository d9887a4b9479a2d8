//! What became of a write that failed: done, not done, or nobody knows.

use core::fmt;
use core::ops::Range;

use super::{Error, ErrorKind};

/// What became of some rows of a write in several requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WriteOutcome {
    /// They are written, and stay so: each request is a transaction of its own.
    Written,
    /// They are not written: the database refused them, or they were never sent.
    NotWritten,
    /// The connection broke or a time limit passed after they were sent: they may be written.
    Unknown,
}

/// Which rows of a bulk insert or upsert were written before it failed, by their places in what was given to
/// `insert_many` or `upsert_many`, from 0.
///
/// ```no_run
/// # use insforge::prelude::*;
/// # #[derive(Table)] #[table(name = "todos")]
/// # struct Todo { #[column(pk, identity = always)] id: i64, title: String }
/// # async fn demo(db: insforge::Database, rows: Vec<NewTodo>) -> insforge::Result<()> {
/// let written = db.insert_many(rows).chunks(500).concurrency(4).execute().await;
/// if let Err(error) = &written
///     && let Some(report) = error.write_report()
/// {
///     // [0..500, 1000..1500], [1500..2000], [500..1000]
///     println!("{:?} {:?} {:?}", report.written(), report.not_written(), report.unknown());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct WriteReport {
    /// The parts in their order, without gaps, neighbours of one outcome joined.
    parts: Vec<(Range<usize>, WriteOutcome)>,
}

impl WriteReport {
    /// A report of no rows.
    pub(crate) const fn new() -> Self {
        Self { parts: Vec::new() }
    }

    /// Adds what became of the rows that follow.
    pub(crate) fn push(&mut self, rows: Range<usize>, outcome: WriteOutcome) {
        if rows.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some((last, same)) if *same == outcome && last.end == rows.start => last.end = rows.end,
            _ => self.parts.push((rows, outcome)),
        }
    }

    /// Every row's outcome: ranges in their order, without gaps.
    pub fn parts(&self) -> impl Iterator<Item = (Range<usize>, WriteOutcome)> + '_ {
        self.parts.iter().cloned()
    }

    /// The rows that are written.
    #[must_use]
    pub fn written(&self) -> Vec<Range<usize>> {
        self.of(WriteOutcome::Written)
    }

    /// The rows that are not: send them again once the cause is away.
    #[must_use]
    pub fn not_written(&self) -> Vec<Range<usize>> {
        self.of(WriteOutcome::NotWritten)
    }

    /// The rows that may be written: look them up before sending them again.
    #[must_use]
    pub fn unknown(&self) -> Vec<Range<usize>> {
        self.of(WriteOutcome::Unknown)
    }

    /// What became of one row; `None` beyond the last.
    #[must_use]
    pub fn outcome_of(&self, row: usize) -> Option<WriteOutcome> {
        self.parts
            .iter()
            .find(|(rows, _)| rows.contains(&row))
            .map(|(_, outcome)| *outcome)
    }

    fn of(&self, wanted: WriteOutcome) -> Vec<Range<usize>> {
        let parts = self.parts.iter().filter(|(_, outcome)| *outcome == wanted);
        parts.map(|(rows, _)| rows.clone()).collect()
    }

    fn rows_written(&self) -> u64 {
        let rows: usize = self.written().iter().map(Range::len).sum();
        u64::try_from(rows).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for WriteReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteReport")
            .field("written", &self.written())
            .field("not_written", &self.not_written())
            .field("unknown", &self.unknown())
            .finish()
    }
}

impl Error {
    /// How many rows the same call had written before it failed: those of the other chunks of a bulk insert, which
    /// stay written. [`write_report`](Self::write_report) says which.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.write_report().map_or(0, WriteReport::rows_written)
    }

    /// What became of each row of a bulk insert or upsert that failed after something may have been sent; `None` for
    /// other calls, and where it was refused before.
    #[must_use]
    pub fn write_report(&self) -> Option<&WriteReport> {
        self.0.report.as_ref()
    }

    /// Whether nobody knows if a write was carried out: the connection broke, a time limit passed, or a server on the
    /// way failed after the call was sent. Of reads it is never true.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// Whether an answer of this kind leaves open if the write was carried out.
    pub(crate) fn leaves_outcome_open(&self) -> bool {
        if let Some(sqlstate) = self.sqlstate() {
            // Any other error of PostgreSQL ends the transaction, and with it the write.
            return sqlstate.starts_with("08") || matches!(sqlstate, "40003" | "57P01" | "57P02");
        }
        if let Some(code) = self.code().filter(|code| code.starts_with("PGRST")) {
            // The connection to the database broke in use. With every other code there was no transaction, or it
            // was rolled back.
            return code == "PGRST001";
        }
        if self.kind() == ErrorKind::NotConfigured {
            // What would have done it is not there.
            return false;
        }
        match self.status() {
            Some(408 | 499) => true,
            Some(status) => status >= 500,
            None => matches!(self.kind(), ErrorKind::Timeout | ErrorKind::Interrupted),
        }
    }

    pub(crate) fn with_outcome_unknown(mut self, unknown: bool) -> Self {
        self.0.outcome_unknown = unknown;
        self
    }

    pub(crate) fn with_write_report(mut self, report: WriteReport) -> Self {
        self.0.report = Some(report);
        self
    }
}
