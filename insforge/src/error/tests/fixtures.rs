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
fn operation(area: &str, case: &str, request: &Value) -> &'static str {
    let path = request["path"].as_str().unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let method = request["method"].as_str().unwrap_or_default();
    match area {
        "auth" | "storage" => {}
        "payments" if method == "PUT" && path.ends_with("/config") => return "payments.set_config",
        "database-admin" | "logs" | "schedules" | "secrets" | "usage" => return "test.call",
        _ if case.starts_with("insert-") => return "database.insert",
        _ if case.starts_with("update-") => return "database.update",
        _ => return "test.call",
    }
    if area == "storage" && matches!(method, "PUT" | "POST") && path.contains("/objects") {
        return "storage.upload";
    }
    if area != "auth" {
        return "test.call";
    }
    match (method, path.strip_prefix("/api/auth/").unwrap_or_default()) {
        ("POST", "users") => "auth.sign_up",
        ("POST", "sessions") if request["body"]["method"] == "otp" => "auth.sign_in_with_otp",
        ("POST", "sessions") => "auth.sign_in_with_password",
        ("POST", "id-token") => "auth.sign_in_with_id_token",
        ("POST", "email/verify") => "auth.verify_email",
        ("POST", "email/exchange-reset-password-token") => "auth.exchange_reset_password_token",
        ("POST", "email/reset-password") => "auth.reset_password",
        ("POST", "oauth/exchange") => "auth.exchange_oauth_code",
        ("POST", "admin/sessions") => "admin.auth.sign_in",
        ("GET", "oauth/google/config") => "admin.auth.get_provider",
        ("GET", path) if path.starts_with("oauth/") => "auth.sign_in_with_oauth",
        _ => "test.call",
    }
}

