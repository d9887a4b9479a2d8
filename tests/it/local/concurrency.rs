//! How many requests of a bulk write are on their way at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use insforge::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

#[derive(Table, Debug)]
#[table(name = "parts")]
struct Part {
    #[column(pk)]
    id: i64,
}

/// Answers no request before `together` of them wait, and counts how many there were at most.
struct Gate {
    barrier: Barrier,
    waiting: AtomicUsize,
    most: AtomicUsize,
}

async fn serve(mut stream: TcpStream, gate: Arc<Gate>) {
    let mut received = Vec::new();
    loop {
        let Some(length) = request_length(&received) else {
            match stream.read_buf(&mut received).await {
                Ok(0) | Err(_) => return,
                Ok(_) => continue,
            }
        };
        received.drain(..length);
        let now = gate.waiting.fetch_add(1, Ordering::SeqCst) + 1;
        gate.most.fetch_max(now, Ordering::SeqCst);
        gate.barrier.wait().await;
        gate.waiting.fetch_sub(1, Ordering::SeqCst);
        let answer = "HTTP/1.1 201 Created\r\ncontent-range: */10\r\ncontent-length: 2\r\n\r\n[]";
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The length of the first request, once it is there whole.
fn request_length(received: &[u8]) -> Option<usize> {
    let head = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&received[..head]).to_ascii_lowercase();
    let body: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))?
        .trim()
        .parse()
        .ok()?;
    (received.len() >= head + body).then_some(head + body)
}

#[tokio::test]
async fn exactly_as_many_requests_as_allowed_are_on_their_way() {
    const TOGETHER: usize = 4;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let gate = Arc::new(Gate {
        barrier: Barrier::new(TOGETHER),
        waiting: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let server = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&gate)));
            }
        }
    });
    let client = Client::admin(&url, "ik_0123456789").expect("a client");
    let rows = (0..160).map(|id| NewPart { id });
    // Sixteen requests by fours: with fewer at a time the gate would stay shut.
    let written = client
        .database()
        .insert_many(rows)
        .chunks(10)
        .concurrency(TOGETHER)
        .execute()
        .await
        .expect("rows");
    assert_eq!(written, 160);
    assert_eq!(gate.most.load(Ordering::SeqCst), TOGETHER);
    server.abort();
}
