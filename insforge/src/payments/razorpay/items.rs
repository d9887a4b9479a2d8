//! Items of Razorpay's catalogue, for the project's administrator.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::super::subject::{check_optional, check_text};
use super::super::{Currency, Money, write};
use super::{Razorpay, RazorpayItem};
use crate::client::Admin;
use crate::error::Result;
use crate::http::{check_changes, json_call};

const CREATE: &str = "payments.razorpay.create_item";
const UPDATE: &str = "payments.razorpay.update_item";

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

    pub(super) fn check(&self) -> Result<()> {
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

#[derive(Deserialize)]
struct One {
    item: RazorpayItem,
}

impl Razorpay<Admin> {
    /// Makes an item: `POST /api/payments/razorpay/{env}/catalog/items`.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's.
    pub async fn create_item(&self, item: NewRazorpayItem) -> Result<RazorpayItem> {
        let build = || {
            item.check()?;
            json_call(CREATE, Method::POST, self.target(&["catalog", "items"])?, &item)
        };
        let one: One = write(&self.caller, CREATE, build()).await?;
        Ok(one.item)
    }

    /// Changes an item: `PATCH /api/payments/razorpay/{env}/catalog/items/{id}`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) where Razorpay knows none of this id.
    pub async fn update_item(&self, id: &str, update: RazorpayItemUpdate) -> Result<RazorpayItem> {
        let build = || {
            check_changes(&update)?;
            let target = self.target(&["catalog", "items", id])?;
            json_call(UPDATE, Method::PATCH, target, &update)
        };
        let one: One = write(&self.caller, UPDATE, build()).await?;
        Ok(one.item)
    }
}
