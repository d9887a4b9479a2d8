//! How an attempt failed, as far as repeating it is concerned.

use std::time::Duration;

use crate::error::{Error, ErrorKind};

/// What a failed attempt says about the next one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Failure {
    /// No connection was made, so the server has not seen the call.
    NotConnected,
    /// The connection broke after it was made; the call may have been carried out.
    Broken,
    /// An answer that is not a success.
    Status {
        status: u16,
        retry_after: Option<Duration>,
    },
    /// PostgREST has no picture of the database's schema yet (PGRST002); the call was not carried out.
    SchemaCache { retry_after: Option<Duration> },
    /// Nothing that another attempt would change, or a time limit.
    Final,
}

/// A failed attempt: the error to return if there is no other, and what decides on one.
pub(super) struct Failed {
    pub(super) failure: Failure,
    pub(super) error: Error,
}

impl Failed {
    pub(super) fn new(failure: Failure, error: Error) -> Self {
        Self { failure, error }
    }

    /// Whether the server may have carried the call out.
    pub(super) fn may_be_done(&self) -> bool {
        match self.failure {
            Failure::NotConnected | Failure::SchemaCache { .. } => false,
            Failure::Broken => true,
            Failure::Status { .. } => self.error.leaves_outcome_open(),
            Failure::Final => matches!(self.error.kind(), ErrorKind::Timeout | ErrorKind::Interrupted),
        }
    }

    /// From what reqwest reports before the head of an answer, or while its body is read.
    pub(super) fn from_transport(error: reqwest::Error, host: &str) -> Self {
        let (failure, kind, message) = if error.is_connect() && error.is_timeout() {
            (
                Failure::NotConnected,
                ErrorKind::Timeout,
                format!("connecting to {host} took too long"),
            )
        } else if error.is_connect() {
            (
                Failure::NotConnected,
                ErrorKind::Connect,
                format!("cannot connect to {host}"),
            )
        } else if error.is_timeout() {
            (
                Failure::Final,
                ErrorKind::Timeout,
                format!("{host} did not answer in time"),
            )
        } else if error.is_builder() {
            (
                Failure::Final,
                ErrorKind::Request,
                "the call cannot be sent".to_owned(),
            )
        } else if error.is_redirect() {
            (
                Failure::Final,
                ErrorKind::Config,
                format!("{host} redirects without end"),
            )
        } else {
            let message = format!("the connection to {host} broke before the answer was complete");
            (Failure::Broken, ErrorKind::Interrupted, message)
        };
        // The URL is left out: its query may hold what the user filtered by.
        Self::new(
            failure,
            Error::new(kind, message).with_source(error.without_url()),
        )
    }
}
