//! Yes-or-no questions about an error.

use super::{Error, ErrorKind, classify};

impl Error {
    /// Whether the table, object, user or route is not there, or a call for one row met none.
    ///
    /// A wrong operator or function in a query is not this, although the server answers it with a 404 too.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        match self.kind() {
            ErrorKind::NotFound => true,
            ErrorKind::RowCount => self.rows() == Some(0),
            _ => false,
        }
    }

    /// Whether the token or key was not accepted. Wrong credentials at sign-in are not this; they are
    /// [`ErrorKind::WrongCredentials`].
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Whether the address, the password, or another proof of identity at sign-in is wrong.
    #[must_use]
    pub fn is_wrong_credentials(&self) -> bool {
        self.kind() == ErrorKind::WrongCredentials
    }

    /// Whether the code or token of a mail, or of an OAuth redirect, is wrong, used up or expired.
    #[must_use]
    pub fn is_wrong_code(&self) -> bool {
        self.kind() == ErrorKind::WrongCode
    }

    /// Whether the account's e-mail address must be verified before its user can sign in.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.kind() == ErrorKind::Unverified
    }

    /// Whether an OAuth code came with the verifier of another sign-in (PKCE).
    #[must_use]
    pub fn is_wrong_verifier(&self) -> bool {
        self.is_wrong_credentials() && self.operation() == Some("auth.exchange_oauth_code")
    }

    /// Whether the password does not fulfil the project's rules. The message says which it lacks.
    #[must_use]
    pub fn is_weak_password(&self) -> bool {
        self.kind() == ErrorKind::Invalid && self.message().starts_with("Password must contain")
    }

    /// Whether the e-mail address of a sign-up has an account already.
    #[must_use]
    pub fn is_email_taken(&self) -> bool {
        self.code() == Some("AUTH_EMAIL_EXISTS")
    }

    /// Whether the project lets nobody new sign up.
    #[must_use]
    pub fn is_sign_up_disabled(&self) -> bool {
        self.code() == Some("AUTH_SIGNUP_DISABLED")
    }

    /// Whether a URL to redirect to is not on the project's list of allowed ones.
    #[must_use]
    pub fn is_redirect_refused(&self) -> bool {
        self.kind() == ErrorKind::Invalid && self.message().contains("is not in the allowed redirect URLs")
    }

    /// Whether too many calls were made; [`retry_after`](Self::retry_after) says how long to wait, where it is known.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether the caller is known and may not do this.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Whether something like this exists already, or is still referred to.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// Whether the file or the body is larger than the server takes; the kind has the limit, where it is known.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind(), ErrorKind::TooLarge { .. })
    }

    /// Whether a signed URL is no longer valid.
    #[must_use]
    pub fn is_url_expired(&self) -> bool {
        self.kind() == ErrorKind::UrlExpired
    }

    /// Whether a time limit passed, on whichever side.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the same call may succeed later. It does not say that repeating it is harmless: after a timeout
    /// or a broken connection a write may have been done.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Connect
                | ErrorKind::Interrupted
                | ErrorKind::Timeout
                | ErrorKind::RateLimited
                | ErrorKind::Unavailable
        )
    }

    /// Whether a row-level security policy refused the row. Reads are never refused so: their rows are hidden.
    #[must_use]
    pub fn is_rls_denied(&self) -> bool {
        self.is_forbidden() && self.message().contains("row-level security policy")
    }

    /// Whether the role lacks a privilege (`GRANT`) on the table, column, function or schema.
    #[must_use]
    pub fn is_grant_denied(&self) -> bool {
        self.is_forbidden() && self.message().starts_with("permission denied for ")
    }

    /// Whether a unique constraint or a primary key was violated (SQLSTATE 23505).
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self.code(), Some("23505" | "DATABASE_DUPLICATE"))
    }

    /// Whether a foreign key was violated (SQLSTATE 23503), from either side.
    #[must_use]
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self.code(), Some("23503" | "DATABASE_CONSTRAINT_VIOLATION"))
    }

    /// Whether a required column was missing or NULL (SQLSTATE 23502).
    #[must_use]
    pub fn is_not_null_violation(&self) -> bool {
        self.code() == Some("23502") || self.message().contains("violates not-null constraint")
    }

    /// Whether a check constraint was violated (SQLSTATE 23514).
    #[must_use]
    pub fn is_check_violation(&self) -> bool {
        self.code() == Some("23514") || self.message().contains("violates check constraint")
    }

    /// Whether a call for a given number of rows met another number.
    #[must_use]
    pub fn is_row_count(&self) -> bool {
        self.kind() == ErrorKind::RowCount
    }

    /// Whether what has come is not the whole: rows that the server held back, or a stream that ended early.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.kind() == ErrorKind::Truncated
    }

    /// Whether the call would have needed too long a URL; send the values in smaller groups, or use an rpc.
    #[must_use]
    pub fn is_url_too_long(&self) -> bool {
        self.kind() == ErrorKind::UrlTooLong
    }

    /// Whether the database's schema and what the API or the program knows of it may have drifted apart.
    ///
    /// After a migration the API needs a moment to read the new schema; if the error stays, the structs of the
    /// program are out of date.
    #[must_use]
    pub fn maybe_stale_schema(&self) -> bool {
        self.kind() == ErrorKind::SchemaCache
            || matches!(
                self.code(),
                Some("PGRST002" | "PGRST201" | "PGRST203" | "42P01" | "42703" | "42883")
            )
            || self.is_unexplained_404_of_a_write()
    }

    fn is_unexplained_404_of_a_write(&self) -> bool {
        let asked = self.status().zip(self.operation());
        self.code().is_none()
            && asked.is_some_and(|(status, operation)| classify::is_unknown_table(status, operation))
    }

    /// Whether the query used an operator that the column's type does not have, such as `like` on a number (SQLSTATE
    /// 42883). PostgREST answers it with status 404; nothing is missing all the same.
    #[must_use]
    pub fn is_no_operator(&self) -> bool {
        self.code() == Some("42883") && self.message().starts_with("operator does not exist")
    }
}
