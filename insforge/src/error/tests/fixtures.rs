//! Every recorded answer that is not a success: its kind, code and SQLSTATE, one line each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use crate::error::{Error, classify};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");
const EXPECTED: &str = include_str!("expected.txt");

/// The operation that would have sent the recorded call, as far as classification looks at it.
fn operation(area: &str, case: &str) -> &'static str {
    if area == "auth" && case.starts_with("sign-in") {
        "auth.sign_in_with_password"
    } else if case.contains("config-put") {
        "payments.set_config"
    } else {
        "test.call"
    }
}

fn failures() -> BTreeMap<String, Error> {
    let mut all = BTreeMap::new();
    for area in [
        "ai",
        "auth",
        "database",
        "database-mutation-filters",
        "email",
        "errors",
        "functions",
        "health",
        "payments",
    ] {
        for entry in fs::read_dir(Path::new(ROOT).join(area)).unwrap() {
            let path = entry.unwrap().path();
            let fixture: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let response = &fixture["response"];
            let status = response["status"].as_u64().unwrap_or(0) as u16;
            if status < 300 || status == 304 {
                continue;
            }
            let mut headers = HeaderMap::new();
            for (name, value) in response["headers"].as_object().into_iter().flatten() {
                if let (Ok(name), Ok(value)) = (
                    name.parse::<HeaderName>(),
                    HeaderValue::from_str(value.as_str().unwrap_or_default()),
                ) {
                    headers.insert(name, value);
                }
            }
            let body = match &response["body"] {
                Value::Null => Vec::new(),
                Value::String(text) => text.clone().into_bytes(),
                json => serde_json::to_vec(json).unwrap(),
            };
            let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let error = classify(
                StatusCode::from_u16(status).unwrap(),
                &headers,
                &body,
                operation(area, &case),
            );
            all.insert(format!("{area}/{case}"), error);
        }
    }
    all
}

#[test]
fn every_recorded_failure_has_the_expected_kind_code_and_sqlstate() {
    let mut actual = String::new();
    for (name, error) in failures() {
        let code = error.code().unwrap_or("-");
        let sqlstate = error.sqlstate().unwrap_or("-");
        actual += &format!(
            "{name} {} {:?} {code} {sqlstate}\n",
            error.status().unwrap_or(0),
            error.kind()
        );
    }
    for (actual, expected) in actual.lines().zip(EXPECTED.lines()) {
        assert_eq!(actual, expected);
    }
    assert_eq!(actual.lines().count(), EXPECTED.lines().count(), "{actual}");
}

#[test]
fn recorded_failures_answer_the_questions_users_ask() {
    let all = failures();
    let is =
        |name: &str, question: fn(&Error) -> bool| assert!(question(&all[name]), "{name}: {:?}", all[name]);
    is("database/rls-insert-as-anon", Error::is_rls_denied);
    is("database/rls-update-to-foreign-owner", Error::is_rls_denied);
    is("database/grant-denied-as-anon", Error::is_grant_denied);
    is("database/rpc-denied-user", Error::is_grant_denied);
    is("database/schema-no-grants", Error::is_grant_denied);
    is("database/insert-unique-violation", Error::is_unique_violation);
    is("database/insert-fk-violation", Error::is_foreign_key_violation);
    is("database/insert-not-null-violation", Error::is_not_null_violation);
    is("database/insert-check-violation", Error::is_check_violation);
    is("database/unknown-table", Error::is_not_found);
    is("database/single-zero-rows", Error::is_not_found);
    is("database/single-many-rows", |e| {
        e.is_row_count() && e.rows() == Some(4) && !e.is_not_found()
    });
    is("database/geojson", |e| {
        !e.is_not_found() && e.maybe_stale_schema()
    });
    is("database/rpc-unknown", |e| {
        e.maybe_stale_schema() && e.hint().is_some()
    });
    is("database/rpc-timeout", Error::is_timeout);
    is("database/insert-unique-violation", |e| e.violates("fx_tags_pkey"));
    is("database/delete-fk-violation", |e| {
        e.violates("fx_books_publisher_id_fkey")
    });
    is("database/insert-check-violation", |e| {
        e.violates("fx_authors_age_check")
    });
    is("database/insert-not-null-violation", |e| {
        e.column() == Some("name")
    });
    is("database/insert-unknown-column", |e| e.column() == Some("nope"));
    is("database/unknown-column-filter", |e| e.column() == Some("nope"));
    is("errors/admin-route-as-user", |e| {
        e.is_forbidden() && e.next_actions().is_some()
    });
    for (name, error) in &all {
        let line = error.to_string();
        assert!(
            !line.contains('\n') && line.contains(error.message()),
            "{name}: {line}"
        );
    }
}
