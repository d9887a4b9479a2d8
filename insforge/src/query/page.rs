//! A page of rows with the total.

/// How the total of a page is found.
///
/// Source: PostgREST, "Counting" (`Prefer: count=..`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Count {
    /// By counting: right, and slow on large tables.
    Exact,
    /// By the planner's guess: fast, and as good as the statistics.
    Planned,
    /// Exact up to the server's threshold, planned beyond it.
    Estimated,
}

impl Count {
    pub(crate) const fn preference(self) -> &'static str {
        match self {
            Self::Exact => "count=exact",
            Self::Planned => "count=planned",
            Self::Estimated => "count=estimated",
        }
    }
}

/// Some rows of an answer, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<P> {
    /// The rows of this page.
    pub rows: Vec<P>,
    /// How many rows precede them.
    pub offset: u64,
    /// How many rows the query has without limit and offset, as found by its [`Count`].
    pub total: Option<u64>,
}

impl<P> Page<P> {
    /// Whether rows follow this page, as far as the total is known.
    pub fn has_more(&self) -> Option<bool> {
        let end = self
            .offset
            .saturating_add(u64::try_from(self.rows.len()).unwrap_or(u64::MAX));
        self.total.map(|total| end < total)
    }
}

/// How many rows a write touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]

pub struct Affected(pub(crate) u64);

impl Affected {
    /// The number of rows.
    pub const fn rows(self) -> u64 {
        self.0
    }
}

impl core::fmt::Display for Affected {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.0, f)
    }
}

impl PartialEq<u64> for Affected {
    fn eq(&self, rows: &u64) -> bool {
        self.0 == *rows
    }
}
