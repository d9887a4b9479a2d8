//! The one error of this crate: what failed, how to tell it apart, and what the server said about it.
//!
//! [`Error`] is one word wide and says what went wrong in three ways: [`Error::kind`] for a `match`, the
//! `is_…` predicates for one question, and the parts of the server's answer ([`Error::code`],
//! [`Error::details`], [`Error::hint`], …) for the rest. The server's own codes stay open strings, since a
//! newer server may send new ones.
//!
//! ```
//! use insforge::{Error, ErrorKind};
//!
//! fn advice(error: &Error) -> &'static str {
//!     match error.kind() {
//!         ErrorKind::Conflict if error.violates("profiles_handle_key") => "that handle is taken",
//!         ErrorKind::RateLimited | ErrorKind::Unavailable => "try again later",
//!         _ => "something went wrong",
//!     }
//! }
//! ```

mod access;
mod advice;
mod body;
mod classify;
mod constraint;
mod construct;
mod function;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod identifier;
mod kind;
mod outcome;
mod predicates;
mod shared;
mod sign_in;
mod sqlstate;
mod text;
mod xml;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use ::http::HeaderMap;
use bytes::Bytes;

pub(crate) use self::classify::{classify, kind_of_status};
pub use self::constraint::{Constraint, ConstraintName};
pub use self::kind::ErrorKind;
pub use self::outcome::{WriteOutcome, WriteReport};

/// What every fallible call of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// `Display` is one line about this level only: the operation, the message, the HTTP status and the server's
/// code. The cause, where there is one, is in [`source`](std::error::Error::source). `Debug` is the long form,
/// for logs; neither ever holds a key, a token or a password of the client.
///
/// ```
/// # fn show(error: insforge::Error) {
/// if error.is_unique_violation() {
///     eprintln!("taken: {:?}", error.constraint());
/// } else {
///     eprintln!("{error}");
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: Cow<'static, str>,
    status: Option<u16>,
    code: Option<String>,
    /// True where `code` is an SQLSTATE of PostgreSQL and not a code of InsForge or PostgREST.
    is_sqlstate: bool,
    details: Option<String>,
    hint: Option<String>,
    next_actions: Option<String>,
    body: Option<String>,
    retry_after: Option<Duration>,
    path: Option<String>,
    rows: Option<u64>,
    report: Option<WriteReport>,
    outcome_unknown: bool,
    advice: Option<Cow<'static, str>>,
    /// Headers and body of an answer that is the program's own matter.
    answer: Option<(HeaderMap, Bytes)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(path) = &inner.path {
            write!(f, " at {path}")?;
        }
        match (inner.status, &inner.code) {
            (Some(status), Some(code)) => write!(f, " (HTTP {status}, {code})")?,
            (Some(status), None) => write!(f, " (HTTP {status})")?,
            (None, Some(code)) => write!(f, " ({code})")?,
            (None, None) => {}
        }
        match &inner.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        write!(f, "{:?}: {self}", inner.kind)?;
        let lines = [
            ("details", &inner.details),
            ("hint", &inner.hint),
            ("next actions", &inner.next_actions),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                write!(f, "\n    {name}: {}", text::one_line(value.into()))?;
            }
        }
        if let Some(after) = inner.retry_after {
            write!(f, "\n    retry after: {after:?}")?;
        }
        if let Some(report) = &inner.report {
            write!(f, "\n    {report:?}")?;
        }
        if inner.outcome_unknown {
            f.write_str("\n    the call may have been carried out")?;
        }
        let mut source = self.source();
        while let Some(cause) = source {
            write!(f, "\n    caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
