//! LIKE patterns, kept exact: PostgREST reads every `*` of one as `%`, so a pattern with a star goes as a regular
//! expression of the same meaning.

use super::node::Node;
use crate::schema::{ColumnRef, ValueError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Insensitive,
}

impl Case {
    pub(super) const fn like(self) -> &'static str {
        match self {
            Self::Sensitive => "like",
            Self::Insensitive => "ilike",
        }
    }

    pub(super) const fn regex(self) -> &'static str {
        match self {
            Self::Sensitive => "match",
            Self::Insensitive => "imatch",
        }
    }
}

/// `column LIKE pattern` or `ILIKE`.
pub(super) fn like(column: ColumnRef, pattern: &str, case: Case) -> Node {
    if pattern.contains('*') {
        Node::compare(column, case.regex(), to_regex(pattern))
    } else {
        Node::compare(column, case.like(), check(pattern).map(|()| pattern.to_owned()))
    }
}

/// The text as a LIKE pattern that matches itself alone.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A regular expression that can be sent.
pub(super) fn checked(regex: &str) -> Result<String, ValueError> {
    no_nul(regex).map(|()| regex.to_owned())
}

/// The POSIX regular expression that matches what the LIKE pattern matches.
pub(super) fn to_regex(pattern: &str) -> Result<String, ValueError> {
    check(pattern)?;
    let mut out = String::with_capacity(pattern.len() + 8);
    out.push('^');
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            '\\' => push_literal(chars.next().unwrap_or('\\'), &mut out),
            other => push_literal(other, &mut out),
        }
    }
    out.push('$');
    Ok(out)
}

fn push_literal(c: char, out: &mut String) {
    if c.is_ascii_punctuation() && c != '_' {
        out.push('\\');
    }
    out.push(c);
}

/// Refuses a pattern that PostgreSQL would: one that ends in the midst of an escape, or holds a NUL.
pub(super) fn check(pattern: &str) -> Result<(), ValueError> {
    no_nul(pattern)?;
    let trailing = pattern.bytes().rev().take_while(|b| *b == b'\\').count();
    if trailing % 2 == 1 {
        return Err(ValueError::new(
            "a LIKE pattern must not end with a single backslash",
        ));
    }
    Ok(())
}

fn no_nul(text: &str) -> Result<(), ValueError> {
    if text.contains('\0') {
        return Err(ValueError::new("a pattern cannot hold a NUL character"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_a_star_becomes_a_regex_of_the_same_meaning() {
        assert_eq!(to_regex("a*%_\\%.").unwrap(), "^a\\*.*.\\%\\.$");
    }

    #[test]
    fn an_odd_number_of_trailing_backslashes_is_refused() {
        assert!(check("a\\").is_err());
        assert!(check("a\\\\").is_ok());
    }

    #[test]
    fn escaped_text_matches_itself() {
        assert_eq!(escape("50%_\\"), "50\\%\\_\\\\");
    }
}
