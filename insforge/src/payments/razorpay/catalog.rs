//! What the project sells by Razorpay: items and plans.

use std::collections::BTreeMap;

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::subject::{Notes, check_notes, check_optional, check_text};
use super::super::{Currency, Env, Money, read, write};
use super::Razorpay;
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::json_call;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const CREATE_ITEM: &str = "payments.razorpay.create_item";
const UPDATE_ITEM: &str = "payments.razorpay.update_item";
const CREATE_PLAN: &str = "payments.razorpay.create_plan";

open_enum! {
    /// The unit of time between two payments of a plan.
    pub enum PlanPeriod {
        /// Days.
        Daily = "daily",
        /// Weeks.
        Weekly = "weekly",
        /// Months.
        Monthly = "monthly",
        /// Years.
        Yearly = "yearly",
    }
}

/// Items and plans of Razorpay's catalogue.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct RazorpayCatalog {
    /// The items.
    pub items: Vec<RazorpayItem>,
    /// The plans.
    pub plans: Vec<RazorpayPlan>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RazorpayItem {
    /// In which world.
    pub environment: Env,
    /// Razorpay's id of it.
    pub item_id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it can be bought.
    #[serde(default)]
    pub active: bool,
    /// How much, in the smallest unit of the currency.
    #[serde(default)]
    pub amount: Option<i64>,
    /// How much each is.
    #[serde(default)]
    pub unit_amount: Option<i64>,
    /// The currency.
    #[serde(default)]
    pub currency: Currency,
    /// What sort of item, in Razorpay's words.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// When Razorpay noted it, ISO 8601.
    #[serde(default)]
    pub provider_created_at: Option<String>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An item that is paid again and again.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RazorpayPlan {
    /// In which world.
    pub environment: Env,
    /// Razorpay's id of it: what a subscription names.
    pub plan_id: String,
    /// Which item.
    #[serde(default)]
    pub item_id: Option<String>,
    /// The unit of time between two payments.
    pub period: PlanPeriod,
    /// How many of it.
    #[serde(default)]
    pub interval: Option<u32>,
    /// How much, in the smallest unit of the currency.
    #[serde(default)]
    pub amount: Option<i64>,
    /// How much each is.
    #[serde(default)]
    pub unit_amount: Option<i64>,
    /// The currency.
    #[serde(default)]
    pub currency: Currency,
    /// Whether it can be subscribed to.
    #[serde(default)]
    pub active: bool,
    /// The notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub notes: BTreeMap<String, Value>,
    /// When Razorpay noted it, ISO 8601.
    #[serde(default)]
    pub provider_created_at: Option<String>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An item to be made.
///
/// ```
/// use insforge::payments::{Money, NewRazorpayItem};
///
/// let tea = NewRazorpayItem::new("Tea, 100 g", Money::new(49_900, "INR")?).description("From Assam");
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct NewRazorpayItem {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    amount: i64,
    currency: Currency,
}

impl NewRazorpayItem {
    /// An item of this name and price.
    pub fn new(name: impl Into<String>, price: Money) -> Self {
        Self {
            name: name.into(),
            description: None,
            amount: price.minor(),
            currency: price.currency().clone(),
        }
    }

    /// What it is.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    fn check(&self) -> Result<()> {
        check_text("the item's name", &self.name, 255)?;
        check_optional("the item's description", self.description.as_ref(), 2048)?;
        Money::of(self.amount, self.currency.clone()).check_payable()
    }
}

/// What to change in an item. What is not set stays.
///
/// ```
/// use insforge::payments::{Money, RazorpayItemUpdate};
///
/// let cheaper = RazorpayItemUpdate::new().price(Money::new(44_900, "INR")?);
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[must_use]
pub struct RazorpayItemUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<Currency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
}

impl RazorpayItemUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Another description, or none.
    pub fn description(mut self, description: Option<String>) -> Self {
        self.description = Some(description);
        self
    }

    /// Another price.
    pub fn price(mut self, price: Money) -> Self {
        self.amount = Some(price.minor());
        self.currency = Some(price.currency().clone());
        self
    }

    /// Whether it can be bought.
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }
}

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
struct OneItem {
    item: RazorpayItem,
}

#[derive(Deserialize)]
struct OnePlan {
    plan: RazorpayPlan,
}

impl Razorpay<Admin> {
    /// Items and plans: `GET /api/payments/razorpay/{env}/catalog`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn catalog(&self) -> Result<RazorpayCatalog> {
        read(
            &self.caller,
            "payments.razorpay.catalog",
            self.target(&["catalog"]),
        )
        .await
    }

    /// Makes an item: `POST /api/payments/razorpay/{env}/catalog/items`.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's.
    pub async fn create_item(&self, item: NewRazorpayItem) -> Result<RazorpayItem> {
        let build = || {
            item.check()?;
            json_call(
                CREATE_ITEM,
                Method::POST,
                self.target(&["catalog", "items"])?,
                &item,
            )
        };
        let one: OneItem = write(&self.caller, CREATE_ITEM, build()).await?;
        Ok(one.item)
    }

    /// Changes an item: `PATCH /api/payments/razorpay/{env}/catalog/items/{id}`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) where Razorpay knows none of this id.
    pub async fn update_item(&self, id: &str, update: RazorpayItemUpdate) -> Result<RazorpayItem> {
        let build = || {
            if update == RazorpayItemUpdate::default() {
                return Err(Error::request("the update changes nothing; set a field of it"));
            }
            json_call(
                UPDATE_ITEM,
                Method::PATCH,
                self.target(&["catalog", "items", id])?,
                &update,
            )
        };
        let one: OneItem = write(&self.caller, UPDATE_ITEM, build()).await?;
        Ok(one.item)
    }

    /// Makes a plan: `POST /api/payments/razorpay/{env}/catalog/plans`.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's.
    pub async fn create_plan(&self, plan: NewRazorpayPlan) -> Result<RazorpayPlan> {
        let build = || {
            plan.check()?;
            json_call(
                CREATE_PLAN,
                Method::POST,
                self.target(&["catalog", "plans"])?,
                &plan,
            )
        };
        let one: OnePlan = write(&self.caller, CREATE_PLAN, build()).await?;
        Ok(one.plan)
    }
}
