//! One connection: the handshake, the heartbeat, and packets in and out.

use std::time::Duration;

use serde_json::json;
use serde_json::value::RawValue;
use tokio::time::{Instant, timeout, timeout_at};

use super::wire::{Decoder, EnginePacket, Frame, Handshake, Kind, Packet, ROOT, WireError, encode};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Caller, Secret, SocketMessage, WebSocket};

const TARGET: &str = "/socket.io/?EIO=4&transport=websocket";

/// How long each step of the handshake, and the sending of one packet, may take.
const STEP: Duration = Duration::from_secs(10);

/// How an attempt to connect went.
pub(super) enum Opening {
    Open(Box<Connection>),
    /// Another attempt may do better.
    Failed(Error),
    /// Another attempt with the same credential, or the same configuration, will not.
    Refused(Error),
}

pub(super) struct Connection {
    socket: WebSocket,
    decoder: Decoder,
    handshake: Handshake,
    /// When the server must have been heard of again.
    alive_until: Instant,
    /// The answer to a ping that is not sent yet: whoever waits for a packet may stop waiting at any moment.
    pong: Option<String>,
}

/// The server's word on a credential.
enum Verdict {
    Accepted,
    Refused(String),
}

impl Connection {
    /// Connects with the credential of this moment; one that is refused is renewed once.
    pub(super) async fn open(caller: &Caller) -> Opening {
        let credential = match caller.handshake().await {
            Ok(credential) => credential,
            Err(error) if error.kind() == ErrorKind::Unauthorized => return Opening::Refused(error),
            Err(error) => return Opening::Failed(error),
        };
        let (mut connection, verdict) = match Self::attempt(caller, &credential.secret).await {
            Ok(done) => done,
            Err(error) if error.kind() == ErrorKind::Config => return Opening::Refused(error),
            Err(error) => return Opening::Failed(error),
        };
        let Verdict::Refused(message) = verdict else {
            return Opening::Open(Box::new(connection));
        };
        let renewed = match caller.handshake_again(credential).await {
            Ok(Some(renewed)) => renewed,
            Ok(None) => return Opening::Refused(refusal(message)),
            Err(error) if error.kind() == ErrorKind::Unauthorized => return Opening::Refused(error),
            Err(error) => return Opening::Failed(error),
        };
        // The transport stays open after a refusal, and may be used again.
        match connection.introduce(&renewed.secret).await {
            Ok(Verdict::Accepted) => Opening::Open(Box::new(connection)),
            Ok(Verdict::Refused(message)) => Opening::Refused(refusal(message)),
            Err(error) => Opening::Failed(error),
        }
    }

    async fn attempt(caller: &Caller, secret: &Secret) -> Result<(Self, Verdict)> {
        let mut socket = caller.websocket(TARGET).await?;
        let first = timeout(STEP, socket.next())
            .await
            .map_err(|_| slow("open the connection"))?;
        let Some(SocketMessage::Text(text)) = first.transpose()? else {
            return Err(Error::interrupted("the server closed the connection at once"));
        };
        let EnginePacket::Open(handshake) = EnginePacket::read(&text).map_err(unreadable)? else {
            return Err(Error::decode("the server speaks no Engine.IO 4"));
        };
        let mut connection = Self {
            socket,
            decoder: Decoder::default(),
            alive_until: Instant::now() + handshake.patience(),
            handshake,
            pong: None,
        };
        let verdict = connection.introduce(secret).await?;
        Ok((connection, verdict))
    }

    /// Joins the namespace with this credential.
    async fn introduce(&mut self, secret: &Secret) -> Result<Verdict> {
        let auth = match secret {
            Secret::Token(bearer) => json!({ "token": bearer.token() }),
            Secret::ApiKey(bearer) => json!({ "apiKey": bearer.token() }),
        };
        let auth = RawValue::from_string(auth.to_string()).ok();
        let packet = Packet {
            namespace: ROOT.into(),
            kind: Kind::Connect(auth),
        };
        self.send(vec![packet]).await?;
        let until = Instant::now() + STEP;
        loop {
            let packet = timeout_at(until, self.next())
                .await
                .map_err(|_| slow("take the credential"))??;
            match packet.kind {
                Kind::Connect(_) => return Ok(Verdict::Accepted),
                Kind::ConnectError(refusal) => return Ok(Verdict::Refused(refusal.message)),
                _ => {}
            }
        }
    }

    /// The next packet of this namespace. The heartbeat is answered on the way. It may be dropped and called again.
    ///
    /// # Errors
    /// Why the connection is of no more use.
    pub(super) async fn next(&mut self) -> Result<Packet> {
        loop {
            if let Some(text) = &self.pong {
                let pong = SocketMessage::Text(format!("3{text}"));
                self.put(pong).await?;
                self.pong = None;
            }
            let message = match timeout_at(self.alive_until, self.socket.next()).await {
                Ok(Some(message)) => message?,
                Ok(None) => return Err(Error::interrupted("the server closed the connection")),
                Err(_) => return Err(Error::interrupted("the server is not heard of any more")),
            };
            let packet = match &message {
                SocketMessage::Binary(bytes) => self.decoder.binary(bytes.clone()).map_err(unreadable)?,
                SocketMessage::Text(text) => match EnginePacket::read(text).map_err(unreadable)? {
                    EnginePacket::Message(text) => self.decoder.text(text).map_err(unreadable)?,
                    EnginePacket::Ping(text) => {
                        self.pong = Some(text.to_owned());
                        self.alive_until = Instant::now() + self.handshake.patience();
                        None
                    }
                    EnginePacket::Close => {
                        return Err(Error::interrupted("the server closed the connection"));
                    }
                    EnginePacket::Open(_) | EnginePacket::Pong(_) | EnginePacket::Noop => None,
                },
            };
            match packet {
                Some(packet) if &*packet.namespace != ROOT => {}
                Some(Packet {
                    kind: Kind::Disconnect,
                    ..
                }) => {
                    return Err(Error::interrupted(
                        "the server has ended the session of this connection",
                    ));
                }
                Some(packet) => return Ok(packet),
                None => {}
            }
        }
    }

    /// Sends packets, one after the other.
    ///
    /// # Errors
    /// Why the connection is of no more use.
    pub(super) async fn send(&mut self, packets: Vec<Packet>) -> Result<()> {
        for frame in packets.iter().flat_map(encode) {
            self.put(match frame {
                Frame::Text(text) => SocketMessage::Text(text),
                Frame::Binary(bytes) => SocketMessage::Binary(bytes),
            })
            .await?;
        }
        Ok(())
    }

    async fn put(&mut self, message: SocketMessage) -> Result<()> {
        timeout(STEP, self.socket.send(message))
            .await
            .map_err(|_| Error::interrupted("the server takes no more messages"))?
    }

    /// The largest message that the server takes, in bytes.
    pub(super) fn max_message(&self) -> usize {
        let limit = self
            .handshake
            .max_payload
            .and_then(|limit| usize::try_from(limit).ok());
        limit.unwrap_or(usize::MAX)
    }

    pub(super) async fn close(self) {
        let _ = timeout(Duration::from_secs(1), self.socket.close()).await;
    }
}

fn refusal(message: String) -> Error {
    Error::new(ErrorKind::Unauthorized, message)
}

fn slow(what: &str) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("the server took longer than {STEP:?} to {what}"),
    )
}

fn unreadable(error: WireError) -> Error {
    Error::decode("the server sends what is no Socket.IO").with_source(error)
}
