//! The project's account at Stripe, for its administrator.

use ::http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::super::admin::{Keys, Results};
use super::super::list;
use super::super::{Connection, Customer, PaymentList, ProviderKey, SyncResult, Transaction, read, write};
use super::{Stripe, StripeCatalog, StripeSubscription};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, json_call};

const SET_CONFIG: &str = "payments.stripe.set_config";
const DELETE_CONFIG: &str = "payments.stripe.delete_config";
const SYNC: &str = "payments.stripe.sync";
const WEBHOOK: &str = "payments.stripe.register_webhook";

#[derive(Deserialize)]
struct Subscriptions {
    subscriptions: Vec<StripeSubscription>,
}

#[derive(Deserialize)]
struct Webhook {
    connection: Connection,
}

impl Stripe<Admin> {
    /// Sets the secret key of this world (`sk_test_…` or `sk_live_…`): `PUT /api/payments/stripe/{env}/config`. The
    /// project then has Stripe report to it and reads the account.
    ///
    /// ```no_run
    /// use insforge::SecretString;
    /// use insforge::payments::Env;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>, key: String) -> insforge::Result<()> {
    /// admin.payments().stripe(Env::Test).set_config(&SecretString::from(key)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a key of the other world, or one that Stripe refuses.
    pub async fn set_config(&self, secret_key: &SecretString) -> Result<Vec<ProviderKey>> {
        let build = || {
            if secret_key.expose_secret().trim().is_empty() {
                return Err(Error::request("the secret key is empty"));
            }
            let body = json!({"secretKey": secret_key.expose_secret()});
            let request = json_call(SET_CONFIG, Method::PUT, self.target(&["config"])?, &body)?;
            Ok(request.idempotent(true).secret_answer())
        };
        let keys: Keys = write(&self.caller, SET_CONFIG, build()).await?;
        Ok(keys.keys)
    }

    /// Forgets the secret key of this world: `DELETE /api/payments/stripe/{env}/config`. What was read and paid stays.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where there is no key.
    pub async fn delete_config(&self) -> Result<Vec<ProviderKey>> {
        let request = self.bare(DELETE_CONFIG, Method::DELETE, "config");
        let keys: Keys = write(&self.caller, DELETE_CONFIG, request.map(Request::secret_answer)).await?;
        Ok(keys.keys)
    }

    /// Reads the account of this world anew: `POST /api/payments/stripe/{env}/sync`. One result comes back.
    ///
    /// # Errors
    /// Those of any call. What fails at Stripe is no error but stands in the result.
    pub async fn sync(&self) -> Result<Vec<SyncResult>> {
        let request = self.bare(SYNC, Method::POST, "sync");
        let results: Results = write(
            &self.caller,
            SYNC,
            request.map(|request| request.idempotent(true)),
        )
        .await?;
        Ok(results.results)
    }

    /// Has Stripe report to the project, with a new secret: `POST /api/payments/stripe/{env}/webhook`. Setting a key does
    /// so already.
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where there is no key.
    pub async fn register_webhook(&self) -> Result<Connection> {
        let webhook: Webhook =
            write(&self.caller, WEBHOOK, self.bare(WEBHOOK, Method::POST, "webhook")).await?;
        Ok(webhook.connection)
    }

    /// Products and prices: `GET /api/payments/stripe/{env}/catalog`.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn catalog(&self) -> Result<StripeCatalog> {
        read(&self.caller, "payments.stripe.catalog", self.target(&["catalog"])).await
    }

    /// Payments that came, failed or were given back, the newest first: `GET /api/payments/stripe/{env}/transactions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn transactions(&self, query: PaymentList) -> Result<Vec<Transaction>> {
        let target = self.target(&["transactions"]);
        list::transactions(&self.caller, "payments.stripe.transactions", target, &query).await
    }

    /// Subscriptions, the newest first: `GET /api/payments/stripe/{env}/subscriptions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn subscriptions(&self, query: PaymentList) -> Result<Vec<StripeSubscription>> {
        let target = query.of(self.target(&["subscriptions"]));
        let list: Subscriptions = read(&self.caller, "payments.stripe.subscriptions", target).await?;
        Ok(list.subscriptions)
    }

    /// Customers, 50 or so many (1 to 100): `GET /api/payments/stripe/{env}/customers`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn customers(&self, limit: Option<u32>) -> Result<Vec<Customer>> {
        let target = self.target(&["customers"]);
        list::customers(&self.caller, "payments.stripe.customers", target, limit).await
    }

    fn bare(&self, operation: &'static str, method: Method, rest: &str) -> Result<Request> {
        Ok(Request::new(operation, method, self.target(&[rest])?.finish()))
    }
}
