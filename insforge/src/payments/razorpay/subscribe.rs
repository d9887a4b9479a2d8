//! Making, proving, ending, resting and resuming subscriptions at Razorpay.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::subject::{check_optional, check_text};
use super::super::{Payer, Subject, write};
use super::buyer::{Buyer, buyer_setters};
use super::{CheckoutOptions, Razorpay, RazorpaySubscription};
use crate::client::Role;
use crate::error::{Error, Result};
use crate::http::json_call;

const CREATE: &str = "payments.razorpay.create_subscription";
const VERIFY: &str = "payments.razorpay.verify_subscription";
const CANCEL: &str = "payments.razorpay.cancel_subscription";
const PAUSE: &str = "payments.razorpay.pause_subscription";
const RESUME: &str = "payments.razorpay.resume_subscription";

/// A subscription to be made. It ends after a number of payments or at a time; [`total_count`](Self::total_count) or
/// [`end_at`](Self::end_at) says which.
///
/// ```
/// use insforge::payments::{NewRazorpaySubscription, Subject};
///
/// let yearly = NewRazorpaySubscription::new("plan_123", Subject::new("team", "42")).total_count(12);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct NewRazorpaySubscription {
    plan_id: String,
    subject: Subject,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expire_by: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_notify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offer_id: Option<String>,
    #[serde(flatten)]
    buyer: Buyer,
}

impl NewRazorpaySubscription {
    /// A subscription to a plan for somebody.
    pub fn new(plan_id: impl Into<String>, subject: Subject) -> Self {
        Self {
            plan_id: plan_id.into(),
            subject,
            total_count: None,
            end_at: None,
            quantity: None,
            start_at: None,
            expire_by: None,
            customer_notify: None,
            offer_id: None,
            buyer: Buyer::default(),
        }
    }

    /// Ends after so many payments.
    pub fn total_count(mut self, payments: u64) -> Self {
        self.total_count = Some(payments);
        self
    }

    /// Ends at this time, in seconds since 1970.
    pub fn end_at(mut self, seconds: u64) -> Self {
        self.end_at = Some(seconds);
        self
    }

    /// How many times the plan.
    pub fn quantity(mut self, quantity: u64) -> Self {
        self.quantity = Some(quantity);
        self
    }

    /// Begins at this time, in seconds since 1970.
    pub fn start_at(mut self, seconds: u64) -> Self {
        self.start_at = Some(seconds);
        self
    }

    /// The payer may consent until this time, in seconds since 1970.
    pub fn expire_by(mut self, seconds: u64) -> Self {
        self.expire_by = Some(seconds);
        self
    }

    /// Whether Razorpay writes to the payer.
    pub fn customer_notify(mut self, notify: bool) -> Self {
        self.customer_notify = Some(notify);
        self
    }

    /// An offer by Razorpay's id.
    pub fn offer_id(mut self, id: impl Into<String>) -> Self {
        self.offer_id = Some(id.into());
        self
    }

    buyer_setters!();

    fn check(&self) -> Result<()> {
        check_text("the plan's id", &self.plan_id, 255)?;
        self.subject.check()?;
        check_optional("the offer's id", self.offer_id.as_ref(), 255)?;
        if self.total_count.is_none() && self.end_at.is_none() {
            return Err(Error::request(
                "a subscription needs an end: call total_count(payments) or end_at(seconds)",
            ));
        }
        let numbers = [
            self.total_count,
            self.end_at,
            self.quantity,
            self.start_at,
            self.expire_by,
        ];
        if numbers.contains(&Some(0)) {
            return Err(Error::request("counts and times of a subscription are 1 or more"));
        }
        self.buyer.check()
    }
}

/// A subscription that was made, and what the browser is given for the payer to consent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedSubscription {
    /// The subscription.
    pub subscription: RazorpaySubscription,
    /// What Razorpay's script is given.
    pub checkout_options: CheckoutOptions,
}

/// What came of proving the payer's consent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct VerifiedSubscription {
    /// Whether it is proven.
    pub verified: bool,
    /// The subscription.
    pub subscription: RazorpaySubscription,
}

