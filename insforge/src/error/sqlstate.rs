//! Which kind of failure an SQLSTATE is.

use super::ErrorKind;

/// Whether a code has the form of an SQLSTATE: five digits or capital letters, not all of them letters (which
/// tells it from a word).
pub(super) fn is_sqlstate(code: &str) -> bool {
    code.len() == 5
        && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && code.bytes().any(|b| b.is_ascii_digit())
}

/// The kind of an SQLSTATE. `None` where the HTTP status decides.
pub(super) fn kind(code: &str) -> Option<ErrorKind> {
    Some(match code {
        "23505" | "23503" | "23P01" => ErrorKind::Conflict,
        // PostgREST answers anon's with 401, but the token is good: it must not lead to a refresh.
        "42501" => ErrorKind::Forbidden,
        "42P01" => ErrorKind::NotFound,
        // A row-level security policy that refers to itself is the project's mistake, not the caller's.
        "42P17" => ErrorKind::Server,
        "57014" => ErrorKind::Timeout,
        "55P03" | "57P01" | "57P02" | "57P03" => ErrorKind::Unavailable,
        // 42883 (no such function or operator) comes with 404, and the table is there all the same.
        "21000" | "25006" | "55000" | "P0001" => ErrorKind::Invalid,
        _ => match code.get(..2)? {
            "22" | "23" | "42" => ErrorKind::Invalid,
            "08" | "40" | "53" => ErrorKind::Unavailable,
            "P0" => ErrorKind::Server,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_sqlstates_from_words() {
        for code in ["23505", "42P01", "PT402", "P0001", "XX000", "HV00B"] {
            assert!(is_sqlstate(code), "{code}");
        }
        for code in ["ERROR", "PGRST116", "2350", "23 05", "", "2350é"] {
            assert!(!is_sqlstate(code), "{code}");
        }
    }

    #[test]
    fn a_wrong_operator_is_invalid_and_not_missing() {
        assert_eq!(kind("42883"), Some(ErrorKind::Invalid));
        assert_eq!(kind("42P01"), Some(ErrorKind::NotFound));
        assert_eq!(kind("40001"), Some(ErrorKind::Unavailable));
        assert_eq!(kind("PT402"), None);
    }
}
