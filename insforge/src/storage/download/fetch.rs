//! One request for an object, from some byte on, wherever its bytes are.

use std::fmt;
use std::time::Duration;

use ::http::Method;
use ::http::header::{HeaderValue, IF_RANGE, LOCATION, RANGE};
use tokio::time::Instant;
use url::Url;

use super::OPERATION;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Answer, Caller, Limits, Request};
use crate::storage::ObjectKey;
use crate::storage::place::BucketName;

/// Where an object is read from.
pub(super) enum Source {
    Object {
        bucket: BucketName,
        key: ObjectKey,
    },
    /// A signed URL.
    Url(Url),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object { bucket, key } => write!(f, "{}/{key}", bucket.as_str()),
            // Its query is a signature.
            Self::Url(url) => write!(f, "{}{}", url.host_str().unwrap_or_default(), url.path()),
        }
    }
}

/// The part of an object that is still wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest<'a> {
    /// The first byte.
    pub(super) from: u64,
    /// The object's strong `ETag`, so that the rest of another object does not come.
    pub(super) etag: Option<&'a str>,
}

pub(super) struct Fetch {
    pub(super) caller: Caller,
    pub(super) source: Source,
    pub(super) deadline: Option<Instant>,
}

impl Fetch {
    /// `GET /api/storage/buckets/{bucket}/objects/{key}`, and where that leads to. A project in S3 answers it with a
    /// signed URL, which is asked without the client's credential.
    pub(super) async fn open(&self, rest: Option<Rest<'_>>) -> Result<Answer> {
        let url = match &self.source {
            Source::Url(url) => url.clone(),
            Source::Object { bucket, key } => {
                let target = bucket.object(key)?.finish();
                let request = Request::new(OPERATION, Method::GET, target).redirect_is_answer();
                let answer = self.caller.open(self.dress(request, rest)?).await?;
                if !answer.status.is_redirection() {
                    return Ok(answer);
                }
                self.location(&answer)?
            }
        };
        let request = Request::foreign(OPERATION, Method::GET, url);
        self.caller.open(self.dress(request, rest)?).await
    }

    fn dress(&self, request: Request, rest: Option<Rest<'_>>) -> Result<Request> {
        // A limit for the whole would be one for the body too; without it the body takes as long as it takes.
        let request = match self.deadline {
            Some(deadline) => request.limits(Limits {
                total: Some(self.left(deadline)?),
                ..Limits::default()
            }),
            None => request,
        };
        let Some(rest) = rest else { return Ok(request) };
        let header = |text: String| HeaderValue::from_str(&text);
        let mut request = match header(format!("bytes={}-", rest.from)) {
            Ok(range) => request.header(RANGE, range),
            Err(_) => request,
        };
        if let Some(Ok(etag)) = rest.etag.map(|etag| header(etag.to_owned())) {
            request = request.header(IF_RANGE, etag);
        }
        Ok(request)
    }

    fn left(&self, deadline: Instant) -> Result<Duration> {
        deadline
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
            .ok_or_else(|| Error::new(ErrorKind::Timeout, "the download took longer than its limit"))
    }

    fn location(&self, answer: &Answer) -> Result<Url> {
        answer
            .headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|location| match Url::parse(location) {
                Err(url::ParseError::RelativeUrlWithoutBase) => {
                    Url::parse(self.caller.base().as_str()).ok()?.join(location).ok()
                }
                parsed => parsed.ok(),
            })
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| Error::decode("the server redirects the download to no valid address"))
    }
}
