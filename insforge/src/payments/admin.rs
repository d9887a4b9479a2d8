//! The accounts at all providers, for the project's administrator.

use ::http::Method;
use serde::Deserialize;
use serde_json::json;

use super::{Connection, Env, Payments, ProviderKey, SyncResult, read, write};
use crate::client::Admin;
use crate::error::Result;
use crate::http::{Target, json_call};

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
    /// The accounts at Stripe: `GET /api/payments/stripe/status`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn stripe_status(&self) -> Result<Vec<Connection>> {
        let target = Ok(Target::new("/api/payments/stripe/status"));
        let status: StripeStatus = read(&self.caller, "payments.stripe.status", target).await?;
        Ok(status.connections)
    }

    /// The keys of Stripe, masked: `GET /api/payments/stripe/config`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn stripe_config(&self) -> Result<Vec<ProviderKey>> {
        let target = Ok(Target::new("/api/payments/stripe/config"));
        let keys: Keys = read(&self.caller, "payments.stripe.config", target).await?;
        Ok(keys.keys)
    }

    /// Reads the accounts at Stripe anew, of one world or of both: `POST /api/payments/stripe/sync`.
    ///
    /// # Errors
    /// Those of the way there; what fails at Stripe is in the results.
    pub async fn sync_stripe(&self, env: Option<Env>) -> Result<Vec<SyncResult>> {
        self.sync("payments.stripe.sync", "/api/payments/stripe/sync", env)
            .await
    }

    /// The accounts at Razorpay: `GET /api/payments/razorpay/status`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn razorpay_status(&self) -> Result<Vec<Connection>> {
        let target = Ok(Target::new("/api/payments/razorpay/status"));
        let status: RazorpayStatus = read(&self.caller, "payments.razorpay.status", target).await?;
        Ok(status.razorpay_connections)
    }

    /// The keys of Razorpay, masked: `GET /api/payments/razorpay/config`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn razorpay_config(&self) -> Result<Vec<ProviderKey>> {
        let target = Ok(Target::new("/api/payments/razorpay/config"));
        let keys: Keys = read(&self.caller, "payments.razorpay.config", target).await?;
        Ok(keys.keys)
    }

    /// Reads the accounts at Razorpay anew, of one world or of both: `POST /api/payments/razorpay/sync`.
    ///
    /// # Errors
    /// Those of the way there; what fails at Razorpay is in the results.
    pub async fn sync_razorpay(&self, env: Option<Env>) -> Result<Vec<SyncResult>> {
        self.sync("payments.razorpay.sync", "/api/payments/razorpay/sync", env)
            .await
    }

    async fn sync(
        &self,
        operation: &'static str,
        path: &'static str,
        env: Option<Env>,
    ) -> Result<Vec<SyncResult>> {
        let env = env.as_ref().map_or("all", Env::as_str);
        // Reading an account anew is the same once or twice.
        let request = json_call(operation, Method::POST, path, &json!({"environment": env}));
        let results: Results = write(
            &self.caller,
            operation,
            request.map(|request| request.idempotent(true)),
        )
        .await?;
        Ok(results.results)
    }
}
