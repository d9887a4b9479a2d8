//! Which of a provider's records to list.

use super::Subject;
use crate::error::{Error, Result};
use crate::http::Target;

/// Which records to list, the newest first.
///
/// ```
/// use insforge::payments::{PaymentList, Subject};
///
/// let query = PaymentList::new().subject(Subject::new("team", "42")).limit(10);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct PaymentList {
    subject: Option<Subject>,
    limit: Option<u32>,
}

impl PaymentList {
    /// The newest 50 records.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of this subject.
    pub fn subject(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// How many at most, 1 to 100.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    pub(super) fn write(&self, target: &mut Target) -> Result<()> {
        if let Some(subject) = &self.subject {
            subject.check()?;
            target.pair("subjectType", &subject.kind);
            target.pair("subjectId", &subject.id);
        }
        write_limit(self.limit, target)
    }
}

pub(super) fn write_limit(limit: Option<u32>, target: &mut Target) -> Result<()> {
    match limit {
        None => {}
        Some(limit @ 1..=100) => target.pair("limit", &limit.to_string()),
        Some(limit) => {
            return Err(Error::request(format!(
                "{limit} records cannot be listed at once; 1 to 100 can"
            )));
        }
    }
    Ok(())
}
