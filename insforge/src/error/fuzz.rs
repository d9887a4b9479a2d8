//! What holds for any answer that is no success.

use ::http::{HeaderMap, StatusCode};

use super::classify;
use crate::fuzzing::text;

const OPERATIONS: [&str; 5] = [
    "database.select",
    "auth.sign_in_with_password",
    "auth.sign_in_with_oauth",
    "storage.upload",
    "payments.stripe.set_config",
];

/// Two bytes of status, one of the operation, and the body.
pub(crate) fn any_answer(data: &[u8]) {
    let Some(([high, low, place], body)) = data.split_first_chunk() else {
        return;
    };
    let status = 300 + u16::from_be_bytes([*high, *low]) % 700;
    let Ok(status) = StatusCode::from_u16(status) else {
        return;
    };
    let operation = OPERATIONS[usize::from(*place) % OPERATIONS.len()];
    let error = classify(status, &HeaderMap::new(), body, operation);
    for line in [error.to_string(), error.message().to_owned()] {
        assert!(!line.is_empty() && !line.contains(char::is_control), "{line:?}");
        assert!(line.len() < 4096, "a message of {} bytes", line.len());
    }
    assert_eq!(error.status(), Some(status.as_u16()));
    let _ = (
        error.code(),
        error.sqlstate(),
        error.hint(),
        error.details(),
        error.column(),
    );
    let _ = (
        error.constraint(),
        error.retry_after(),
        error.is_rls_denied(),
        format!("{error:?}"),
    );
    assert!(
        error
            .body()
            .is_none_or(|kept| kept.len() <= 1100 && text(body).len() + 3 >= kept.len())
    );
}
