use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to a request instead of, or on top of, its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request waits this long, then gets its real answer.
    Delay(Duration),
    /// The connection is reset without an answer; the request is **not** carried out.
    Reset,
    /// The request is carried out, then the connection is reset without an answer.
    ResetAfter,
    /// An answer of this status, body and headers; the request is not carried out.
    Status(u16, String, Vec<(String, String)>),
    /// The request is carried out and its answer sent with its full length announced, but the connection is cut
    /// after so many bytes of the body.
    Truncate(usize),
    /// The connection is reset after so many bytes of the request's body; the request is **not** carried out. For
    /// uploads only: other bodies are read before a fault is looked at.
    CutUpload(usize),
}

/// Which requests a fault is for. An empty method or path fits every one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matcher {
    method: String,
    path: String,
}

impl Matcher {
    /// Requests of `method` whose path begins with `path`.
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            path: path.into(),
        }
    }

    /// Requests of any method whose path begins with `path`.
    pub fn path(path: impl Into<String>) -> Self {
        Self::new("", path)
    }

    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }

    fn fits(&self, method: &str, path: &str) -> bool {
        (self.method.is_empty() || self.method.eq_ignore_ascii_case(method)) && path.starts_with(&self.path)
    }
}

impl From<&str> for Matcher {
    fn from(path: &str) -> Self {
        Self::path(path)
    }
}

impl From<(&str, &str)> for Matcher {
    fn from((method, path): (&str, &str)) -> Self {
        Self::new(method, path)
    }
}

#[derive(Debug)]
struct Queued {
    matcher: Matcher,
    left: usize,
    fault: Fault,
}

/// Queues faults for coming requests. Cheap to clone; all clones steer the same instance.
///
/// ```no_run
/// # async fn demo() -> Result<(), insforge_local::Error> {
/// use insforge_local::{Fault, Local};
///
/// let local = Local::start().await?;
/// local.faults().push(("POST", "/api/auth/refresh"), 2, Fault::Status(503, "{}".into(), vec![]));
/// local.faults().push("/api/database/records/todos", 1, Fault::Reset);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Faults {
    queue: Arc<Mutex<Vec<Queued>>>,
}

impl Faults {
    /// The next `times` requests that fit `matcher` get `fault`. Each request gets one fault at most: the oldest
    /// that fits.
    pub fn push(&self, matcher: impl Into<Matcher>, times: usize, fault: Fault) {
        if times == 0 {
            return;
        }
        let queued = Queued {
            matcher: matcher.into(),
            left: times,
            fault,
        };
        self.queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(queued);
    }

    /// Forgets all faults that have not happened yet.
    pub fn clear(&self) {
        self.queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clear();
    }

    /// How many requests are still to be hit.
    pub fn pending(&self) -> usize {
        let queue = self
            .queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.iter().map(|queued| queued.left).sum()
    }

    pub(crate) fn take(&self, method: &str, path: &str) -> Option<Fault> {
        let mut queue = self
            .queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let place = queue
            .iter()
            .position(|queued| queued.matcher.fits(method, path))?;
        let queued = queue.get_mut(place)?;
        queued.left -= 1;
        let fault = queued.fault.clone();
        if queued.left == 0 {
            queue.remove(place);
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults, Matcher};

    #[test]
    fn faults_are_taken_in_order_and_as_often_as_asked() {
        let faults = Faults::default();
        faults.push(("POST", "/a"), 1, Fault::Reset);
        faults.push(Matcher::any(), 2, Fault::Truncate(3));
        assert_eq!(faults.pending(), 3);
        assert_eq!(faults.take("GET", "/a"), Some(Fault::Truncate(3)));
        assert_eq!(faults.take("POST", "/a/b"), Some(Fault::Reset));
        assert_eq!(faults.take("POST", "/a/b"), Some(Fault::Truncate(3)));
        assert_eq!(faults.take("POST", "/a/b"), None);
    }
}
