//! What an error carries: the parts of the server's answer, and where the call failed.

use std::time::Duration;

use super::{Error, ErrorKind, identifier};

impl Error {
    /// The sort of failure, to `match` on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message alone, one line, without status and code.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status of the answer. `None` where no answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The server's code: InsForge's (`AUTH_EMAIL_EXISTS`), PostgREST's (`PGRST116`) or an SQLSTATE (`23505`).
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The code, where it is an SQLSTATE of PostgreSQL.
    #[must_use]
    pub fn sqlstate(&self) -> Option<&str> {
        self.code().filter(|_| self.0.is_sqlstate)
    }

    /// PostgreSQL's or PostgREST's hint.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// PostgreSQL's or PostgREST's details. They may hold values of the row that was refused.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.0.details.as_deref()
    }

    /// What InsForge proposes to do next.
    #[must_use]
    pub fn next_actions(&self) -> Option<&str> {
        self.0.next_actions.as_deref()
    }

    /// The beginning of the answer's body as text, at most 1 KiB. Not kept for answers that hold tokens.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// How long the server asks to wait (`Retry-After`, in either of its forms).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The call that failed, such as `database.insert`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Where in the JSON answer decoding failed, such as `[3].owner.created_at`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// How many rows there were, of an error of kind [`ErrorKind::RowCount`], where the server says so.
    #[must_use]
    pub fn rows(&self) -> Option<u64> {
        self.0.rows
    }

    /// The name of the violated constraint (unique, foreign key, check or exclusion).
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        identifier::constraint(self.message())
    }

    /// The column that the server complains about, where its message names one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        identifier::column(self.message())
    }
}
