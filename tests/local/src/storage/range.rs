/// What part of an object a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    /// First and last byte.
    Bytes(u64, u64),
    /// A part that the object does not have.
    Outside,
}

impl Part {
    /// From a `Range` header. One range of bytes is understood; anything else is ignored, as the standard wants it.
    pub(crate) fn of(header: Option<&str>, size: u64) -> Self {
        let Some((first, last)) = header
            .and_then(|header| header.trim().strip_prefix("bytes="))
            .and_then(|spec| spec.split_once('-'))
        else {
            return Self::Whole;
        };
        let end = size.saturating_sub(1);
        match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), _) if first >= size => Self::Outside,
            (Ok(first), Ok(last)) if first <= last => Self::Bytes(first, last.min(end)),
            (Ok(first), Err(_)) if last.is_empty() => Self::Bytes(first, end),
            (Err(_), Ok(0)) if first.is_empty() => Self::Outside,
            (Err(_), Ok(count)) if first.is_empty() && size > 0 => {
                Self::Bytes(size.saturating_sub(count), end)
            }
            _ => Self::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn one_range_is_understood() {
        for (header, part) in [
            ("bytes=0-3", Part::Bytes(0, 3)),
            ("bytes=5-", Part::Bytes(5, 9)),
            ("bytes=-2", Part::Bytes(8, 9)),
            ("bytes=3-99", Part::Bytes(3, 9)),
            ("bytes=10-", Part::Outside),
            ("bytes=0-1,4-5", Part::Whole),
            ("lines=1-2", Part::Whole),
        ] {
            assert_eq!(Part::of(Some(header), 10), part, "{header}");
        }
        assert_eq!(Part::of(None, 10), Part::Whole);
        assert_eq!(Part::of(Some("bytes=0-"), 0), Part::Outside);
    }
}
