//! "did you mean ..?"

/// A sentence that offers the candidate nearest to what was written, if one is near.
pub(crate) fn did_you_mean<S: AsRef<str>>(written: &str, candidates: &[S]) -> Option<String> {
    let limit = 1 + written.len() / 3;
    candidates
        .iter()
        .map(|candidate| (distance(written, candidate.as_ref()), candidate.as_ref()))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// The Levenshtein distance, in characters.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut last = i + 1;
        next.push(last);
        for (b, pair) in right.chars().zip(row.windows(2)) {
            if let [diagonal, above] = *pair {
                last = (diagonal + usize::from(a != b)).min(above + 1).min(last + 1);
                next.push(last);
            }
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered() {
        let names = ["default", "identity", "generated"];
        assert_eq!(
            did_you_mean("defualt", &names).as_deref(),
            Some("did you mean `default`?")
        );
    }

    #[test]
    fn a_name_like_none_gets_no_offer() {
        assert_eq!(did_you_mean("xyzzy", &["default", "name"]), None);
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("slug", "slgu"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("naïve", "naive"), 1);
    }
}
