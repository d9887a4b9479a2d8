//! What Razorpay's script in the browser is given.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::Currency;

/// The options of Razorpay's script: hand them to the browser as JSON (`serde_json::to_string(&options)`), as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheckoutOptions {
    /// The account's public key.
    pub key: String,
    /// How much, in the smallest unit of the currency; orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The currency; orders only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Razorpay's id of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// Razorpay's id of the subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<String>,
    /// The seller's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the form starts with.
    #[serde(default)]
    pub prefill: Prefill,
    /// Where the browser goes when it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// Fields that this version does not know; they go along.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What the payer's form starts with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Prefill {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Fields that this version does not know; they go along.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
