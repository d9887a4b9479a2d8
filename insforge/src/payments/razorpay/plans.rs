//! Plans of Razorpay's catalogue, for the project's administrator.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::super::subject::{Notes, check_notes};
use super::super::write;
use super::{NewRazorpayItem, PlanPeriod, Razorpay, RazorpayPlan};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::json_call;

const CREATE: &str = "payments.razorpay.create_plan";

/// A plan to be made: an item that is paid every so many units of time.
///
/// ```
/// use insforge::payments::{Money, NewRazorpayItem, NewRazorpayPlan, PlanPeriod};
///
/// let member = NewRazorpayItem::new("Membership", Money::new(99_900, "INR")?);
/// let quarterly = NewRazorpayPlan::new(PlanPeriod::Monthly, 3, member);
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct NewRazorpayPlan {
    period: PlanPeriod,
    interval: u32,
    item: NewRazorpayItem,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    notes: Notes,
}

impl NewRazorpayPlan {
    /// An item, paid every `interval` units of time.
    pub fn new(period: PlanPeriod, interval: u32, item: NewRazorpayItem) -> Self {
        Self {
            period,
            interval,
            item,
            notes: Notes::new(),
        }
    }

    /// Adds a note. Keys that begin with `insforge_` are InsForge's own.
    pub fn note(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.notes.insert(key.into(), value.into());
        self
    }

    fn check(&self) -> Result<()> {
        if self.interval == 0 {
            return Err(Error::request("a plan is paid every 1 or more units of time"));
        }
        self.item.check()?;
        check_notes("notes", &self.notes)
    }
}

#[derive(Deserialize)]
struct One {
    plan: RazorpayPlan,
}

impl Razorpay<Admin> {
    /// Makes a plan: `POST /api/payments/razorpay/{env}/catalog/plans`.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's.
    pub async fn create_plan(&self, plan: NewRazorpayPlan) -> Result<RazorpayPlan> {
        let build = || {
            plan.check()?;
            json_call(CREATE, Method::POST, self.target(&["catalog", "plans"])?, &plan)
        };
        let one: One = write(&self.caller, CREATE, build()).await?;
        Ok(one.plan)
    }
}
