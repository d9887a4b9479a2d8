//! Websockets: connecting one to the project, with the client's TLS and time limits.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use url::Url;

use super::{Caller, tls};
use crate::error::{Error, ErrorKind, Result};

/// The largest message that is taken in: Socket.IO's own limit is a megabyte.
const MAX_MESSAGE: usize = 16 * 1024 * 1024;

/// A connection's bytes, encrypted or not.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// One message of a websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SocketMessage {
    Text(String),
    Binary(Bytes),
}

/// An open websocket. Dropping it closes the connection.
pub(crate) struct WebSocket(WebSocketStream<Pin<Box<dyn Wire>>>);

impl Caller {
    /// Opens a websocket at a target of the project, such as `/socket.io/?EIO=4`. It carries no credential.
    ///
    /// # Errors
    /// [`Connect`](ErrorKind::Connect) and [`Timeout`](ErrorKind::Timeout), and
    /// [`Server`](ErrorKind::Server) where the server answers with something else than a websocket.
    pub(crate) async fn websocket(&self, target: &str) -> Result<WebSocket> {
        let url = self.base().join(target)?;
        let limits = self.timeouts();
        let limit = limits.connect.saturating_add(limits.header);
        match tokio::time::timeout(limit, open(&url)).await {
            Ok(opened) => opened,
            Err(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("opening a websocket took longer than {limit:?}"),
            )),
        }
    }
}

async fn open(url: &Url) -> Result<WebSocket> {
    let host = url.host_str().unwrap_or_default();
    let secure = url.scheme() == "https";
    let port = url
        .port_or_known_default()
        .unwrap_or(if secure { 443 } else { 80 });
    let refused = |error: std::io::Error| {
        Error::new(ErrorKind::Connect, format!("cannot connect to {host}:{port}")).with_source(error)
    };
    // A literal address of version 6 stands in brackets in a URL alone.
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((name, port)).await.map_err(refused)?;
    stream.set_nodelay(true).map_err(refused)?;
    let wire: Pin<Box<dyn Wire>> = if secure {
        tls::wrap(stream, name).await?
    } else {
        Box::pin(stream)
    };
    let mut address = url.clone();
    // `http` and `https` can always become their twins.
    let _ = address.set_scheme(if secure { "wss" } else { "ws" });
    let config = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let opened = tokio_tungstenite::client_async_with_config(address.as_str(), wire, Some(config)).await;
    match opened {
        Ok((socket, _)) => Ok(WebSocket(socket)),
        Err(SocketError::Http(answer)) => Err(Error::new(
            ErrorKind::Server,
            "the server answers the request for a websocket with something else; is a proxy in between that knows none?",
        )
        .with_status(answer.status().as_u16())),
        Err(error) => Err(broken(error)),
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
