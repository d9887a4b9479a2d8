//! The project's account at Razorpay, for its administrator.

use std::fmt;

use ::http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::super::admin::{Keys, Results};
use super::super::connection::secret;
use super::super::list;
use super::super::{Connection, Customer, PaymentList, ProviderKey, SyncResult, Transaction, read, write};
use super::{Razorpay, RazorpaySubscription};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, json_call};

const SET_CONFIG: &str = "payments.razorpay.set_config";
const DELETE_CONFIG: &str = "payments.razorpay.delete_config";
const SYNC: &str = "payments.razorpay.sync";
const WEBHOOK: &str = "payments.razorpay.webhook";
const ROTATE: &str = "payments.razorpay.rotate_webhook_secret";

#[derive(Deserialize)]
struct Subscriptions {
    subscriptions: Vec<RazorpaySubscription>,
}

/// Where Razorpay reports to, and the secret that proves its reports. `Debug` does not show the secret.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RazorpayWebhook {
    /// The account.
    pub connection: Connection,
    /// The address to enter at Razorpay.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// The secret to enter beside it.
    #[serde(default, deserialize_with = "secret")]
    pub webhook_secret: Option<SecretString>,
}

impl fmt::Debug for RazorpayWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RazorpayWebhook")
            .field("connection", &self.connection)
            .field("webhook_url", &self.webhook_url)
            .field(
                "webhook_secret",
                &self.webhook_secret.as_ref().map(|_| "<redacted>"),
            )
            .finish()
    }
}

impl Razorpay<Admin> {
    /// Sets the keys of this world (`rzp_test_…` or `rzp_live_…` and its secret):
    /// `PUT /api/payments/razorpay/{env}/config`. Without a webhook secret the project makes one.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a key of the other world, or one that Razorpay refuses.
    pub async fn set_config(
        &self,
        key_id: &str,
        key_secret: &SecretString,
        webhook_secret: Option<&SecretString>,
    ) -> Result<Vec<ProviderKey>> {
        let build = || {
            if key_id.trim().is_empty() || key_secret.expose_secret().trim().is_empty() {
                return Err(Error::request("the key's id and its secret are needed"));
            }
            let mut body = json!({"keyId": key_id, "keySecret": key_secret.expose_secret()});
            if let (Some(secret), Some(map)) = (webhook_secret, body.as_object_mut()) {
                map.insert("webhookSecret".to_owned(), secret.expose_secret().into());
            }
            let request = json_call(SET_CONFIG, Method::PUT, self.target(&["config"])?, &body)?;
            Ok(request.idempotent(true).secret_answer())
        };
        let keys: Keys = write(&self.caller, SET_CONFIG, build()).await?;
        Ok(keys.keys)
    }

    /// Forgets the keys of this world: `DELETE /api/payments/razorpay/{env}/config`. What was read and paid stays.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where there are no keys.
    pub async fn delete_config(&self) -> Result<Vec<ProviderKey>> {
        let request = self.bare(DELETE_CONFIG, Method::DELETE, &["config"]);
        let keys: Keys = write(&self.caller, DELETE_CONFIG, request.map(Request::secret_answer)).await?;
        Ok(keys.keys)
    }

    /// Reads the account of this world anew: `POST /api/payments/razorpay/{env}/sync`. One result comes back.
    ///
    /// # Errors
    /// Those of any call. What fails at Razorpay is no error but stands in the result.
    pub async fn sync(&self) -> Result<Vec<SyncResult>> {
        let request = self.bare(SYNC, Method::POST, &["sync"]);
        let results: Results = write(
            &self.caller,
            SYNC,
            request.map(|request| request.idempotent(true)),
        )
        .await?;
        Ok(results.results)
    }

    /// Where Razorpay reports to: `GET /api/payments/razorpay/{env}/webhook`. Enter both at Razorpay, which InsForge cannot
    /// do.
    ///
    /// ```no_run
    /// use insforge::ExposeSecret;
    /// use insforge::payments::Env;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let webhook = admin.payments().razorpay(Env::Test).webhook().await?;
    /// if let (Some(url), Some(secret)) = (webhook.webhook_url, webhook.webhook_secret) {
    ///     println!("{url} {}", secret.expose_secret());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where there are no keys.
    pub async fn webhook(&self) -> Result<RazorpayWebhook> {
        let request = self.bare(WEBHOOK, Method::GET, &["webhook"]);
        write(&self.caller, WEBHOOK, request.map(Request::secret_answer)).await
    }

    /// Makes another webhook secret: `POST /api/payments/razorpay/{env}/webhook/rotate-secret`. Enter it at Razorpay; the
    /// old one no longer holds.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where there are no keys.
    pub async fn rotate_webhook_secret(&self) -> Result<RazorpayWebhook> {
        let request = self.bare(ROTATE, Method::POST, &["webhook", "rotate-secret"]);
        write(&self.caller, ROTATE, request.map(Request::secret_answer)).await
    }

    /// Payments that came, failed or were given back, the newest first: `GET /api/payments/razorpay/{env}/transactions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn transactions(&self, query: PaymentList) -> Result<Vec<Transaction>> {
        let target = self.target(&["transactions"]);
        list::transactions(&self.caller, "payments.razorpay.transactions", target, &query).await
    }

    /// Subscriptions, the newest first: `GET /api/payments/razorpay/{env}/subscriptions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn subscriptions(&self, query: PaymentList) -> Result<Vec<RazorpaySubscription>> {
        let target = query.of(self.target(&["subscriptions"]));
        let list: Subscriptions = read(&self.caller, "payments.razorpay.subscriptions", target).await?;
        Ok(list.subscriptions)
    }

    /// Customers, 50 or so many (1 to 100): `GET /api/payments/razorpay/{env}/customers`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn customers(&self, limit: Option<u32>) -> Result<Vec<Customer>> {
        let target = self.target(&["customers"]);
        list::customers(&self.caller, "payments.razorpay.customers", target, limit).await
    }

    fn bare(&self, operation: &'static str, method: Method, rest: &[&str]) -> Result<Request> {
        Ok(Request::new(operation, method, self.target(rest)?.finish()))
    }
}
