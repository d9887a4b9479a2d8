//! The four time limits of a call. All are finite unless a program sets them otherwise.

use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// Making a connection, TLS handshake included.
    pub(crate) connect: Duration,
    /// From the start of an attempt to the head of its answer.
    pub(crate) header: Duration,
    /// Between two pieces of the answer's body.
    pub(crate) read: Duration,
    /// The whole call: all attempts, the waits between them, and the body.
    pub(crate) total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            header: Duration::from_secs(30),
            read: Duration::from_secs(30),
            total: Duration::from_secs(120),
        }
    }
}
