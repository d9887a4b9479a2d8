//! Lists of objects.

use std::collections::VecDeque;
use std::fmt;
use std::future::IntoFuture;

use ::http::Method;
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::FutureExt;
use serde::Deserialize;

use super::StoredObject;
use super::place::BucketName;
use crate::error::{Error, Result};
use crate::http::{Caller, Request};

const OPERATION: &str = "storage.list";

/// The most objects that the server gives at a time.
const MOST: u64 = 1000;

/// A list of a bucket's objects by key: [`Bucket::list`](super::Bucket::list). Awaiting it gives a page, and
/// [`stream`](Self::stream) all of them.
#[derive(Clone)]
#[must_use = "a list does nothing until it is awaited or streamed"]
pub struct ListObjects {
    caller: Caller,
    bucket: BucketName,
    prefix: Option<String>,
    search: Option<String>,
    limit: Option<u64>,
    offset: u64,
}

/// Some objects of a bucket, and how many there are.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ObjectPage {
    /// The objects, ordered by key.
    pub objects: Vec<StoredObject>,
    /// How many objects fit the conditions in all, as far as the caller may see them.
    pub total: u64,
    /// How many objects come before these.
    pub offset: u64,
}

impl ObjectPage {
    /// Whether objects follow after these.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.offset.saturating_add(self.objects.len() as u64) < self.total
    }
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<StoredObject>,
    pagination: Pagination,
}

#[derive(Deserialize)]
struct Pagination {
    total: u64,
}

impl ListObjects {
    pub(super) fn new(caller: Caller, bucket: BucketName) -> Self {
        Self {
            caller,
            bucket,
            prefix: None,
            search: None,
            limit: None,
            offset: 0,
        }
    }

    /// Only objects whose key begins with this text, as upper and lower case stand.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Only objects whose key has this text anywhere, as upper and lower case stand.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// How many objects a page has at most: 1 to 1000, and 100 unless set.
    pub fn limit(mut self, objects: u64) -> Self {
        self.limit = Some(objects);
        self
    }

    /// How many objects to pass over.
    pub fn offset(mut self, objects: u64) -> Self {
        self.offset = objects;
        self
    }

    /// All objects from the offset on, page by page.
    ///
    /// Pages are counted: an object that is added or removed in front of the present page meanwhile moves the rest, so
    /// that one may come twice or not at all.
    ///
    /// # Errors
    /// Each item can be an error, after which the stream ends; the kinds are those of [`Bucket::list`](super::Bucket::list).
    pub fn stream(mut self) -> impl Stream<Item = Result<StoredObject>> + Send + 'static {
        // Larger pages, unless said otherwise: nobody sees them.
        self.limit = self.limit.or(Some(MOST));
        let start = Some((self, VecDeque::new(), true));
        futures_util::stream::unfold(start, |state| async {
            let (mut list, mut objects, mut more) = state?;
            loop {
                if let Some(object) = objects.pop_front() {
                    return Some((Ok(object), Some((list, objects, more))));
                }
                if !more {
                    return None;
                }
                match list.page().await {
                    Ok(page) => {
                        more = page.has_more() && !page.objects.is_empty();
                        list.offset += page.objects.len() as u64;
                        objects = page.objects.into();
                    }
                    Err(error) => return Some((Err(error), None)),
                }
            }
        })
    }

    async fn page(&self) -> Result<ObjectPage> {
        let request = self.request().map_err(|error| error.with_operation(OPERATION))?;
        let answer: Answer = self.caller.send(request).await?.decode(OPERATION)?;
        Ok(ObjectPage {
            objects: answer.data,
            total: answer.pagination.total,
            offset: self.offset,
        })
    }

    fn request(&self) -> Result<Request> {
        let mut target = self.bucket.objects()?;
        if let Some(limit) = self.limit {
            if !(1..=MOST).contains(&limit) {
                return Err(Error::request(format!(
                    "a page has 1 to {MOST} objects, and not {limit}; stream() gives all of them"
                )));
            }
            target.pair("limit", &limit.to_string());
        }
        if self.offset > 0 {
            target.pair("offset", &self.offset.to_string());
        }
        if let Some(prefix) = &self.prefix {
            target.pair("prefix", prefix);
        }
        if let Some(search) = &self.search {
            target.pair("search", search);
        }
        Ok(Request::new(OPERATION, Method::GET, target.finish()))
    }
}

impl IntoFuture for ListObjects {
    type Output = Result<ObjectPage>;
    type IntoFuture = BoxFuture<'static, Result<ObjectPage>>;

    fn into_future(self) -> Self::IntoFuture {
        async move { self.page().await }.boxed()
    }
}

impl fmt::Debug for ListObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListObjects")
            .field("bucket", &self.bucket.as_str())
            .field("prefix", &self.prefix)
            .field("search", &self.search)
            .field("limit", &self.limit)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
