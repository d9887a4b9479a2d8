//! Lists of a provider's records, and which records they show.

use serde::Deserialize;

use super::{Customer, Subject, Transaction, read};
use crate::error::{Error, Result};
use crate::http::{Caller, Target};

/// Which records to list, the newest first.
///
/// ```no_run
/// use insforge::payments::{Env, PaymentList, Subject};
///
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// let query = PaymentList::new().subject(Subject::new("team", "42")).limit(10);
/// for payment in admin.payments().stripe(Env::Live).transactions(query).await? {
///     println!("{:?}: {:?}", payment.paid_at, payment.money());
/// }
/// # Ok(())
/// # }
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

    /// The list at a target, of these records.
    pub(super) fn of(&self, target: Result<Target>) -> Result<Target> {
        let mut target = target?;
        if let Some(subject) = &self.subject {
            subject.check()?;
            target.pair("subjectType", &subject.kind);
            target.pair("subjectId", &subject.id);
        }
        write_limit(self.limit, &mut target)?;
        Ok(target)
    }
}

#[derive(Deserialize)]
struct Transactions {
    transactions: Vec<Transaction>,
}

#[derive(Deserialize)]
struct Customers {
    customers: Vec<Customer>,
}

/// Payments, which look alike at all providers.
pub(super) async fn transactions(
    caller: &Caller,
    operation: &'static str,
    target: Result<Target>,
    query: &PaymentList,
) -> Result<Vec<Transaction>> {
    let list: Transactions = read(caller, operation, query.of(target)).await?;
    Ok(list.transactions)
}

/// Customers, which look alike at all providers.
pub(super) async fn customers(
    caller: &Caller,
    operation: &'static str,
    target: Result<Target>,
    limit: Option<u32>,
) -> Result<Vec<Customer>> {
    let target = target.and_then(|mut target| {
        write_limit(limit, &mut target)?;
        Ok(target)
    });
    let list: Customers = read(caller, operation, target).await?;
    Ok(list.customers)
}

fn write_limit(limit: Option<u32>, target: &mut Target) -> Result<()> {
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
