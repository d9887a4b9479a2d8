//! What the project sells by Razorpay, as far as it has read Razorpay's catalogue.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{Currency, Env, read};
use super::Razorpay;
use crate::client::Admin;
use crate::error::Result;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

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
}
