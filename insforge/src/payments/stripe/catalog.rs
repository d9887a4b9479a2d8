//! What the project sells by Stripe, as far as it has read Stripe's catalogue.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{Currency, Env, Money};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// How often a price is paid.
    pub enum PriceType {
        /// Once.
        OneTime = "one_time",
        /// Again and again.
        Recurring = "recurring",
    }

    /// How long the time between two payments is.
    pub enum RecurringInterval {
        /// Days.
        Day = "day",
        /// Weeks.
        Week = "week",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }

    /// Whether a price holds its tax.
    pub enum TaxBehavior {
        /// Tax is added.
        Exclusive = "exclusive",
        /// Tax is in it.
        Inclusive = "inclusive",
        /// Nobody has said.
        Unspecified = "unspecified",
    }
}

/// Products and prices of Stripe's catalogue.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct StripeCatalog {
    /// The products.
    pub products: Vec<StripeProduct>,
    /// Their prices.
    pub prices: Vec<StripePrice>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StripeProduct {
    /// In which world.
    pub environment: Env,
    /// Stripe's id of it.
    pub product_id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it can be bought.
    #[serde(default)]
    pub active: bool,
    /// Its usual price.
    #[serde(default)]
    pub default_price_id: Option<String>,
    /// The program's own notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, Value>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A price of a product.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StripePrice {
    /// In which world.
    pub environment: Env,
    /// Stripe's id of it: what a checkout's line item names.
    pub price_id: String,
    /// Of which product.
    #[serde(default)]
    pub product_id: Option<String>,
    /// Whether it can be paid.
    #[serde(default)]
    pub active: bool,
    /// The currency.
    #[serde(default)]
    pub currency: Currency,
    /// How much, in the smallest unit of the currency.
    #[serde(default)]
    pub unit_amount: Option<i64>,
    /// How much, where it has parts of the smallest unit.
    #[serde(default)]
    pub unit_amount_decimal: Option<String>,
    /// How often it is paid.
    #[serde(rename = "type", default)]
    pub kind: Option<PriceType>,
    /// A name of the program's own for it.
    #[serde(default)]
    pub lookup_key: Option<String>,
    /// How the whole is reckoned, in Stripe's words.
    #[serde(default)]
    pub billing_scheme: Option<String>,
    /// Whether it holds its tax.
    #[serde(default)]
    pub tax_behavior: Option<TaxBehavior>,
    /// The unit of time between two payments.
    #[serde(default)]
    pub recurring_interval: Option<RecurringInterval>,
    /// How many of it.
    #[serde(default)]
    pub recurring_interval_count: Option<u32>,
    /// The program's own notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, Value>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl StripePrice {
    /// How much, where it is a whole number of the smallest unit.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        Some(Money::of(self.unit_amount?, self.currency.clone()))
    }
}
