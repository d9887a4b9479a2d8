//! What to look at when the database refuses a caller: the messages of PostgreSQL name the table only.

use std::borrow::Cow;

use ::http::Method;

use super::Error;

impl Error {
    /// Adds what to look at or to write instead.
    pub(crate) fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Adds to a refusal which policies or grants to look at. `returns_rows` says that the call asked for the rows
    /// back, so that it reads them; an upsert reads the rows that it may meet, even when it leaves them alone.
    pub(crate) fn with_policy_advice(mut self, method: &Method, upserts: bool, returns_rows: bool) -> Self {
        self.0.advice = if self.is_rls_denied() {
            policies(method, upserts, returns_rows)
        } else if self.is_grant_denied() {
            self.grants(method, upserts, returns_rows)
        } else {
            return self;
        };
        self
    }

    /// The privileges of a table; of what else a grant can be missing, the message says all.
    fn grants(&self, method: &Method, upserts: bool, returns_rows: bool) -> Option<Cow<'static, str>> {
        if !self.message().starts_with("permission denied for table ")
            && !self.message().starts_with("permission denied for view ")
        {
            return None;
        }
        let privilege = match *method {
            Method::POST | Method::PUT if upserts => "INSERT, UPDATE and SELECT",
            Method::POST | Method::PUT if returns_rows => "INSERT and SELECT",
            Method::POST | Method::PUT => "INSERT",
            // Their conditions read columns.
            Method::PATCH => "UPDATE and SELECT",
            Method::DELETE => "DELETE and SELECT",
            _ => "SELECT",
        };
        Some(Cow::Owned(format!(
            "the caller's role needs GRANT {privilege} on it, which no policy replaces"
        )))
    }
}

fn policies(method: &Method, upserts: bool, returns_rows: bool) -> Option<Cow<'static, str>> {
    let policies = match *method {
        Method::POST | Method::PUT if upserts => {
            return Some(Cow::Borrowed(
                "check the INSERT and UPDATE policies of the table and, since an upsert reads the rows that it may \
                 meet, its SELECT policy",
            ));
        }
        Method::POST | Method::PUT => "INSERT policy",
        Method::PATCH => "UPDATE policy",
        _ => return None,
    };
    Some(if returns_rows {
        Cow::Owned(format!(
            "check the {policies} of the table and, since the call asks for the rows back, its SELECT policy"
        ))
    } else {
        Cow::Owned(format!("check the {policies} of the table"))
    })
}
