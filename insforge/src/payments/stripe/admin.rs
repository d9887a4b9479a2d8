//! The project's account at Stripe, for its administrator.

use ::http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::super::admin::{Keys, Results};
use super::super::list::write_limit;
use super::super::{Connection, Customer, PaymentList, ProviderKey, SyncResult, Transaction, read, write};
use super::{Stripe, StripeCatalog, StripeSubscription};
use crate::client::Admin;
use crate::error::{Error, Result};
use crate::http::{Request, Target, json_call};

const SET_CONFIG: &str = "payments.stripe.set_config";
const DELETE_CONFIG: &str = "payments.stripe.delete_config";
const SYNC: &str = "payments.stripe.sync";
const WEBHOOK: &str = "payments.stripe.register_webhook";

#[derive(Deserialize)]
struct Transactions {
    transactions: Vec<Transaction>,
}

#[derive(Deserialize)]
struct Subscriptions {
    subscriptions: Vec<StripeSubscription>,
}

#[derive(Deserialize)]
struct Customers {
    customers: Vec<Customer>,
}

#[derive(Deserialize)]
struct Webhook {
    connection: Connection,
}

impl Stripe<Admin> {
    /// Sets the secret key of this world (`sk_test_…` or `sk_live_…`): `PUT /api/payments/stripe/{env}/config`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a key of the other world, or one that Stripe refuses.
    pub async fn set_config(&self, secret_key: &SecretString) -> Result<Vec<ProviderKey>> {
        let build = || {
            if secret_key.expose_secret().trim().is_empty() {
                return Err(Error::request("the secret key is empty"));
            }
            let body = json!({"secretKey": secret_key.expose_secret()});
            Ok(json_call(SET_CONFIG, Method::PUT, self.target(&["config"])?, &body)?.idempotent(true))
        };
        let keys: Keys = write(&self.caller, SET_CONFIG, build()).await?;
        Ok(keys.keys)
    }

    /// Forgets the secret key of this world: `DELETE /api/payments/stripe/{env}/config`.
    ///
    /// # Errors
    /// Those of the way there.
    pub async fn delete_config(&self) -> Result<Vec<ProviderKey>> {
        let keys: Keys = write(
            &self.caller,
            DELETE_CONFIG,
            self.bare(DELETE_CONFIG, Method::DELETE, "config"),
        )
        .await?;
        Ok(keys.keys)
    }

    /// Reads the account anew: `POST /api/payments/stripe/{env}/sync`.
    ///
    /// # Errors
    /// Those of the way there; what fails at Stripe is in the results.
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

    /// Has Stripe report to the project: `POST /api/payments/stripe/{env}/webhook`.
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
    /// Those of the way there.
    pub async fn catalog(&self) -> Result<StripeCatalog> {
        read(&self.caller, "payments.stripe.catalog", self.target(&["catalog"])).await
    }

    /// Payments, the newest first: `GET /api/payments/stripe/{env}/transactions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn transactions(&self, query: PaymentList) -> Result<Vec<Transaction>> {
        let target = self.listed("transactions", &query);
        let list: Transactions = read(&self.caller, "payments.stripe.transactions", target).await?;
        Ok(list.transactions)
    }

    /// Subscriptions, the newest first: `GET /api/payments/stripe/{env}/subscriptions`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn subscriptions(&self, query: PaymentList) -> Result<Vec<StripeSubscription>> {
        let target = self.listed("subscriptions", &query);
        let list: Subscriptions = read(&self.caller, "payments.stripe.subscriptions", target).await?;
        Ok(list.subscriptions)
    }

    /// Customers, 50 or so many (1 to 100): `GET /api/payments/stripe/{env}/customers`.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a limit beyond 1 to 100.
    pub async fn customers(&self, limit: Option<u32>) -> Result<Vec<Customer>> {
        let target = self.target(&["customers"]).and_then(|mut target| {
            write_limit(limit, &mut target)?;
            Ok(target)
        });
        let list: Customers = read(&self.caller, "payments.stripe.customers", target).await?;
        Ok(list.customers)
    }

    fn bare(&self, operation: &'static str, method: Method, rest: &str) -> Result<Request> {
        Ok(Request::new(operation, method, self.target(&[rest])?.finish()))
    }

    fn listed(&self, rest: &str, query: &PaymentList) -> Result<Target> {
        let mut target = self.target(&[rest])?;
        query.write(&mut target)?;
        Ok(target)
    }
}
