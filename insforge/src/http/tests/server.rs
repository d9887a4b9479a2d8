//! A server of one script: each connection reads requests and does the next step for each.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends this text and keeps the connection.
    Send(String),
    /// Sends this text and closes.
    SendAndClose(String),
    /// Sends this text, then nothing more, and keeps the connection open.
    SendAndStall(String),
    /// Sends a head, then one byte of the body at a time with this pause, without end.
    Drip(Duration),
    /// Closes without a word.
    Close,
}

impl Step {
    pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Self {
        Self::Send(format!(
            "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        ))
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server; the last step is repeated.
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), steps).await
    }

    pub(crate) async fn start_at(address: SocketAddr, steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let steps = Arc::new(Mutex::new(steps.into_iter().collect::<VecDeque<_>>()));
        let task = tokio::spawn({
            let (seen, connections) = (Arc::clone(&seen), Arc::clone(&connections));
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    *connections.lock().unwrap() += 1;
                    tokio::spawn(serve(stream, Arc::clone(&steps), Arc::clone(&seen)));
                }
            }
        });
        Self {
            url,
            seen,
            connections,
            task,
        }
    }

    /// The requests received so far, whole.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn hits(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, steps: Arc<Mutex<VecDeque<Step>>>, seen: Arc<Mutex<Vec<String>>>) {
    while let Some(request) = read_request(&mut stream).await {
        seen.lock().unwrap().push(request);
        let step = {
            let mut steps = steps.lock().unwrap();
            if steps.len() > 1 {
                steps.pop_front().unwrap()
            } else {
                steps[0].clone()
            }
        };
        match step {
            Step::Send(text) => {
                if stream.write_all(text.as_bytes()).await.is_err() {
                    return;
                }
            }
            Step::SendAndClose(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
                return;
            }
            Step::SendAndStall(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
                return;
            }
            Step::Drip(pause) => {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
                    .await;
                while stream.write_all(b"x").await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
                return;
            }
            Step::Close => return,
        }
    }
}

/// Reads one request with its body, or `None` at the end of the connection.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
            _ => return None,
        }
    }
}
