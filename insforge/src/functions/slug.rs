//! Names of functions.

use crate::error::{Error, Result};

/// Refuses what no function can be called.
pub(super) fn check(slug: &str) -> Result<()> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if slug.is_empty() || !slug.chars().all(fits) {
        return Err(Error::request(format!(
            "{slug:?} cannot be the slug of a function: letters, digits, - and _ are allowed"
        )));
    }
    if slug == "health" {
        return Err(Error::request(
            "\"health\" is a route of the functions' runtime and cannot be the slug of a function",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_one_plain_segment() {
        for good in ["hello", "Send-Mail_2", "x"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "a/b", "../api", "ü", "a?x=1", "health", "a%2f", "a\n"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