fn failures() -> BTreeMap<String, Error> {
    let mut all = BTreeMap::new();
    for area in [
        "ai",
        "auth",
        "database",
        "database-admin",
        "database-mutation-filters",
        "email",
        "errors",
        "functions",
        "health",
        "logs",
        "payments",
        "schedules",
        "secrets",
        "storage",
        "usage",
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
                operation(area, &case, &fixture["request"]),
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

/// Every recorded failure that may mean that the API's picture of the schema, or the program's, is old.
#[test]
fn recorded_failures_of_a_stale_schema_are_told_from_the_others() {
    let stale: Vec<String> = failures()
        .into_iter()
        .filter(|(name, error)| name.starts_with("database/") && error.maybe_stale_schema())
        .map(|(name, _)| name.trim_start_matches("database/").to_owned())
        .collect();
    let expected = [
        "delete-unknown-table",
        "embed-ambiguous",
        "embed-ambiguous-reverse",
        "embed-bad-hint",
        "geojson",
        "insert-unknown-column",
        "insert-unknown-table",
        "rpc-missing-args",
        "rpc-overloaded",
        "rpc-setof-get-filter-column-not-selected",
        "rpc-setof-get-order-column-not-selected",
        "rpc-setof-get-tree-column-not-selected",
        "rpc-unknown",
        "rpc-wrong-args",
        "unknown-column-filter",
        "unknown-column-order",
        "unknown-column-select",
        "unknown-relation",
        "unknown-table",
        "update-unknown-column",
        "update-unknown-table",
    ];
    assert_eq!(stale, expected);
}

/// A recorded failure is an answer: only that of a server on the way leaves open what became of a write. Administration
/// has routes that answer 500 to whatever they did not expect, which leaves it open too.
#[test]
fn recorded_failures_say_whether_a_write_was_done() {
    let open: Vec<String> = failures()
        .into_iter()
        .filter(|(name, error)| {
            name.starts_with("database") && !name.starts_with("database-admin") && error.leaves_outcome_open()
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(open, ["database/rpc-timeout"], "the gateway gave up waiting");
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

#[test]
fn recorded_failures_of_signing_in_are_told_apart() {
    use crate::error::ErrorKind::{
        Conflict, Forbidden, Invalid, RateLimited, Unauthorized, Unverified, WrongCode, WrongCredentials,
    };
    type Question = fn(&Error) -> bool;
    let questions: [(&str, Question); 11] = [
        ("wrong credentials", Error::is_wrong_credentials),
        ("unauthorized", Error::is_unauthorized),
        ("unverified", Error::is_unverified),
        ("wrong code", Error::is_wrong_code),
        ("wrong verifier", Error::is_wrong_verifier),
        ("redirect refused", Error::is_redirect_refused),
        ("weak password", Error::is_weak_password),
        ("email taken", Error::is_email_taken),
        ("sign-up disabled", Error::is_sign_up_disabled),
        ("rate limited", Error::is_rate_limited),
        ("forbidden", Error::is_forbidden),
    ];
    let all = failures();
    for (case, kind, yes) in [
        (
            "sign-in-wrong-password",
            WrongCredentials,
            &["wrong credentials"][..],
        ),
        ("sign-in-unknown-email", WrongCredentials, &["wrong credentials"]),
        ("id-token-bad-google", WrongCredentials, &["wrong credentials"]),
        ("id-token-bad-apple", WrongCredentials, &["wrong credentials"]),
        (
            "admin-session-wrong-password",
            WrongCredentials,
            &["wrong credentials"],
        ),
        ("current-session-expired", Unauthorized, &["unauthorized"]),
        ("current-session-tampered", Unauthorized, &["unauthorized"]),
        ("records-expired-token", Unauthorized, &["unauthorized"]),
        ("refresh-bad", Unauthorized, &["unauthorized"]),
        ("sign-in-unverified", Unverified, &["unverified"]),
        ("verify-email-wrong-code", WrongCode, &["wrong code"]),
        ("verify-email-again", WrongCode, &["wrong code"]),
        ("otp-sign-in-code-reused", WrongCode, &["wrong code"]),
        ("exchange-reset-code-reused", WrongCode, &["wrong code"]),
        ("reset-password-token-reused", WrongCode, &["wrong code"]),
        ("oauth-exchange-bad-code", WrongCode, &["wrong code"]),
        ("oauth-init-redirect-not-allowed", Invalid, &["redirect refused"]),
        (
            "sign-up-link-method-redirect-not-allowed",
            Invalid,
            &["redirect refused"],
        ),
        ("sign-up-weak-password", Invalid, &["weak password"]),
        ("sign-up-weak-password-strict-policy", Invalid, &["weak password"]),
        ("reset-password-weak", Invalid, &["weak password"]),
        ("sign-up-duplicate", Conflict, &["email taken"]),
        ("admin-user-create-duplicate", Conflict, &["email taken"]),
        ("sign-up-disabled", Forbidden, &["sign-up disabled", "forbidden"]),
        ("send-otp-cooldown", RateLimited, &["rate limited"]),
        ("verify-email-rate-limited", RateLimited, &["rate limited"]),
        ("admin-users-delete-as-user", Forbidden, &["forbidden"]),
    ] {
        let error = &all[&format!("auth/{case}")];
        assert_eq!(error.kind(), kind, "{case}");
        let answered: Vec<&str> = questions
            .iter()
            .filter(|(_, question)| question(error))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(answered, yes, "{case}");
    }
    // One limit says how long in a header, the other in words only.
    for (case, seconds) in [("send-otp-cooldown", 60), ("send-reset-rate-limited", 900)] {
        let error = &all[&format!("auth/{case}")];
        assert!(error.is_retryable(), "{case}");
        assert_eq!(
            error.retry_after().map(|wait| wait.as_secs()),
            Some(seconds),
            "{case}"
        );
    }
}

/// No exchange of a code with another verifier was recorded; the answer is the one of the backend's source.
#[test]
fn the_verifier_of_another_start_is_no_expired_token() {
    let body = br#"{"error":"AUTH_UNAUTHORIZED","message":"PKCE verification failed","statusCode":400}"#;
    let status = StatusCode::BAD_REQUEST;
    let error = classify(status, &HeaderMap::new(), body, "auth.exchange_oauth_code");
    assert!(error.is_wrong_verifier() && error.is_wrong_credentials() && !error.is_unauthorized());
}
