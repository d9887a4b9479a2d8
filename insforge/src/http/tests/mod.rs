//! The way of a call, against real sockets that misbehave as told.

mod hostile;
mod replay;
mod secrets;
mod server;
mod sse;
mod stalls;
mod transfer;
#[cfg(feature = "realtime")]
mod websocket;
mod wire;

use std::time::Duration;

use ::http::Method;
use bytes::Bytes;

pub(crate) use self::secrets::Everything;
pub(crate) use self::server::{Server, Step, read_request};
use super::*;

/// Short limits, so that a test of one waits little.
pub(crate) fn settings(url: &str) -> Settings {
    let base = BaseUrl::parse(url, false).unwrap();
    let timeouts = Timeouts {
        connect: Duration::from_millis(300),
        header: Duration::from_millis(600),
        read: Duration::from_millis(300),
        total: Duration::from_secs(5),
    };
    let transport = Transport::new(&base, &timeouts, POOL_IDLE_TIMEOUT).unwrap();
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
    Settings {
        base,
        transport,
        timeouts,
        retry,
        headers: Default::default(),
        max_url_len: 8000,
        #[cfg(feature = "realtime")]
        realtime_buffer: crate::realtime::BUFFER,
    }
}

pub(crate) fn anon() -> Credential {
    Credential::Anon(Bearer::anon_key("anon_canary").unwrap())
}

fn caller(url: &str) -> Caller {
    Caller::new(settings(url), anon())
}

#[allow(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn call(method: Method) -> Request {
    let request = Request::new("test.call", method.clone(), "/api/x?y=z".to_owned());
    if method == Method::GET {
        request
    } else {
        request.json_body(Bytes::from_static(b"{}"))
    }
}
