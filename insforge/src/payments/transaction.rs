//! Payments that were made, and who made them, of either provider.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Currency, Env, Money};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// Who moves the money.
    pub enum Provider {
        /// Stripe.
        Stripe = "stripe",
        /// Razorpay.
        Razorpay = "razorpay",
    }

    /// What sort of payment it was.
    pub enum TransactionType {
        /// A single one.
        OneTimePayment = "one_time_payment",
        /// One of a subscription.
        SubscriptionInvoice = "subscription_invoice",
        /// Money given back.
        Refund = "refund",
        /// One that did not come about.
        FailedPayment = "failed_payment",
    }

    /// How a payment stands.
    pub enum TransactionStatus {
        /// Paid.
        Succeeded = "succeeded",
        /// Not paid.
        Failed = "failed",
        /// Not decided yet.
        Pending = "pending",
        /// Given back.
        Refunded = "refunded",
        /// Given back in part.
        PartiallyRefunded = "partially_refunded",
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Transaction {
    /// In which world.
    pub environment: Env,
    /// Who moved the money.
    pub provider: Provider,
    /// What sort it is.
    #[serde(rename = "type")]
    pub kind: TransactionType,
    /// How it stands.
    pub status: TransactionStatus,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// The payer's id at the provider.
    #[serde(default)]
    pub provider_customer_id: Option<String>,
    /// The payer's address at that time.
    #[serde(default)]
    pub customer_email_snapshot: Option<String>,
    /// The provider's id of the payment.
    #[serde(default)]
    pub provider_reference_id: Option<String>,
    /// What that is the id of.
    #[serde(default)]
    pub provider_reference_type: Option<String>,
    /// How much, in the smallest unit of the currency.
    #[serde(default)]
    pub amount: Option<i64>,
    /// How much was given back, in the smallest unit.
    #[serde(default)]
    pub amount_refunded: Option<i64>,
    /// The currency.
    #[serde(default)]
    pub currency: Currency,
    /// What it was for.
    #[serde(default)]
    pub description: Option<String>,
    /// When it was paid, ISO 8601.
    #[serde(default)]
    pub paid_at: Option<String>,
    /// When it failed, ISO 8601.
    #[serde(default)]
    pub failed_at: Option<String>,
    /// When it was given back, ISO 8601.
    #[serde(default)]
    pub refunded_at: Option<String>,
    /// When the provider noted it, ISO 8601.
    #[serde(default)]
    pub provider_created_at: Option<String>,
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

impl Transaction {
    /// How much, where the provider says so.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        Some(Money::of(self.amount?, self.currency.clone()))
    }
}

/// Somebody who pays.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// In which world.
    pub environment: Env,
    /// At which provider.
    pub provider: Provider,
    /// The id there.
    pub provider_customer_id: String,
    /// The address.
    #[serde(default)]
    pub email: Option<String>,
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// Whether the provider has deleted the record.
    #[serde(default)]
    pub deleted: bool,
    /// The program's own notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, Value>,
    /// When the provider noted the customer, ISO 8601.
    #[serde(default)]
    pub provider_created_at: Option<String>,
    /// When the project read it, ISO 8601.
    #[serde(default)]
    pub synced_at: Option<String>,
    /// How often the customer has paid.
    #[serde(default, deserialize_with = "null_is_default")]
    pub payments_count: u64,
    /// When the customer last paid, ISO 8601.
    #[serde(default)]
    pub last_payment_at: Option<String>,
    /// How much the customer has paid in all, in the smallest unit.
    #[serde(default)]
    pub total_spend: Option<i64>,
    /// In which currency.
    #[serde(default)]
    pub total_spend_currency: Option<Currency>,
    /// What the customer pays with.
    #[serde(default)]
    pub payment_method_brand: Option<String>,
    /// Its last four digits.
    #[serde(default)]
    pub payment_method_last4: Option<String>,
    /// The customer's country.
    #[serde(default)]
    pub country_code: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
