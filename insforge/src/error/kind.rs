//! The kinds of failure a program may want to tell apart.

/// What sort of failure an [`Error`](super::Error) is.
///
/// ```
/// use insforge::{Error, ErrorKind};
///
/// fn status_for_my_own_api(error: &Error) -> u16 {
///     match error.kind() {
///         ErrorKind::NotFound | ErrorKind::RowCount => 404,
///         ErrorKind::Conflict => 409,
///         ErrorKind::Invalid => 422,
///         ErrorKind::Unauthorized => 401,
///         ErrorKind::Forbidden => 403,
///         _ => 502,
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrongly: a bad URL, a key in the wrong place, no TLS. Nothing was sent.
    Config,
    /// The session store failed: a file that cannot be read or written, or whatever a program's own store reports.
    Store,
    /// The call itself is wrong and was refused before anything was sent.
    Request,
    /// Neither this client nor this server can do what was asked.
    Unsupported,
    /// The call needs a longer URL than the servers on the way accept. Nothing was sent.
    UrlTooLong,
    /// No connection could be made: wrong host or port, no network, a TLS handshake that failed. The server
    /// has not seen the call.
    Connect,
    /// The connection broke after the call was sent; whether the server acted on it is unknown.
    Interrupted,
    /// A time limit passed: one of the client's four, a gateway's, or the database's statement timeout.
    Timeout,
    /// The token or key was missing, expired or not accepted. Sign in again or refresh the session.
    Unauthorized,
    /// The e-mail address or the password (or another proof of identity) given at sign-in is wrong.
    WrongCredentials,
    /// The code or token of a mail or of an OAuth redirect is wrong, used up or expired. Ask for a new one.
    WrongCode,
    /// The password is right and the account's e-mail address has not been verified, which the project asks for.
    Unverified,
    /// The caller is known and may not do this: row-level security, a missing grant, or a route for others.
    /// PostgREST answers it with status 401 when the caller is `anon`, and then it is still this kind.
    Forbidden,
    /// No such table, object, user, function or route.
    NotFound,
    /// A call for exactly one row, or for a given number of rows, met another number;
    /// [`Error::rows`](super::Error::rows) has it where it is known.
    RowCount,
    /// What has come is not the whole. The server sent fewer rows than there are, since it limits what one answer holds
    /// (`db-max-rows`; [`Error::rows`](super::Error::rows) has the number that came; read with `stream` or `keyset`), or a
    /// streamed answer ended before its end was announced.
    Truncated,
    /// A row or an account like this exists already, or other rows still refer to this one.
    Conflict,
    /// The server understood the call and refuses its content: a value of the wrong type, a violated check,
    /// an unknown column or operator.
    Invalid,
    /// The project lacks what the call needs: a key of a model provider, of a payment provider, or a mail server. An
    /// administrator has to set it up; nothing about the caller's session is wrong.
    NotConfigured,
    /// The project's credit with the model provider is used up.
    InsufficientBalance,
    /// The file or the body is larger than the server takes. Nothing of it was kept.
    TooLarge {
        /// The largest size in bytes, where the server says it.
        limit: Option<u64>,
    },
    /// A signed URL is no longer valid: ask for a new one.
    UrlExpired,
    /// Too many calls; [`Error::retry_after`](super::Error::retry_after) says how long to wait, if the server does.
    RateLimited,
    /// The API does not know the relation, function or column named, most often because the schema changed and
    /// it has not read it again (or the structs in the program are older than the database).
    SchemaCache,
    /// The server failed.
    Server,
    /// The server, or the database behind it, cannot answer at the moment; the same call may succeed later.
    Unavailable,
    /// The answer is not what was expected; [`Error::path`](super::Error::path) names the place in the JSON.
    Decode,
}
