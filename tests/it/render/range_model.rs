//! Ranges of whole numbers as they come back, `[low, high)`.

use std::ops::Bound;

use insforge::PgRange;

/// The first number within and the first beyond; `None` for the empty range.
pub(super) fn ends(range: &PgRange<i32>) -> Option<(i64, i64)> {
    let PgRange::Bounds(low, high) = range else {
        return None;
    };
    let low = match low {
        Bound::Included(low) => i64::from(*low),
        _ => i64::MIN,
    };
    let high = match high {
        Bound::Excluded(high) => i64::from(*high),
        _ => i64::MAX,
    };
    Some((low, high))
}

pub(super) fn contains(whole: &PgRange<i32>, part: &PgRange<i32>) -> bool {
    match (ends(whole), ends(part)) {
        (_, None) => true,
        (None, _) => false,
        (Some(whole), Some(part)) => whole.0 <= part.0 && part.1 <= whole.1,
    }
}

pub(super) fn overlaps(one: &PgRange<i32>, other: &PgRange<i32>) -> bool {
    match (ends(one), ends(other)) {
        (Some(one), Some(other)) => one.0 < other.1 && other.0 < one.1,
        _ => false,
    }
}

pub(super) fn left_of(one: &PgRange<i32>, other: &PgRange<i32>) -> bool {
    match (ends(one), ends(other)) {
        (Some(one), Some(other)) => one.1 <= other.0,
        _ => false,
    }
}

pub(super) fn adjacent(one: &PgRange<i32>, other: &PgRange<i32>) -> bool {
    match (ends(one), ends(other)) {
        (Some(one), Some(other)) => one.1 == other.0 || other.1 == one.0,
        _ => false,
    }
}
