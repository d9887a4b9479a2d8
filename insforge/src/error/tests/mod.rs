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
fn what_the_server_says_makes_no_line_of_a_log_its_own() {
    let body = br#"{"code":"X1\nERROR forged","message":"a","details":"b\n    caused by: forged","hint":"\u001b[31m"}"#;
    let error = classify(
        ::http::StatusCode::BAD_REQUEST,
        &::http::HeaderMap::new(),
        body,
        "database.select",
    );
    assert_eq!(
        error.to_string(),
        "database.select: a (HTTP 400, X1 ERROR forged)"
    );
    let debug = format!("{error:?}");
    assert_eq!(debug.lines().count(), 3, "{debug}");
    assert!(!debug.contains('\u{1b}'), "{debug}");
    let path = Error::decode("x").with_path("rows[0].a\nb".into());
    assert_eq!(path.to_string(), "x at rows[0].a b");
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
fn says_which_grants_a_call_needs() {
    let denied = |message: &str| {
        let body = format!(r#"{{"code":"42501","message":"{message}"}}"#);
        let headers = ::http::HeaderMap::new();
        classify(
            ::http::StatusCode::UNAUTHORIZED,
            &headers,
            body.as_bytes(),
            "test.call",
        )
    };
    for (method, upserts, returns, needed) in [
        (Method::GET, false, false, "GRANT SELECT on"),
        (Method::POST, false, false, "GRANT INSERT on"),
        (Method::POST, false, true, "GRANT INSERT and SELECT on"),
        (Method::POST, true, false, "GRANT INSERT, UPDATE and SELECT on"),
        (Method::PATCH, false, false, "GRANT UPDATE and SELECT on"),
        (Method::DELETE, false, true, "GRANT DELETE and SELECT on"),
    ] {
        let error = denied("permission denied for table t").with_policy_advice(&method, upserts, returns);
        assert!(error.to_string().contains(needed), "{method} {error}");
        assert!(!error.to_string().contains("check the"), "{error}");
    }
    let error = denied("permission denied for schema private").with_policy_advice(&Method::GET, false, false);
    assert!(!error.to_string().contains("GRANT"), "{error}");
}

#[test]
fn an_upsert_names_three_policies() {
    let body = br#"{"code":"42501","message":"new row violates row-level security policy for table \"t\""}"#;
    let headers = ::http::HeaderMap::new();
    let denied = classify(::http::StatusCode::FORBIDDEN, &headers, body, "database.upsert");
    let text = denied.with_policy_advice(&Method::POST, true, false).to_string();
    for policy in ["INSERT", "UPDATE", "SELECT"] {
        assert!(text.contains(policy), "{text}");
    }
}

#[test]
fn a_constraint_is_told_by_name_and_by_value() {
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Of {
        Slug,
        Key,
    }
    impl ConstraintName for Of {
        fn is_called(&self, name: &str) -> bool {
            self.name() == name
        }
    }
    impl Constraint for Of {
        const ALL: &'static [Self] = &[Self::Slug, Self::Key];
        fn name(self) -> String {
            format!("t_{self:?}")
        }
    }
    let error = Error::new(
        ErrorKind::Conflict,
        "duplicate key value violates unique constraint \"t_Key\"",
    );
    assert!(error.violates(Of::Key) && !error.violates(Of::Slug));
    assert!(error.violates("t_Key") && error.violates(String::from("t_Key")) && !error.violates("t"));
    assert_eq!(error.constraint_as(), Some(Of::Key));
    assert_eq!(Error::config("no constraint").constraint_as::<Of>(), None);
}

#[test]
fn row_count_errors_carry_their_number() {
    let error = Error::row_count(Some(3), "three rows");
    assert!(error.is_row_count() && !error.is_not_found());
    assert_eq!(error.rows(), Some(3));
    assert!(Error::row_count(Some(0), "none").is_not_found());
    assert!(!Error::row_count(None, "unknown").is_not_found());
}
