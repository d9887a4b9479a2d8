//! Every shape of error body, by hand, and any bytes at all.

use ::http::{HeaderMap, HeaderValue, StatusCode, header};
use proptest::prelude::*;

use crate::error::{Error, ErrorKind, classify};

fn error(status: u16, body: &str) -> Error {
    classify(
        StatusCode::from_u16(status).unwrap(),
        &HeaderMap::new(),
        body.as_bytes(),
        "test.call",
    )
}

#[test]
fn reads_every_shape_of_body() {
    use ErrorKind as K;
    for (status, body, kind, code, message) in [
        (
            409,
            r#"{"error":"AUTH_EMAIL_EXISTS","message":"User already exists","statusCode":409}"#,
            K::Conflict,
            Some("AUTH_EMAIL_EXISTS"),
            "User already exists",
        ),
        (
            500,
            r#"{"error":"boom at line 3"}"#,
            K::Server,
            None,
            "boom at line 3",
        ),
        (
            500,
            r#"{"error":""}"#,
            K::Server,
            None,
            "the server answered Internal Server Error without saying why",
        ),
        (
            404,
            r#"{"error":"not_connected"}"#,
            K::NotFound,
            Some("not_connected"),
            "not_connected",
        ),
        (
            429,
            r#"{"error":{"code":429,"message":"slow down"}}"#,
            K::RateLimited,
            Some("429"),
            "slow down",
        ),
        (
            404,
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>gone</Message></Error>",
            K::NotFound,
            Some("NoSuchKey"),
            "gone",
        ),
        (
            502,
            "<html><head><title>502 Bad Gateway</title></head>",
            K::Unavailable,
            None,
            "the answer is an HTML page, not the API's: 502 Bad Gateway",
        ),
        (
            503,
            "",
            K::Unavailable,
            None,
            "the server answered Service Unavailable without saying why",
        ),
        (400, "\n  no good \nat all", K::Invalid, None, "no good"),
        (
            404,
            "{}",
            K::NotFound,
            None,
            "the server answered Not Found without saying why",
        ),
        (
            401,
            r#"{"code":"PGRST301","message":"JWT expired"}"#,
            K::Unauthorized,
            Some("PGRST301"),
            "JWT expired",
        ),
        (
            504,
            r#"{"code":"PGRST003","message":"pool"}"#,
            K::Unavailable,
            Some("PGRST003"),
            "pool",
        ),
        (
            500,
            r#"{"code":"57014","message":"canceling statement due to statement timeout"}"#,
            K::Timeout,
            Some("57014"),
            "canceling statement due to statement timeout",
        ),
        (
            400,
            r#"{"code":"PGRST124","message":"Query result exceeds max-affected preference constraint","details":"The query affects 7 rows"}"#,
            K::RowCount,
            Some("PGRST124"),
            "Query result exceeds max-affected preference constraint",
        ),
        (
            500,
            r#"{"code":"42P17","message":"infinite recursion detected in policy"}"#,
            K::Server,
            Some("42P17"),
            "infinite recursion detected in policy",
        ),
        (200, "[]", K::Decode, None, "[]"),
    ] {
        let error = error(status, body);
        assert_eq!(error.kind(), kind, "{body}");
        assert_eq!(error.code(), code, "{body}");
        assert_eq!(error.message(), message, "{body}");
        let line = error.to_string();
        assert!(!line.contains('\n') && line.contains(message), "{line}");
        assert!(code.is_none_or(|code| line.contains(code)), "{line}");
    }
    assert_eq!(
        error(400, r#"{"code":"PGRST124","details":"The query affects 7 rows"}"#).rows(),
        Some(7)
    );
}

#[test]
fn a_wrong_password_is_no_expired_token() {
    let body = br#"{"error":"AUTH_UNAUTHORIZED","message":"Invalid credentials","statusCode":401}"#;
    let of = |operation| classify(StatusCode::UNAUTHORIZED, &HeaderMap::new(), body, operation).kind();
    assert_eq!(of("auth.sign_in_with_password"), ErrorKind::WrongCredentials);
    assert_eq!(of("database.select"), ErrorKind::Unauthorized);
}

#[test]
fn tells_a_policy_from_a_missing_grant() {
    let policy = error(
        401,
        r#"{"code":"42501","message":"new row violates row-level security policy (USING expression) for table \"t\""}"#,
    );
    assert!(policy.is_rls_denied() && !policy.is_grant_denied() && policy.is_forbidden());
    let grant = error(
        401,
        r#"{"code":"42501","message":"permission denied for table t"}"#,
    );
    assert!(grant.is_grant_denied() && !grant.is_rls_denied() && !grant.is_unauthorized());
}

#[test]
fn a_missing_operator_is_no_missing_table() {
    let error = |message: &str| error(404, &format!(r#"{{"code":"42883","message":"{message}"}}"#));
    let operator = error("operator does not exist: integer ~~ unknown");
    assert!(operator.is_no_operator() && !operator.is_not_found() && operator.maybe_stale_schema());
    assert_eq!(operator.kind(), ErrorKind::Invalid);
    let function = error("function st_asgeojson(record) does not exist");
    assert!(!function.is_no_operator() && !function.is_not_found());
}

#[test]
fn an_answer_says_whether_a_write_can_have_been_done() {
    for (status, body, open) in [
        (409, r#"{"code":"23505","message":"duplicate key"}"#, false),
        (500, r#"{"code":"57014","message":"canceling statement"}"#, false),
        (
            500,
            r#"{"code":"57P01","message":"terminating connection"}"#,
            true,
        ),
        (503, r#"{"code":"08006","message":"connection lost"}"#, true),
        (500, r#"{"code":"40003","message":"completion unknown"}"#, true),
        (503, r#"{"code":"PGRST000","message":"no connection"}"#, false),
        (
            503,
            r#"{"code":"PGRST001","message":"the connection broke"}"#,
            true,
        ),
        (503, r#"{"code":"PGRST002","message":"schema cache"}"#, false),
        (504, r#"{"code":"PGRST003","message":"pool"}"#, false),
        (500, r#"{"error":"AI_INVALID_API_KEY","message":"no key"}"#, false),
        (
            503,
            r#"{"error":"EMAIL_PROVIDER_NOT_CONFIGURED","message":"no provider"}"#,
            false,
        ),
        (406, r#"{"code":"PGRST116","message":"rows"}"#, false),
        (
            500,
            r#"{"error":"INTERNAL_ERROR","message":"timeout of 10000ms exceeded","statusCode":500}"#,
            true,
        ),
        (502, "<html></html>", true),
        (504, "", true),
        (408, "", true),
        (413, "", false),
        (429, "", false),
        (401, "", false),
    ] {
        assert_eq!(error(status, body).leaves_outcome_open(), open, "{status} {body}");
    }
}

#[test]
fn a_write_to_an_unknown_table_is_said_to_be_one() {
    let answer = |operation| classify(StatusCode::NOT_FOUND, &HeaderMap::new(), b"{}", operation);
    let error = answer("database.insert");
    assert_eq!(
        error.message(),
        "the API does not know the table; one that was just made it knows a moment later"
    );
    assert!(error.is_not_found() && error.maybe_stale_schema());
    assert!(!answer("storage.download").maybe_stale_schema());
}

#[test]
fn a_redirection_names_the_place_without_its_query() {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::LOCATION,
        HeaderValue::from_static("https://api.example.com/x?signature=s3cret"),
    );
    let error = classify(StatusCode::MOVED_PERMANENTLY, &headers, b"", "test.call");
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    assert!(
        text.contains("https://api.example.com/x") && !text.contains("s3cret"),
        "{text}"
    );
}

#[test]
fn keeps_at_most_a_kibibyte_of_body() {
    let error = error(500, &"ü".repeat(4000));
    assert!(error.body().unwrap().len() <= 1024);
    assert!(error.to_string().len() < 1200);
}

proptest! {
    #[test]
    fn takes_any_bytes(status in 300u16..=999, body in prop::collection::vec(any::<u8>(), 0..600)) {
        let error = classify(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), &body, "test.call");
        let line = error.to_string();
        prop_assert!(!line.contains('\n'));
        let _ = (format!("{error:?}"), error.constraint(), error.column(), error.rows());
    }

    #[test]
    fn takes_any_json_fields(
        code in ".{0,12}", message in ".{0,80}", constraint in ".{0,20}", key in "error|code|message|details",
    ) {
        let body = serde_json::json!({
            "code": code, "message": format!("x constraint \"{constraint}\" {message}"), key: [1, {"a": null}],
        });
        let _ = format!("{:?}", error(400, &body.to_string()));
        let _ = format!("{:?}", error(500, &format!("<Error><Code>{code}</Code>{message}<html><title>")));
    }
}
