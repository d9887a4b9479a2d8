//! From an HTTP answer to an error: which kind it is, and what the server said.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use ::http::{HeaderMap, StatusCode};

use super::body::{self, Parsed};
use super::{Error, ErrorKind, sign_in, sqlstate, text};
use crate::http::retry_after;

/// Makes the error of an answer that is not a success. A pure function of the answer; it takes any bytes.
pub(crate) fn classify(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    operation: &'static str,
) -> Error {
    let parsed = body::parse(body);
    let kind = kind(status, &parsed, operation);
    let message = match &parsed.message {
        Some(message) => Cow::Owned(message.clone()),
        None if status.is_redirection() => redirection(headers),
        None => unexplained(status, operation),
    };
    let rows = (kind == ErrorKind::RowCount)
        .then(|| first_number(parsed.details.as_deref()?))
        .flatten();

    let mut error = Error::new(kind, message)
        .with_operation(operation)
        .with_status(status.as_u16())
        .with_retry_after(wait(kind, headers, parsed.message.as_deref()))
        .with_body(body);
    let inner = &mut *error.0;
    inner.code = parsed.code.map(|code| text::one_line(code.into()).into_owned());
    inner.is_sqlstate = parsed.is_sqlstate;
    inner.details = parsed.details;
    inner.hint = parsed.hint;
    inner.next_actions = parsed.next_actions;
    inner.rows = rows;
    error
}

/// PostgREST answers a write to a table that it does not know with 404 and no word.
pub(super) fn is_unknown_table(status: u16, operation: &str) -> bool {
    status == 404
        && matches!(
            operation,
            "database.insert" | "database.upsert" | "database.update"
        )
}

/// What to say of an answer that says nothing.
fn unexplained(status: StatusCode, operation: &str) -> Cow<'static, str> {
    if is_unknown_table(status.as_u16(), operation) {
        return Cow::Borrowed(
            "the API does not know the table; one that was just made it knows a moment later",
        );
    }
    let reason = status.canonical_reason().unwrap_or("a failure");
    Cow::Owned(format!("the server answered {reason} without saying why"))
}

/// How long to wait. Some of the server's limits say it in the message only: `Please wait 60 seconds before …`.
fn wait(kind: ErrorKind, headers: &HeaderMap, message: Option<&str>) -> Option<Duration> {
    retry_after::from_headers(headers, SystemTime::now()).or_else(|| {
        let (seconds, rest) = message?.strip_prefix("Please wait ")?.split_once(' ')?;
        let said = kind == ErrorKind::RateLimited && rest.starts_with("second");
        said.then(|| seconds.parse().ok().map(Duration::from_secs))?
    })
}

fn kind(status: StatusCode, parsed: &Parsed, operation: &str) -> ErrorKind {
    let by_code = parsed.code.as_deref().and_then(|code| {
        if parsed.is_sqlstate {
            sqlstate::kind(code)
        } else {
            server_code(code, status, parsed, operation)
        }
    });
    match by_code.unwrap_or_else(|| kind_of_status(status.as_u16())) {
        ErrorKind::TooLarge { .. } => ErrorKind::TooLarge {
            limit: parsed
                .size_limit
                .or_else(|| megabytes(parsed.message.as_deref()?)),
        },
        kind => kind,
    }
}

