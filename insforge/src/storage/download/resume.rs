//! The bytes of an object in their order, over as many connections as it takes.

use ::http::StatusCode;
use ::http::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName};
use bytes::Bytes;
use futures_core::Stream;

use super::fetch::{Fetch, Rest};
use super::{Head, OPERATION};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Answer, ContentRange};
use crate::storage::progress::Meter;

/// A part that is there already: how many bytes, and of which object.
#[derive(Clone, Debug)]
pub(in crate::storage) struct Place {
    pub(in crate::storage) length: u64,
    pub(in crate::storage) etag: String,
}

pub(super) struct Transfer {
    fetch: Fetch,
    answer: Option<Answer>,
    head: Head,
    total: Option<u64>,
    /// How many bytes have been given on.
    got: u64,
    /// How many bytes of the present answer are known already.
    skip: u64,
    /// Broken connections since the last piece.
    breaks: u32,
    meter: Meter,
}

impl Transfer {
    /// Starts at the beginning or, if the object is still the same, behind the part that is there.
    pub(super) async fn start(fetch: Fetch, meter: Meter, kept: Option<Place>) -> Result<Self> {
        let mut got = 0;
        let mut answer = None;
        if let Some(kept) = &kept {
            let rest = Rest {
                from: kept.length,
                etag: Some(&kept.etag),
            };
            match fetch.open(Some(rest)).await {
                Ok(first) => {
                    let same = text(&first.headers, ETAG).as_deref() == Some(&kept.etag);
                    if first.status == StatusCode::PARTIAL_CONTENT {
                        if same && Range::of(&first).is_some_and(|range| range.first == kept.length) {
                            got = kept.length;
                            answer = Some(first);
                        }
                    } else {
                        answer = Some(first);
                    }
                }
                // There is no such part: the object is shorter now, or the part was all of it.
                Err(error) if error.status() == Some(416) => {}
                Err(error) => return Err(error),
            }
        }
        let answer = match answer {
            Some(answer) => answer,
            None => fetch.open(None).await?,
        };
        let mut transfer = Self {
            fetch,
            head: Head::default(),
            total: None,
            got,
            skip: 0,
            breaks: 0,
            meter,
            answer: None,
        };
        transfer.begin(answer);
        transfer.meter.start(transfer.total);
        transfer.meter.reach(got);
        Ok(transfer)
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    pub(super) fn got(&self) -> u64 {
        self.got
    }

    pub(super) fn head(&self) -> Head {
        self.head.clone()
    }

    /// The `ETag` if parts of the object can be asked for by it.
    pub(super) fn strong_etag(&self) -> Option<String> {
        self.head.etag.clone().filter(|etag| etag.starts_with('"'))
    }

    /// Takes the first answer of an object.
    fn begin(&mut self, answer: Answer) {
        self.head = Head {
            content_type: text(&answer.headers, CONTENT_TYPE),
            etag: text(&answer.headers, ETAG),
        };
        self.total = match Range::of(&answer) {
            Some(range) => range.total,
            None => answer.content_length(),
        };
        self.answer = Some(answer);
    }

    pub(super) fn into_stream(self) -> impl Stream<Item = Result<Bytes>> + Send {
        futures_util::stream::try_unfold(self, |mut transfer| async move {
            let piece = transfer.next().await;
            match piece.map_err(|error| error.with_operation(OPERATION))? {
                Some(piece) => Ok(Some((piece, transfer))),
                None => Ok(None),
            }
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            let mut answer = match self.answer.take() {
                Some(answer) => answer,
                None => self.reopen().await?,
            };
            match answer.chunk().await {
                Ok(Some(mut piece)) => {
                    self.answer = Some(answer);
                    let known = usize::try_from(self.skip).unwrap_or(usize::MAX).min(piece.len());
                    self.skip -= known as u64;
                    let new = piece.split_off(known);
                    if new.is_empty() {
                        continue;
                    }
                    self.breaks = 0;
                    self.got += new.len() as u64;
                    self.meter.reach(self.got);
                    return Ok(Some(new));
                }
                Ok(None) if self.total.is_some_and(|total| total != self.got) => {
                    return Err(Error::new(
                        ErrorKind::Interrupted,
                        format!(
                            "the object ended after {} of {} bytes",
                            self.got,
                            self.total.unwrap_or(0)
                        ),
                    ));
                }
                Ok(None) => {
                    self.meter.finish(self.got);
                    return Ok(None);
                }
                Err(error) => self.wait(error).await?,
            }
        }
    }

    /// Waits before the rest is asked for, or gives up with the error.
    async fn wait(&mut self, error: Error) -> Result<()> {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
        self.breaks += 1;
        let Some(delay) = self.fetch.caller.resume_delay(self.breaks) else {
            return Err(error);
        };
        tracing::debug!(got = self.got, error = %error, "asking for the rest of the download");
        tokio::time::sleep(delay).await;
        Ok(())
    }

    /// Asks for the rest.
    async fn reopen(&mut self) -> Result<Answer> {
        if self.got == 0 {
            let answer = self.fetch.open(None).await?;
            self.begin(answer);
            self.skip = 0;
            return self.answer.take().ok_or_else(changed);
        }
        let etag = self.strong_etag();
        let rest = Rest {
            from: self.got,
            etag: etag.as_deref(),
        };
        let answer = self.fetch.open(Some(rest)).await.map_err(|error| {
            if error.status() == Some(416) {
                changed()
            } else {
                error
            }
        })?;
        // Some servers look at the range alone, so the condition is checked here too.
        let etag = text(&answer.headers, ETAG);
        let same_etag = etag.is_some() && etag == self.head.etag;
        if answer.status == StatusCode::PARTIAL_CONTENT {
            let fits = Range::of(&answer).is_some_and(|range| {
                range.first == self.got && (self.total.is_none() || range.total == self.total)
            });
            if !fits || (etag.is_some() && !same_etag) {
                return Err(changed());
            }
            self.skip = 0;
        } else {
            if !same_etag || answer.content_length() != self.total {
                return Err(changed());
            }
            self.skip = self.got;
        }
        Ok(answer)
    }
}

/// What a partial answer says of itself.
struct Range {
    first: u64,
    total: Option<u64>,
}

impl Range {
    fn of(answer: &Answer) -> Option<Self> {
        let header = text(&answer.headers, ::http::header::CONTENT_RANGE)?;
        let range = ContentRange::parse(header.strip_prefix("bytes ")?)?;
        Some(Self {
            first: range.first?,
            total: range.total,
        })
    }
}

/// The bytes so far may belong to another object.
fn changed() -> Error {
    Error::new(
        ErrorKind::Interrupted,
        "the object was replaced while it was downloaded, or cannot be read on from its middle; download it again",
    )
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
