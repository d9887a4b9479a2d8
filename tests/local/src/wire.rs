use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What the writing side of a connection does next.
#[derive(Debug, Default)]
enum Plan {
    /// Writes everything.
    #[default]
    Whole,
    /// Writes the head of the answer, of which `seen` bytes of the closing empty line are out, then `left` bytes.
    Part { seen: usize, left: usize },
    /// Writes nothing more; the peer sees a reset.
    Reset,
}

/// Whether anything passes at all.
#[derive(Debug, Default)]
struct Gate {
    state: GateState,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum GateState {
    #[default]
    Open,
    Held,
    Cut,
}

/// Cuts the connection a request came on, so that faults can break it below HTTP.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shears {
    plan: Arc<Mutex<Plan>>,
    gate: Arc<Mutex<Gate>>,
}

impl Shears {
    /// Nothing more is written; the peer sees a reset.
    pub(crate) fn reset(&self) {
        *self.lock() = Plan::Reset;
    }

    /// The connection ends after the head of the next answer and `length` bytes of its body.
    pub(crate) fn end_after(&self, length: usize) {
        *self.lock() = Plan::Part {
            seen: 0,
            left: length,
        };
    }

    /// Resets the connection at once, whatever it is doing.
    pub(crate) fn cut(&self) {
        self.set(GateState::Cut);
    }

    /// Lets nothing pass in either direction, or everything again.
    pub(crate) fn hold(&self, held: bool) {
        self.set(if held { GateState::Held } else { GateState::Open });
    }

    fn set(&self, state: GateState) {
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        gate.state = state;
        for waker in [gate.reader.take(), gate.writer.take()].into_iter().flatten() {
            waker.wake();
        }
    }

    /// Whether a reader or a writer may go on; it is woken when that changes.
    fn pass(&self, cx: &Context<'_>, reading: bool) -> GateState {
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let waker = Some(cx.waker().clone());
        if reading {
            gate.reader = waker;
        } else {
            gate.writer = waker;
        }
        gate.state
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const HEAD_END: &[u8] = b"\r\n\r\n";

impl Plan {
    /// How much of `bytes` may be written.
    fn allowed(&self, bytes: &[u8]) -> usize {
        let Self::Part { mut seen, mut left } = *self else {
            return bytes.len();
        };
        bytes
            .iter()
            .take_while(|byte| step(&mut seen, &mut left, **byte))
            .count()
    }

    fn written(&mut self, bytes: &[u8]) {
        if let Self::Part { seen, left } = self {
            for byte in bytes {
                step(seen, left, *byte);
            }
        }
    }
}

/// Moves past one byte; `false` when it may not be written.
fn step(seen: &mut usize, left: &mut usize, byte: u8) -> bool {
    if *seen < HEAD_END.len() {
        let fits = HEAD_END.get(*seen) == Some(&byte);
        *seen = if fits {
            *seen + 1
        } else {
            usize::from(byte == b'\r')
        };
        return true;
    }
    if *left == 0 {
        return false;
    }
    *left -= 1;
    true
}

/// A connection that can be cut.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    shears: Shears,
}

impl Wire {
    /// Fails so that the system sends a reset instead of an orderly end.
    fn reset<T>(&self) -> Poll<io::Result<T>> {
        let _ = self.stream.set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match this.shears.pass(cx, true) {
            GateState::Open => Pin::new(&mut this.stream).poll_read(cx, buf),
            GateState::Held => Poll::Pending,
            GateState::Cut => this.reset(),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match this.shears.pass(cx, false) {
            GateState::Open => {}
            GateState::Held => return Poll::Pending,
            GateState::Cut => return this.reset(),
        }
        let mut plan = this.shears.lock();
        if matches!(*plan, Plan::Reset) {
            drop(plan);
            return this.reset();
        }
        let allowed = plan.allowed(buf);
        let part = buf.get(..allowed).unwrap_or(buf);
        if part.is_empty() && !buf.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        let count = ready!(Pin::new(&mut this.stream).poll_write(cx, part))?;
        plan.written(part.get(..count).unwrap_or(part));
        Poll::Ready(Ok(count))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.shears.pass(cx, false) == GateState::Open && matches!(*self.shears.lock(), Plan::Whole) {
            return Pin::new(&mut self.get_mut().stream).poll_write_vectored(cx, bufs);
        }
        let first = bufs.iter().find(|buf| !buf.is_empty()).map_or(&[][..], |buf| buf);
        self.poll_write(cx, first)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// Accepts connections that can be cut.
#[derive(Debug)]
pub(crate) struct WireListener(pub(crate) TcpListener);

impl Listener for WireListener {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            if let Ok((stream, address)) = self.0.accept().await {
                // Small answers must not wait for the peer's acknowledgement.
                let _ = stream.set_nodelay(true);
                return (
                    Wire {
                        stream,
                        shears: Shears::default(),
                    },
                    address,
                );
            }
            // Out of file descriptors, most likely: give others time to close some.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, WireListener>> for Shears {
    fn connect_info(stream: IncomingStream<'_, WireListener>) -> Self {
        stream.io().shears.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn a_part_is_the_head_and_so_many_bytes() {
        let answer = b"HTTP/1.1 200 OK\r\na: b\r\n\r\n0123456789";
        let mut plan = Plan::Part { seen: 0, left: 4 };
        assert_eq!(plan.allowed(answer), answer.len() - 6);
        plan.written(&answer[..20]);
        assert_eq!(plan.allowed(&answer[20..]), answer.len() - 6 - 20);
        plan.written(&answer[20..answer.len() - 6]);
        assert_eq!(plan.allowed(b"456789"), 0);
    }
}