/// The codes whose kind the status does not tell.
fn server_code(code: &str, status: StatusCode, parsed: &Parsed, operation: &str) -> Option<ErrorKind> {
    Some(match code {
        "PGRST000" | "PGRST001" | "PGRST002" | "PGRST003" => ErrorKind::Unavailable,
        "PGRST116" | "PGRST124" => ErrorKind::RowCount,
        "PGRST107" | "PGRST123" | "PGRST127" => ErrorKind::Unsupported,
        "PGRST200" | "PGRST202" | "PGRST204" | "PGRST205" => ErrorKind::SchemaCache,
        "PGRST201" | "PGRST203" => ErrorKind::Invalid,
        "PGRST301" | "PGRST302" | "PGRST303" => ErrorKind::Unauthorized,
        "AUTH_UNAUTHORIZED" | "INVALID_INPUT" | "FORBIDDEN"
            if operation.starts_with("auth.") || operation.starts_with("admin.auth.") =>
        {
            return sign_in::kind(
                operation,
                code,
                status,
                parsed.message.as_deref().unwrap_or_default(),
            );
        }
        "AUTH_OAUTH_CONFIG_ERROR" => ErrorKind::Config,
        "INTERNAL_ERROR" if operation == "auth.sign_in_with_oauth" && status.is_server_error() => {
            let message = parsed.message.as_deref().unwrap_or_default();
            return sign_in::is_unknown_provider(message).then_some(ErrorKind::Config);
        }
        "DATABASE_DUPLICATE" | "DATABASE_CONSTRAINT_VIOLATION" => ErrorKind::Conflict,
        // A key that an administrator is about to set, and that is none.
        "PAYMENT_CONFIG_INVALID" if operation.ends_with("set_config") => ErrorKind::Invalid,
        "AI_INVALID_API_KEY"
        | "EMAIL_PROVIDER_NOT_CONFIGURED"
        | "PAYMENT_CONFIG_INVALID"
        | "PAYMENT_CONFIG_NOT_FOUND" => ErrorKind::NotConfigured,
        "BILLING_INSUFFICIENT_BALANCE" => ErrorKind::InsufficientBalance,
        "RATE_LIMITED" | "TOO_MANY_REQUESTS" => ErrorKind::RateLimited,
        "EntityTooLarge" => ErrorKind::TooLarge { limit: None },
        "AccessDenied" if parsed.message.as_deref().is_some_and(says_expired) => ErrorKind::UrlExpired,
        "ExpiredToken" => ErrorKind::UrlExpired,
        // The upload routes report every failure of a credential as an internal error.
        "INTERNAL_ERROR"
            if operation.starts_with("storage.upload")
                && parsed.message.as_deref().is_some_and(is_credential_failure) =>
        {
            ErrorKind::Unauthorized
        }
        "INTERNAL_ERROR" if parsed.message.as_deref().is_some_and(is_gateway_timeout) => ErrorKind::Timeout,
        _ => return None,
    })
}

/// The gateway reports its own time limit towards PostgREST as `timeout of 10000ms exceeded` in a plain 500.
fn is_gateway_timeout(message: &str) -> bool {
    message
        .strip_prefix("timeout of ")
        .is_some_and(|rest| rest.ends_with("ms exceeded"))
}

/// S3's words for a signed URL, and for the form of an upload, that came too late.
fn says_expired(message: &str) -> bool {
    message.contains("has expired") || message.contains("Policy expired")
}

fn is_credential_failure(message: &str) -> bool {
    matches!(
        message,
        "Invalid token"
            | "No token provided"
            | "Invalid anon key"
            | "Invalid API key"
            | "Invalid token subject"
    )
}

/// The bytes in `File too large. Maximum upload size is 50 MB.` and in the words of a confirmation.
fn megabytes(message: &str) -> Option<u64> {
    let before = message
        .split(" MB")
        .next()
        .filter(|before| before.len() < message.len())?;
    let number: u64 = before.rsplit(' ').next()?.parse().ok()?;
    number.checked_mul(1024 * 1024)
}

/// What an answer's status alone says.
pub(crate) fn kind_of_status(status: u16) -> ErrorKind {
    match status {
        401 | 407 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        408 | 504 | 524 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        413 => ErrorKind::TooLarge { limit: None },
        // Node refuses a request line that is too long as too large a header.
        414 | 431 => ErrorKind::UrlTooLong,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Invalid,
        501 => ErrorKind::Unsupported,
        502 | 503 | 520..=523 => ErrorKind::Unavailable,
        500..=599 => ErrorKind::Server,
        300..=399 => ErrorKind::Config,
        _ => ErrorKind::Decode,
    }
}

fn redirection(headers: &HeaderMap) -> Cow<'static, str> {
    // Only the place, never the query: it may hold a signature.
    let target = headers
        .get(::http::header::LOCATION)
        .and_then(|value| value.to_str().ok());
    match target.map(|target| target.split(['?', '#']).next().unwrap_or_default()) {
        Some(place) => Cow::Owned(format!(
            "the server redirects to {place}, and calls with credentials are not redirected; use the final address as the client's URL"
        )),
        None => Cow::Borrowed("the server answered with a redirection, which this call does not follow"),
    }
}

/// The number in `The result contains 4 rows`.
fn first_number(text: &str) -> Option<u64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = text.get(start..)?.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}
