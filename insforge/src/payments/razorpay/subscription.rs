//! Subscriptions at Razorpay.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::Env;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// How a subscription stands.
    pub enum RazorpaySubscriptionStatus {
        /// It waits for the payer's consent.
        Created = "created",
        /// The payer has consented.
        Authenticated = "authenticated",
        /// It is paid.
        Active = "active",
        /// A payment is late.
        Pending = "pending",
        /// Payments have not come.
        Halted = "halted",
        /// It was ended.
        Cancelled = "cancelled",
        /// It has been paid to its end.
        Completed = "completed",
        /// The payer never consented.
        Expired = "expired",
        /// It rests.
        Paused = "paused",
    }
}

/// A subscription. Times are ISO 8601.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RazorpaySubscription {
    /// In which world.
    pub environment: Env,
    /// Razorpay's id of it.
    pub subscription_id: String,
    /// Razorpay's id of its plan.
    #[serde(default)]
    pub plan_id: Option<String>,
    /// Razorpay's id of the payer.
    #[serde(default)]
    pub customer_id: Option<String>,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// How it stands.
    pub status: RazorpaySubscriptionStatus,
    /// When the time began that is paid now.
    #[serde(default)]
    pub current_start: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub current_end: Option<String>,
    /// When the subscription ended.
    #[serde(default)]
    pub ended_at: Option<String>,
    /// How many times the plan.
    #[serde(default)]
    pub quantity: Option<u64>,
    /// When the next payment is due.
    #[serde(default)]
    pub charge_at: Option<String>,
    /// When it begins.
    #[serde(default)]
    pub start_at: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_at: Option<String>,
    /// How many payments there are in all.
    #[serde(default)]
    pub total_count: Option<u64>,
    /// How often the payer has tried to consent.
    #[serde(default)]
    pub auth_attempts: Option<u64>,
    /// How many payments have come.
    #[serde(default)]
    pub paid_count: Option<u64>,
    /// How many are left.
    #[serde(default)]
    pub remaining_count: Option<u64>,
    /// Where the payer consents.
    #[serde(default)]
    pub short_url: Option<String>,
    /// Whether a change is to come.
    #[serde(default)]
    pub has_scheduled_changes: bool,
    /// When it comes.
    #[serde(default)]
    pub change_scheduled_at: Option<String>,
    /// Razorpay's id of an offer.
    #[serde(default)]
    pub offer_id: Option<String>,
    /// The payment by which the payer consented.
    #[serde(default)]
    pub authorization_payment_id: Option<String>,
    /// When that was proven.
    #[serde(default)]
    pub authorization_verified_at: Option<String>,
    /// The notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub notes: BTreeMap<String, Value>,
    /// When Razorpay noted it.
    #[serde(default)]
    pub provider_created_at: Option<String>,
    /// When the project read it.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// When the project noted it.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When that was last changed.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
