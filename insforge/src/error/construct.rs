//! How the other modules of this crate make errors.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use ::http::HeaderMap;
use bytes::Bytes;

use super::{Error, ErrorKind, Inner, text};

/// For arguments that are what they should be already.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: text::one_line(message.into()),
            status: None,
            code: None,
            is_sqlstate: false,
            details: None,
            hint: None,
            next_actions: None,
            body: None,
            retry_after: None,
            path: None,
            rows: None,
            report: None,
            outcome_unknown: false,
            advice: None,
            answer: None,
            source: None,
        }))
    }

    /// The client is set up wrongly; the message says what to write instead.
    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    /// The call is refused before anything is sent.
    pub(crate) fn request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, message)
    }

    pub(crate) fn unsupported(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unsupported, message)
    }

    #[cfg(feature = "realtime")]
    pub(crate) fn interrupted(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Interrupted, message)
    }

    pub(crate) fn url_too_long(length: usize, limit: usize) -> Self {
        Self::new(
            ErrorKind::UrlTooLong,
            format!(
                "the URL would be {length} bytes long, and {limit} are allowed; send fewer values at a time, or use an rpc"
            ),
        )
    }

    /// A call for a given number of rows met another one.
    pub(crate) fn row_count(rows: Option<u64>, message: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(ErrorKind::RowCount, message);
        error.0.rows = rows;
        error
    }

    /// The answer holds fewer rows than there are.
    pub(crate) fn truncated(rows: u64, of: Option<u64>) -> Self {
        let of = of.map_or_else(|| "and has more".to_owned(), |total| format!("of {total}"));
        let mut error = Self::new(
            ErrorKind::Truncated,
            format!(
                "the server sent {rows} rows {of}: that is its limit for one answer (db-max-rows); read with `stream` \
                 or `keyset`"
            ),
        );
        error.0.rows = Some(rows);
        error
    }

    /// The answer could not be understood.
    pub(crate) fn decode(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Decode, message)
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// A code of the server's that came another way than in an answer's body.
    #[cfg(feature = "realtime")]
    pub(crate) fn with_code(mut self, code: &str) -> Self {
        self.0.code = (!code.is_empty()).then(|| text::one_line(code.into()).into_owned());
        self
    }

    pub(crate) fn with_retry_after(mut self, after: Option<Duration>) -> Self {
        self.0.retry_after = after;
        self
    }

    /// Where in the JSON decoding failed; an empty path or `.` means the whole and is not kept.
    pub(crate) fn with_path(mut self, path: String) -> Self {
        // Its parts are keys of the server's JSON.
        self.0.path =
            Some(text::one_line(path.into()).into_owned()).filter(|path| !matches!(path.as_str(), "" | "."));
        self
    }

    /// Keeps the beginning of the body as text.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        self.0.body = text::excerpt(body);
        self
    }

    /// Keeps the answer's headers and body whole.
    pub(crate) fn with_answer(mut self, headers: HeaderMap, body: Bytes) -> Self {
        self.0.answer = Some((headers, body));
        self
    }
}
