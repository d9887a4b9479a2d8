//! Tests of the error as a whole.

mod fixtures;
mod shapes;

use std::error::Error as StdError;
use std::fmt;

use ::http::Method;

use super::*;

#[derive(Debug)]
struct Cause;

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cause")
    }
}

impl StdError for Cause {}

#[test]
fn is_one_word_wide_and_a_std_error_that_threads_may_share() {
    fn check<T: StdError + Send + Sync + 'static>() {}
    check::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn display_is_one_line_without_the_source_and_debug_has_the_chain() {
    let error = Error::config("no\nsuch thing")
        .with_operation("client.build")
        .with_source(Cause);
    assert_eq!(error.to_string(), "client.build: no such thing");
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("the cause")
    );
    let debug = format!("{error:?}");
    assert!(
        debug.contains("Config") && debug.contains("\n    caused by: the cause"),
        "{debug}"
    );
}

#[test]
fn says_which_policies_to_check_when_row_level_security_refuses() {
    let body = br#"{"code":"42501","message":"new row violates row-level security policy for table \"t\""}"#;
    let denied = || {
        classify(
            ::http::StatusCode::FORBIDDEN,
            &::http::HeaderMap::new(),
            body,
            "database.insert",
        )
    };
    let text = denied()
        .with_policy_advice(&Method::POST, false, true)
        .to_string();
    assert!(
        text.contains("INSERT policy") && text.contains("SELECT policy"),
        "{text}"
    );
    let text = denied()
        .with_policy_advice(&Method::POST, false, false)
        .to_string();
    assert!(
        text.contains("INSERT policy") && !text.contains("SELECT"),
        "{text}"
    );
    let text = denied()
        .with_policy_advice(&Method::PATCH, false, true)
        .to_string();
    assert!(
        text.contains("UPDATE policy") && text.contains("SELECT policy"),
        "{text}"
    );
}

#[test]
fn row_count_errors_carry_their_number() {
    let error = Error::row_count(Some(3), "three rows");
    assert!(error.is_row_count() && !error.is_not_found());
    assert_eq!(error.rows(), Some(3));
    assert!(Error::row_count(Some(0), "none").is_not_found());
    assert!(!Error::row_count(None, "unknown").is_not_found());
}
