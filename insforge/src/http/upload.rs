//! Puts a payload into a request, and knows when its last piece left: while a long body goes out, the wait for the
//! answer has not begun.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::Instant;

use super::payload::{ByteStream, Form, Payload, Streamed};
use super::transport::Transport;
use crate::error::{Error, Result};

/// When the connection last took a piece of the body.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    started: Instant,
    /// Milliseconds since `started`.
    last: Arc<AtomicU64>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            started: Instant::now(),
            last: Arc::default(),
        }
    }

    pub(super) fn last(&self) -> Instant {
        let since = Duration::from_millis(self.last.load(Ordering::Relaxed));
        self.started.checked_add(since).unwrap_or(self.started)
    }

    fn mark(&self) {
        let since = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(since, Ordering::Relaxed);
    }

    fn watch(
        &self,
        stream: ByteStream,
    ) -> impl futures_core::Stream<Item = io::Result<bytes::Bytes>> + Send + use<> {
        let progress = self.clone();
        stream.inspect(move |_| progress.mark())
    }
}

/// Gives the request its body.
///
/// # Errors
/// [`ErrorKind::Request`](crate::error::ErrorKind::Request) where a stream cannot be opened or a content type read.
pub(super) async fn attach(
    mut request: reqwest::Request,
    payload: &Payload,
    progress: &Progress,
    transport: &Transport,
) -> Result<reqwest::Request> {
    match payload {
        Payload::Whole(bytes) => *request.body_mut() = Some(bytes.clone().into()),
        Payload::Form(form) => {
            let form = multipart(form, progress).await?;
            request = transport.with_form(request, form)?;
        }
    }
    Ok(request)
}

async fn multipart(form: &Form, progress: &Progress) -> Result<reqwest::multipart::Form> {
    let stream = progress.watch(open(&form.file).await?);
    let body = reqwest::Body::wrap_stream(stream);
    let part = reqwest::multipart::Part::stream_with_length(body, form.file.length())
        .file_name(form.file_name.clone())
        .mime_str(&form.content_type)
        .map_err(|error| {
            Error::request(format!("{:?} is no content type", form.content_type)).with_source(error)
        })?;
    let fields = form
        .fields
        .iter()
        .fold(reqwest::multipart::Form::new(), |built, (name, value)| {
            built.text(name.clone(), value.clone())
        });
    Ok(fields.part("file", part))
}

async fn open(streamed: &Streamed) -> Result<ByteStream> {
    streamed
        .open()
        .await
        .map_err(|error| Error::request("the body of the call cannot be read").with_source(error))
}
