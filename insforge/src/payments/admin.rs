//! The accounts at all providers, for the project's administrator.

use ::http::Method;
use serde::Deserialize;

use super::{Connection, Payments, ProviderKey, SyncResult, read, write};
use crate::client::Admin;
use crate::error::Result;
use crate::http::{Request, Target};

#[derive(Deserialize)]
struct StripeStatus {
    connections: Vec<Connection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RazorpayStatus {
    razorpay_connections: Vec<Connection>,
}

#[derive(Deserialize)]
pub(super) struct Keys {
    pub(super) keys: Vec<ProviderKey>,
}

#[derive(Deserialize)]
pub(super) struct Results {
    pub(super) results: Vec<SyncResult>,
}

impl Payments<Admin> {
    /// The accounts at Stripe, one a world, set up or not: `GET /api/payments/stripe/status`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn stripe_status(&self) -> Result<Vec<Connection>> {
        let target = Ok(Target::new("/api/payments/stripe/status"));
        let status: StripeStatus = read(&self.caller, "payments.stripe.status", target).await?;
        Ok(status.connections)
    }

    /// The secret keys of Stripe, one a world, in full: `GET /api/payments/stripe/config`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn stripe_config(&self) -> Result<Vec<ProviderKey>> {
        self.keys("payments.stripe.config", "/api/payments/stripe/config")
            .await
    }

    /// Reads the accounts at Stripe anew, both worlds: `POST /api/payments/stripe/sync`. For one world there is
    /// [`Stripe::sync`](super::Stripe::sync).
    ///
    /// # Errors
    /// Those of any call. What fails at Stripe is no error but stands in the results.
    pub async fn sync_stripe(&self) -> Result<Vec<SyncResult>> {
        self.sync("payments.stripe.sync_all", "/api/payments/stripe/sync")
            .await
    }

    /// The accounts at Razorpay, one a world, set up or not: `GET /api/payments/razorpay/status`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn razorpay_status(&self) -> Result<Vec<Connection>> {
        let target = Ok(Target::new("/api/payments/razorpay/status"));
        let status: RazorpayStatus = read(&self.caller, "payments.razorpay.status", target).await?;
        Ok(status.razorpay_connections)
    }

    /// The keys of Razorpay, three a world, in full: `GET /api/payments/razorpay/config`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn razorpay_config(&self) -> Result<Vec<ProviderKey>> {
        self.keys("payments.razorpay.config", "/api/payments/razorpay/config")
            .await
    }

    /// Reads the accounts at Razorpay anew, both worlds: `POST /api/payments/razorpay/sync`. For one world there is
    /// [`Razorpay::sync`](super::Razorpay::sync).
    ///
    /// # Errors
    /// Those of any call. What fails at Razorpay is no error but stands in the results.
    pub async fn sync_razorpay(&self) -> Result<Vec<SyncResult>> {
        self.sync("payments.razorpay.sync_all", "/api/payments/razorpay/sync")
            .await
    }

    async fn keys(&self, operation: &'static str, path: &'static str) -> Result<Vec<ProviderKey>> {
        let request = Request::new(operation, Method::GET, Target::new(path).finish()).secret_answer();
        let keys: Keys = write(&self.caller, operation, Ok(request)).await?;
        Ok(keys.keys)
    }

    async fn sync(&self, operation: &'static str, path: &'static str) -> Result<Vec<SyncResult>> {
        // Reading an account anew is the same once or twice.
        let request = Request::new(operation, Method::POST, Target::new(path).finish()).idempotent(true);
        let results: Results = write(&self.caller, operation, Ok(request)).await?;
        Ok(results.results)
    }
}
