//! Failures around signing in. The server has few codes for them, and means another thing by the same code elsewhere,
//! so the operation and the message count too.

use ::http::StatusCode;

use super::ErrorKind;

/// The kind of `AUTH_UNAUTHORIZED`, `INVALID_INPUT` and `FORBIDDEN` on calls about accounts, where it is not the
/// status's.
pub(super) fn kind(operation: &str, code: &str, status: StatusCode, message: &str) -> Option<ErrorKind> {
    let signs_in = operation.starts_with("auth.sign_in") || operation == "admin.auth.sign_in";
    match (code, status.as_u16()) {
        // Elsewhere this is a bad token; a sign-in carries none.
        ("AUTH_UNAUTHORIZED", 401) if signs_in => Some(ErrorKind::WrongCredentials),
        // The only such answer is the one for the verifier of another sign-in.
        ("AUTH_UNAUTHORIZED", 400) if operation == "auth.exchange_oauth_code" => {
            Some(ErrorKind::WrongCredentials)
        }
        ("FORBIDDEN", 403) if signs_in && message.contains("verification required") => {
            Some(ErrorKind::Unverified)
        }
        ("INVALID_INPUT", 400)
            if operation == "auth.sign_in_with_id_token" && message.starts_with("Failed to verify") =>
        {
            Some(ErrorKind::WrongCredentials)
        }
        ("INVALID_INPUT", 400) if message.starts_with("Invalid or expired ") => Some(ErrorKind::WrongCode),
        _ => None,
    }
}

/// The server calls a provider that the project has not set up a failure of its own.
pub(super) fn is_unknown_provider(message: &str) -> bool {
    message.contains("OAuth provider") && message.contains("is not configured")
}
