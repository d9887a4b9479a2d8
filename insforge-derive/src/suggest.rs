//! "did you mean ..?"

/// The candidate nearest to what was written, if one is near.
pub(crate) fn nearest<'a, S: AsRef<str>>(written: &str, candidates: &'a [S]) -> Option<&'a str> {
    let limit = 1 + written.len() / 3;
    candidates
        .iter()
        .map(|candidate| (distance(written, candidate.as_ref()), candidate.as_ref()))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A sentence that offers that candidate, or else all of them.
pub(crate) fn offer<S: AsRef<str>>(written: &str, candidates: &[S]) -> String {
    match nearest(written, candidates) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let all: Vec<&str> = candidates.iter().map(AsRef::as_ref).collect();
            format!("there are `{}`", all.join("`, `"))
        }
    }
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
        assert_eq!(offer("defualt", &names), "did you mean `default`?");
    }

    #[test]
    fn a_name_like_none_gets_all_offered() {
        assert_eq!(
            offer("xyzzy", &["default", "name"]),
            "there are `default`, `name`"
        );
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("slug", "slgu"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("naïve", "naive"), 1);
    }
}