#[derive(Deserialize)]
struct One {
    subscription: RazorpaySubscription,
}

impl<R: Role> Razorpay<R> {
    /// Makes a subscription for a signed-in user: `POST /api/payments/razorpay/{env}/subscriptions`. The server takes no
    /// idempotency key here, so the call is sent once.
    ///
    /// ```no_run
    /// use insforge::payments::{Env, NewRazorpaySubscription, Subject};
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let yearly = NewRazorpaySubscription::new("plan_123", Subject::new("team", "42")).total_count(12);
    /// let made = client.payments().razorpay(Env::Test).create_subscription(yearly).await?;
    /// println!("the payer consents at {:?}", made.subscription.short_url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`Invalid`](crate::ErrorKind::Invalid) where Razorpay knows no such plan,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) where a policy refuses the subject,
    /// [`Request`](crate::ErrorKind::Request) for a subscription that cannot be.
    pub async fn create_subscription(
        &self,
        subscription: NewRazorpaySubscription,
    ) -> Result<CreatedSubscription>
    where
        R: Payer,
    {
        let build = || {
            subscription.check()?;
            json_call(
                CREATE,
                Method::POST,
                self.target(&["subscriptions"])?,
                &subscription,
            )
        };
        write(&self.caller, CREATE, build()).await
    }

    /// Proves the payer's consent by what Razorpay's script gave the browser:
    /// `POST /api/payments/razorpay/{env}/subscriptions/verify`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a wrong signature, [`NotFound`](crate::ErrorKind::NotFound) for a
    /// subscription that the project does not know.
    pub async fn verify_subscription(
        &self,
        subscription_id: &str,
        payment_id: &str,
        signature: &str,
    ) -> Result<VerifiedSubscription>
    where
        R: Payer,
    {
        let build = || {
            check_text("the subscription's id", subscription_id, 255)?;
            check_text("the payment's id", payment_id, 255)?;
            check_text("the signature", signature, 1024)?;
            let body =
                json!({"subscriptionId": subscription_id, "paymentId": payment_id, "signature": signature});
            Ok(json_call(
                VERIFY,
                Method::POST,
                self.target(&["subscriptions", "verify"])?,
                &body,
            )?
            .idempotent(true))
        };
        write(&self.caller, VERIFY, build()).await
    }

    /// Ends a subscription, at once or when the time that is paid is over:
    /// `POST /api/payments/razorpay/{env}/subscriptions/{id}/cancel`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id that the caller may end,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`Invalid`](crate::ErrorKind::Invalid) where its state does not allow it.
    pub async fn cancel_subscription(&self, id: &str, at_cycle_end: bool) -> Result<RazorpaySubscription>
    where
        R: Payer,
    {
        self.change(CANCEL, id, "cancel", &json!({"cancelAtCycleEnd": at_cycle_end}))
            .await
    }

    /// Lets a subscription rest: `POST /api/payments/razorpay/{env}/subscriptions/{id}/pause`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id that the caller may change,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`Invalid`](crate::ErrorKind::Invalid) where its state does not allow it.
    pub async fn pause_subscription(&self, id: &str) -> Result<RazorpaySubscription>
    where
        R: Payer,
    {
        self.change(PAUSE, id, "pause", &json!({})).await
    }

    /// Resumes a subscription: `POST /api/payments/razorpay/{env}/subscriptions/{id}/resume`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id that the caller may change,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`Invalid`](crate::ErrorKind::Invalid) where its state does not allow it.
    pub async fn resume_subscription(&self, id: &str) -> Result<RazorpaySubscription>
    where
        R: Payer,
    {
        self.change(RESUME, id, "resume", &json!({})).await
    }

    async fn change(
        &self,
        operation: &'static str,
        id: &str,
        verb: &str,
        body: &serde_json::Value,
    ) -> Result<RazorpaySubscription> {
        let target = self.target(&["subscriptions", id, verb]);
        let request = target.and_then(|target| json_call(operation, Method::POST, target, body));
        let one: One = write(&self.caller, operation, request).await?;
        Ok(one.subscription)
    }
}
