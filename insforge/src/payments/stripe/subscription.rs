//! Subscriptions at Stripe.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::Env;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// How a subscription stands.
    pub enum StripeSubscriptionStatus {
        /// Its first payment has not come yet.
        Incomplete = "incomplete",
        /// Its first payment never came.
        IncompleteExpired = "incomplete_expired",
        /// It is on trial.
        Trialing = "trialing",
        /// It is paid.
        Active = "active",
        /// A payment is late.
        PastDue = "past_due",
        /// It has ended.
        Canceled = "canceled",
        /// Payments have not come.
        Unpaid = "unpaid",
        /// It rests.
        Paused = "paused",
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StripeSubscription {
    /// In which world.
    pub environment: Env,
    /// Stripe's id of it.
    pub subscription_id: String,
    /// Stripe's id of the payer.
    #[serde(default)]
    pub customer_id: Option<String>,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// How it stands.
    pub status: StripeSubscriptionStatus,
    /// When the time began that is paid now, ISO 8601.
    #[serde(default)]
    pub current_period_start: Option<String>,
    /// When it ends, ISO 8601.
    #[serde(default)]
    pub current_period_end: Option<String>,
    /// Whether it ends then.
    #[serde(default)]
    pub cancel_at_period_end: bool,
    /// When it ends, where that is set, ISO 8601.
    #[serde(default)]
    pub cancel_at: Option<String>,
    /// When it was ended, ISO 8601.
    #[serde(default)]
    pub canceled_at: Option<String>,
    /// When its trial began, ISO 8601.
    #[serde(default)]
    pub trial_start: Option<String>,
    /// When its trial ends, ISO 8601.
    #[serde(default)]
    pub trial_end: Option<String>,
    /// Stripe's id of its latest invoice.
    #[serde(default)]
    pub latest_invoice_id: Option<String>,
    /// The program's own notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, Value>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// When the project noted it, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When that was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// What is subscribed to.
    #[serde(default, deserialize_with = "null_is_default")]
    pub items: Vec<StripeSubscriptionItem>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A part of a subscription.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StripeSubscriptionItem {
    /// In which world.
    pub environment: Env,
    /// Stripe's id of it.
    pub subscription_item_id: String,
    /// Of which subscription.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Which product.
    #[serde(default)]
    pub product_id: Option<String>,
    /// At which price.
    #[serde(default)]
    pub price_id: Option<String>,
    /// How many times.
    #[serde(default)]
    pub quantity: Option<u64>,
    /// The program's own notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, Value>,
    /// When the project noted it, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When that was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
