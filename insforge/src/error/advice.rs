//! What to look at when row-level security refuses a row: the message of PostgreSQL names the table only.

use std::borrow::Cow;

use ::http::Method;

use super::Error;

impl Error {
    /// Adds what to look at or to write instead.
    pub(crate) fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Adds to a refusal by row-level security which policies to look at. `returns_rows` says that the call
    /// asked for the rows back, so that a missing SELECT policy fails it too.
    pub(crate) fn with_policy_advice(mut self, method: &Method, upserts: bool, returns_rows: bool) -> Self {
        if !self.is_rls_denied() {
            return self;
        }
        let policies = match (method, upserts) {
            (&Method::POST | &Method::PUT, true) => "the INSERT and UPDATE policies",
            (&Method::POST | &Method::PUT, false) => "the INSERT policy",
            (&Method::PATCH, _) => "the UPDATE policy",
            _ => return self,
        };
        self.0.advice = Some(if returns_rows {
            Cow::Owned(format!(
                "check {policies} of the table and, since the call asks for the rows back, its SELECT policy"
            ))
        } else {
            Cow::Owned(format!("check {policies} of the table"))
        });
        self
    }
}
