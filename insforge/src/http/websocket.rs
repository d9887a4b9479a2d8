//! Websockets: opening one at the project, with the client's TLS, proxies, headers and time limits.

use std::fmt;

use ::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use ::http::{HeaderValue, Method, StatusCode, Version};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use url::Url;

use super::Caller;
use super::outcome::Failed;
use crate::error::{Error, ErrorKind, Result};

/// The largest message that is taken in: Socket.IO's own limit is a megabyte.
const MAX_MESSAGE: usize = 16 * 1024 * 1024;

/// One message of a websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SocketMessage {
    Text(String),
    Binary(Bytes),
}

/// An open websocket. Dropping it closes the connection.
pub(crate) struct WebSocket(WebSocketStream<reqwest::Upgraded>);

impl Caller {
    /// Opens a websocket at a target of the project, such as `/socket.io/?EIO=4`. It carries no credential.
    ///
    /// # Errors
    /// [`Connect`](ErrorKind::Connect) and [`Timeout`](ErrorKind::Timeout),
    /// [`Server`](ErrorKind::Server) where the server answers with something else than a websocket, and
    /// [`Config`](ErrorKind::Config) where this client cannot open any.
    pub(crate) async fn websocket(&self, target: &str) -> Result<WebSocket> {
        let url = self.base().join(target)?;
        let limits = self.timeouts();
        let limit = limits.connect.saturating_add(limits.header);
        match tokio::time::timeout(limit, self.open_socket(url)).await {
            Ok(opened) => opened,
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("opening a websocket took longer than {limit:?}"),
            )),
        }
    }

    async fn open_socket(&self, url: Url) -> Result<WebSocket> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let key = generate_key();
        let mut request = reqwest::Request::new(Method::GET, url);
        let headers = request.headers_mut();
        headers.clone_from(self.headers());
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        headers.insert(
            SEC_WEBSOCKET_KEY,
            HeaderValue::from_str(&key).map_err(|_| Error::request("the websocket's key is no header"))?,
        );
        let answer = self.pool_for_sockets()?.execute(request).await;
        let answer = answer.map_err(|error| Failed::from_transport(error, &host).error)?;
        if answer.version() == Version::HTTP_2 {
            return Err(Error::config(
                "the http_client speaks HTTP/2 with this server, which has no websockets; make it with http1_only()",
            ));
        }
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(Error::new(
                ErrorKind::Server,
                "the server answers the request for a websocket with something else; is a proxy in between that knows none?",
            )
            .with_status(answer.status().as_u16()));
        }
        let accepted = derive_accept_key(key.as_bytes());
        let shown = answer.headers().get(SEC_WEBSOCKET_ACCEPT);
        if shown.is_none_or(|shown| shown != accepted.as_str()) {
            return Err(Error::new(
                ErrorKind::Server,
                "the server's proof that it speaks websockets is wrong",
            ));
        }
        let stream = answer
            .upgrade()
            .await
            .map_err(|error| Failed::from_transport(error, &host).error)?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MAX_MESSAGE))
            .max_frame_size(Some(MAX_MESSAGE));
        Ok(WebSocket(
            WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await,
        ))
    }
}

fn broken(error: SocketError) -> Error {
    Error::new(ErrorKind::Interrupted, "the websocket broke").with_source(error)
}

impl WebSocket {
    /// The next message; `None` where the other side has closed.
    ///
    /// # Errors
    /// [`Interrupted`](ErrorKind::Interrupted) where the connection breaks.
    pub(crate) async fn next(&mut self) -> Option<Result<SocketMessage>> {
        loop {
            return match self.0.next().await? {
                Ok(Message::Text(text)) => Some(Ok(SocketMessage::Text(text.as_str().to_owned()))),
                Ok(Message::Binary(bytes)) => Some(Ok(SocketMessage::Binary(bytes))),
                Ok(Message::Close(_)) => None,
                // The library answers pings of the websocket itself.
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => continue,
                Err(SocketError::ConnectionClosed | SocketError::AlreadyClosed) => None,
                Err(error) => Some(Err(broken(error))),
            };
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// [`Interrupted`](ErrorKind::Interrupted) where the connection breaks.
    pub(crate) async fn send(&mut self, message: SocketMessage) -> Result<()> {
        let message = match message {
            SocketMessage::Text(text) => Message::text(text),
            SocketMessage::Binary(bytes) => Message::binary(bytes),
        };
        self.0.send(message).await.map_err(broken)
    }

    /// Says goodbye, for as long as it takes the system to take it.
    pub(crate) async fn close(mut self) {
        let _ = self.0.close(None).await;
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebSocket")
    }
}
