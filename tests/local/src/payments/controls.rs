use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::provider::Provider;
use super::signature::sign;
use super::{razorpay, stripe};
use crate::app::{App, web_client};
use crate::error::Error;
use crate::reply::Failure;

/// What Razorpay's script gives the browser when somebody has paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RazorpayProof {
    /// Razorpay's id of the payment.
    pub payment_id: String,
    /// Its proof.
    pub signature: String,
}

/// Plays the payers and the providers in the test world: what happens on their pages and in their dashboards. What they
/// report is sent, signed, to the project's own webhook.
///
/// ```no_run
/// # async fn demo(local: insforge_local::Local) -> Result<(), insforge_local::Error> {
/// // … a program has made a checkout session …
/// local.payments().pay_checkout("cs_test_3").await?;
/// // … and now `payments.webhook_events` and the transactions know of it.
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PaymentControls {
    app: Arc<App>,
    runtime: tokio::runtime::Handle,
}

const ENV: &str = "test";

impl PaymentControls {
    pub(crate) fn new(app: Arc<App>, runtime: tokio::runtime::Handle) -> Self {
        Self { app, runtime }
    }

    /// Pays on Stripe's page. Stripe reports the completed session, and for a subscription its invoice and itself.
    ///
    /// # Errors
    ///
    /// If there is no such open checkout, or the project refuses a report.
    pub async fn pay_checkout(&self, checkout_session_id: &str) -> Result<(), Error> {
        let reports = stripe::pay(&mut self.app.payments.lock(), ENV, checkout_session_id);
        self.send_all("stripe", reports.map_err(error)?).await
    }

    /// Pays an order in Razorpay's form. Razorpay reports the payment and the paid order.
    ///
    /// # Errors
    ///
    /// If there is no such order, or the project refuses a report.
    pub async fn pay_order(&self, order_id: &str) -> Result<RazorpayProof, Error> {
        let paid = razorpay::pay(&mut self.app.payments.lock(), ENV, order_id);
        let (proof, reports) = paid.map_err(error)?;
        self.send_all("razorpay", reports).await?;
        Ok(shown(proof))
    }

    /// Consents to a subscription in Razorpay's form and pays the first time. Razorpay reports both.
    ///
    /// # Errors
    ///
    /// If there is no such subscription, or the project refuses a report.
    pub async fn consent(&self, subscription_id: &str) -> Result<RazorpayProof, Error> {
        let consented = razorpay::consent(&mut self.app.payments.lock(), ENV, subscription_id);
        let (proof, reports) = consented.map_err(error)?;
        self.send_all("razorpay", reports).await?;
        Ok(shown(proof))
    }

    /// Lets a subscription's next payment come. Razorpay reports it.
    ///
    /// # Errors
    ///
    /// If there is no such subscription, or the project refuses the report.
    pub async fn charge(&self, subscription_id: &str) -> Result<(), Error> {
        let reports = razorpay::charge(&mut self.app.payments.lock(), ENV, subscription_id);
        self.send_all("razorpay", reports.map_err(error)?).await
    }

    /// Renames a product in Stripe's dashboard, which reports nothing of it: only reading the account anew shows it.
    pub fn rename_stripe_product(&self, product_id: &str, name: &str) {
        let place = (Provider::Stripe, ENV, "product", product_id.to_owned());
        if let Some(product) = self.app.payments.lock().objects.get_mut(&place) {
            product["name"] = json!(name);
        }
    }

    /// Sends a report of `stripe` or `razorpay` as that provider signs it, and gives the status and the answer.
    ///
    /// # Errors
    ///
    /// If there is no such provider, or the project's webhook cannot be reached.
    pub async fn report(&self, provider: &str, event: &Value) -> Result<(u16, Value), Error> {
        let provider =
            Provider::named(provider).ok_or_else(|| Error::Internal(format!("no provider {provider:?}")))?;
        let keys = self.app.payments.lock().keys.get(&(provider, ENV)).cloned();
        let secret = keys.and_then(|keys| keys.webhook).unwrap_or_default();
        let (app, body) = (Arc::clone(&self.app), event.to_string());
        let id = event["id"].as_str().map(str::to_owned);
        // On the instance's own runtime: its connections must not depend on the caller's.
        self.runtime
            .spawn(async move { post(&app, provider, &secret, body, id).await })
            .await
            .map_err(|_| Error::Stopped)?
    }

    async fn send_all(&self, provider: &str, reports: Vec<Value>) -> Result<(), Error> {
        for event in reports {
            let (status, answer) = self.report(provider, &event).await?;
            if status != 200 {
                return Err(Error::Internal(format!(
                    "the project refused a report: {status} {answer}"
                )));
            }
        }
        Ok(())
    }
}

async fn post(
    app: &App,
    provider: Provider,
    secret: &str,
    body: String,
    id: Option<String>,
) -> Result<(u16, Value), Error> {
    let url = format!("{}/api/webhooks/{}/{ENV}", app.storage.api(), provider.name());
    let request = web_client()?.post(url).header("content-type", "application/json");
    let request = match provider {
        Provider::Stripe => {
            let now = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |passed| passed.as_secs());
            let signature = sign(secret, &[format!("{now}.").as_bytes(), body.as_bytes()]);
            request.header("stripe-signature", format!("t={now},v1={signature}"))
        }
        Provider::Razorpay => request
            .header("x-razorpay-signature", sign(secret, &[body.as_bytes()]))
            .header("x-razorpay-event-id", id.unwrap_or_default()),
    };
    let failed = |error: reqwest::Error| Error::Internal(format!("the report could not be sent: {error}"));
    let response = request.body(body).send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let text = response.text().await.map_err(failed)?;
    Ok((status, serde_json::from_str(&text).unwrap_or_default()))
}

fn error(failure: Failure) -> Error {
    Error::Internal(failure.message)
}

fn shown(proof: razorpay::Proof) -> RazorpayProof {
    RazorpayProof {
        payment_id: proof.payment,
        signature: proof.signature,
    }
}

impl std::fmt::Debug for PaymentControls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaymentControls").finish_non_exhaustive()
    }
}
