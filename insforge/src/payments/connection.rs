//! The project's accounts at payment providers.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Env;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// Whether an account is set up.
    pub enum ConnectionStatus {
        /// There are no keys.
        Unconfigured = "unconfigured",
        /// It answers.
        Connected = "connected",
        /// It does not.
        Error = "error",
    }

    /// How the last reading of an account went.
    pub enum SyncStatus {
        /// Well.
        Succeeded = "succeeded",
        /// Not at all.
        Failed = "failed",
    }

    /// What a key of Razorpay's is for.
    pub enum KeyType {
        /// It names the account.
        ApiKey = "api_key",
        /// It proves calls.
        ApiSecret = "api_secret",
        /// It proves what Razorpay reports.
        WebhookSecret = "webhook_secret",
    }
}

/// The project's account at a provider.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Connection {
    /// In which world.
    pub environment: Env,
    /// Whether it is set up.
    pub status: ConnectionStatus,
    /// The account's id.
    #[serde(default)]
    pub account_id: Option<String>,
    /// The account's address, at Stripe.
    #[serde(default)]
    pub account_email: Option<String>,
    /// The account's name, at Razorpay.
    #[serde(default)]
    pub merchant_name: Option<String>,
    /// Whether the account moves real money.
    #[serde(default)]
    pub account_livemode: Option<bool>,
    /// The id of the address that the provider reports to.
    #[serde(default)]
    pub webhook_endpoint_id: Option<String>,
    /// The address that the provider reports to.
    #[serde(default)]
    pub webhook_endpoint_url: Option<String>,
    /// When that was set up, ISO 8601.
    #[serde(default)]
    pub webhook_configured_at: Option<String>,
    /// The key with its middle hidden.
    #[serde(default)]
    pub masked_key: Option<String>,
    /// When the account was last read, ISO 8601.
    #[serde(default)]
    pub last_synced_at: Option<String>,
    /// How that went.
    #[serde(default)]
    pub last_sync_status: Option<SyncStatus>,
    /// Why it did not.
    #[serde(default)]
    pub last_sync_error: Option<String>,
    /// How much was read.
    #[serde(default, deserialize_with = "null_is_default")]
    pub last_sync_counts: BTreeMap<String, Value>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A key of a provider's account, **in full**: the server hides nothing from an administrator. `Debug` does not show it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProviderKey {
    /// In which world.
    pub environment: Env,
    /// What it is for, at Razorpay; Stripe has its secret key alone.
    #[serde(default)]
    pub key_type: Option<KeyType>,
    /// The key; `None` where there is none.
    #[serde(default, deserialize_with = "secret")]
    pub value: Option<SecretString>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl fmt::Debug for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderKey")
            .field("environment", &self.environment)
            .field("key_type", &self.key_type)
            .field("value", &self.value.as_ref().map(|_| "<redacted>"))
            .finish_non_exhaustive()
    }
}

/// Reads a secret that may be absent.
pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

/// What came of reading an account.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SyncResult {
    /// In which world.
    pub environment: Env,
    /// How it went, at Razorpay.
    #[serde(default)]
    pub status: Option<SyncStatus>,
    /// The account.
    pub connection: Connection,
    /// The subscriptions read, at Stripe.
    #[serde(default)]
    pub subscriptions: Option<SubscriptionCounts>,
    /// How much was read of each sort, at Razorpay.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sync_counts: BTreeMap<String, Value>,
    /// Why it did not go well, at Razorpay.
    #[serde(default)]
    pub error: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How many of Stripe's subscriptions were read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
#[non_exhaustive]
pub struct SubscriptionCounts {
    /// Read.
    pub synced: u64,
    /// Of nobody that the project knows.
    pub unmapped: u64,
    /// No longer there.
    pub deleted: u64,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
