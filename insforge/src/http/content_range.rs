//! The `Content-Range` header of PostgREST and of the gateway's own lists.

/// Which rows an answer holds, and of how many: `0-24/3573`, `0-1/*`, `*/42`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ContentRange {
    pub(crate) first: Option<u64>,
    pub(crate) last: Option<u64>,
    pub(crate) total: Option<u64>,
}

impl ContentRange {
    /// Reads it tolerantly: a part that is no number is unknown. The gateway writes an empty page as `0--1/0`.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        let (range, total) = value.strip_prefix("items ").unwrap_or(value).split_once('/')?;
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (first.trim().parse().ok(), last.trim().parse().ok()),
            None => (None, None),
        };
        Some(Self {
            first,
            last,
            total: total.trim().parse().ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_that_the_servers_write() {
        let range = |first, last, total| Some(ContentRange { first, last, total });
        for (value, expected) in [
            ("0-24/3573", range(Some(0), Some(24), Some(3573))),
            ("0-1/*", range(Some(0), Some(1), None)),
            ("*/42", range(None, None, Some(42))),
            ("*/*", range(None, None, None)),
            ("0--1/0", range(Some(0), None, Some(0))),
            ("items 5-6/9", range(Some(5), Some(6), Some(9))),
            ("99999999999999999999-1/x", range(None, Some(1), None)),
            ("", None),
            ("0-1", None),
        ] {
            assert_eq!(ContentRange::parse(value), expected, "{value:?}");
        }
    }
}
