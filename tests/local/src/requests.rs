use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use bytes::Bytes;

/// The oldest requests are forgotten beyond this many.
const KEPT: usize = 10_000;

/// Longer bodies are kept up to here: uploads must not fill the memory.
const BODY_KEPT: usize = 1024 * 1024;

/// Of a body that is not read before it is passed on, so much is kept.
const HEAD_KEPT: usize = 64 * 1024;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The method in capitals.
    pub method: String,
    /// Path and query exactly as received, still percent-encoded.
    pub target: String,
    /// Header names in lower case with their values. Secrets are replaced by what kind they are: `Bearer
    /// <anon-key>`, `Bearer <api-key>`, `Bearer <token>`.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, up to a megabyte.
    pub body: Bytes,
    /// How much of the body has arrived, in bytes.
    pub received: u64,
    /// How the body's arrival stands.
    pub arrival: Arrival,
    /// Which request it is.
    number: u64,
    /// When it arrived, ISO 8601.
    pub(crate) at: String,
}

/// How the arrival of a request's body stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// More is to come.
    Underway,
    /// All of it is here.
    Complete,
    /// The connection ended before all of it was here, or nobody reads on.
    Broken,
}

impl LoggedRequest {
    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query, still percent-encoded; empty if there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first value of the header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// All requests since the start, or since the log was cleared.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestLog {
    list: Arc<Mutex<VecDeque<LoggedRequest>>>,
    next: Arc<AtomicU64>,
}

impl RequestLog {
    pub(crate) fn push(
        &self,
        method: &str,
        target: &str,
        headers: &HeaderMap,
        body: Bytes,
        arrival: Arrival,
    ) -> u64 {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                let text = String::from_utf8_lossy(value.as_bytes());
                (name.as_str().to_owned(), redact(name.as_str(), &text))
            })
            .collect();
        let received = body.len() as u64;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let body = match body.get(..BODY_KEPT) {
            Some(start) => Bytes::copy_from_slice(start),
            None => body,
        };
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if list.len() == KEPT {
            list.pop_front();
        }
        list.push_back(LoggedRequest {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body,
            received,
            arrival,
            number,
            at: crate::clock::iso_now(),
        });
        number
    }

    /// Adds to what is known of a request whose body is still arriving.
    pub(crate) fn add(&self, number: u64, piece: &[u8], arrival: Arrival) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(request) = list.iter_mut().rev().find(|request| request.number == number) else {
            return;
        };
        request.received += piece.len() as u64;
        request.arrival = arrival;
        let room = HEAD_KEPT.saturating_sub(request.body.len());
        if let Some(head) = piece.get(..room.min(piece.len())).filter(|head| !head.is_empty()) {
            request.body = [&request.body, head].concat().into();
        }
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.list
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn redact(name: &str, value: &str) -> String {
    match name {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, secret)) => format!("{scheme} {}", kind(secret)),
            None => kind(value).to_owned(),
        },
        "x-api-key" | "apikey" => kind(value).to_owned(),
        "x-csrf-token" => "<csrf-token>".to_owned(),
        "cookie" => value
            .split(';')
            .map(|pair| format!("{}=<redacted>", pair.split('=').next().unwrap_or_default().trim()))
            .collect::<Vec<_>>()
            .join("; "),
        _ => value.to_owned(),
    }
}

fn kind(secret: &str) -> &'static str {
    if secret.starts_with("ik_") {
        "<api-key>"
    } else if secret.starts_with("anon_") {
        "<anon-key>"
    } else {
        "<token>"
    }
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn secrets_leave_only_their_kind() {
        assert_eq!(redact("authorization", "Bearer anon_12"), "Bearer <anon-key>");
        assert_eq!(redact("authorization", "Bearer a.b.c"), "Bearer <token>");
        assert_eq!(redact("cookie", "a=1; b=2"), "a=<redacted>; b=<redacted>");
        assert_eq!(redact("prefer", "return=minimal"), "return=minimal");
    }
}
