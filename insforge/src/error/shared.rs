//! One failure that several callers have waited for.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::{Error, Inner};

/// The cause of an error that several callers share.
struct SharedSource(Arc<Error>);

impl SharedSource {
    fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

impl fmt::Display for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause().map_or(Ok(()), |cause| fmt::Display::fmt(cause, f))
    }
}

impl fmt::Debug for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause().map_or(Ok(()), |cause| fmt::Debug::fmt(cause, f))
    }
}

impl StdError for SharedSource {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause()?.source()
    }
}

impl Error {
    /// The same error for one more caller.
    pub(crate) fn share(error: &Arc<Self>) -> Self {
        let inner = &*error.0;
        let source = error
            .source()
            .map(|_| Box::new(SharedSource(Arc::clone(error))) as Box<dyn StdError + Send + Sync>);
        Self(Box::new(Inner {
            kind: inner.kind,
            operation: inner.operation,
            message: inner.message.clone(),
            status: inner.status,
            code: inner.code.clone(),
            is_sqlstate: inner.is_sqlstate,
            details: inner.details.clone(),
            hint: inner.hint.clone(),
            next_actions: inner.next_actions.clone(),
            body: inner.body.clone(),
            retry_after: inner.retry_after,
            path: inner.path.clone(),
            rows: inner.rows,
            answer: inner.answer.clone(),
            report: inner.report.clone(),
            outcome_unknown: inner.outcome_unknown,
            advice: inner.advice.clone(),
            source,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn every_caller_gets_the_whole_error_with_its_causes() {
        let cause = Error::new(ErrorKind::Connect, "no route").with_source("os error 113".to_owned());
        let error = Arc::new(
            Error::new(ErrorKind::Timeout, "too slow")
                .with_status(504)
                .with_operation("auth.refresh_session")
                .with_source(cause),
        );
        let copy = Error::share(&error);
        assert_eq!(format!("{copy}"), format!("{error}"));
        assert_eq!(format!("{copy:?}"), format!("{error:?}"));
        assert!(format!("{copy:?}").contains("os error 113"));
        assert_eq!((copy.kind(), copy.status()), (ErrorKind::Timeout, Some(504)));
    }
}
