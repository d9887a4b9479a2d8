//! Paying on Stripe's own page.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::subject::{Notes, check_notes, check_text, check_url};
use super::super::{Env, IdempotencyKey, Payer, Subject, write};
use super::Stripe;
use crate::client::Role;
use crate::error::{Error, Result};
use crate::http::{Request, json_call};
use crate::open_enum::open_enum;

const OPERATION: &str = "payments.stripe.create_checkout_session";

open_enum! {
    /// What is paid.
    pub enum CheckoutMode {
        /// A price, once.
        Payment = "payment",
        /// A subscription.
        Subscription = "subscription",
    }

    /// How a checkout stands.
    pub enum CheckoutStatus {
        /// It is being set up.
        Initialized = "initialized",
        /// The page is there.
        Open = "open",
        /// It is done.
        Completed = "completed",
        /// Nobody came.
        Expired = "expired",
        /// It could not be set up.
        Failed = "failed",
    }

    /// Whether the money has come.
    pub enum PaymentStatus {
        /// It has.
        Paid = "paid",
        /// It has not.
        Unpaid = "unpaid",
        /// There is nothing to pay now.
        NoPaymentRequired = "no_payment_required",
    }
}

/// A checkout to be made.
///
/// ```
/// use insforge::payments::{NewCheckout, Subject};
///
/// let once = NewCheckout::payment("https://shop.example.com/done", "https://shop.example.com/cart")
///     .line_item("price_123", 2)
///     .customer_email("ada@example.com")
///     .metadata("order", "1234");
/// let monthly = NewCheckout::subscription(
///     Subject::new("team", "42"),
///     "https://shop.example.com/done",
///     "https://shop.example.com/plans",
/// )
/// .line_item("price_456", 1);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct NewCheckout {
    mode: CheckoutMode,
    line_items: Vec<LineItem>,
    success_url: String,
    cancel_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_email: Option<String>,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    metadata: Notes,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineItem {
    price_id: String,
    quantity: u32,
}

/// The body of the call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(flatten)]
    checkout: &'a NewCheckout,
    idempotency_key: &'a IdempotencyKey,
}

impl NewCheckout {
    /// A price to be paid once. The user comes back to one of the two addresses.
    pub fn payment(success_url: impl Into<String>, cancel_url: impl Into<String>) -> Self {
        Self::new(CheckoutMode::Payment, None, success_url.into(), cancel_url.into())
    }

    /// A subscription for somebody. The user comes back to one of the two addresses.
    pub fn subscription(
        subject: Subject,
        success_url: impl Into<String>,
        cancel_url: impl Into<String>,
    ) -> Self {
        Self::new(
            CheckoutMode::Subscription,
            Some(subject),
            success_url.into(),
            cancel_url.into(),
        )
    }

    fn new(mode: CheckoutMode, subject: Option<Subject>, success_url: String, cancel_url: String) -> Self {
        Self {
            mode,
            line_items: Vec::new(),
            success_url,
            cancel_url,
            subject,
            customer_email: None,
            metadata: Notes::new(),
        }
    }

    /// Adds a price of Stripe's catalogue, so many times: 1 to 999.
    pub fn line_item(mut self, price_id: impl Into<String>, quantity: u32) -> Self {
        let price_id = price_id.into();
        self.line_items.push(LineItem { price_id, quantity });
        self
    }

    /// Whom it is for. Without one the payment belongs to nobody that the project knows.
    pub fn subject(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// The address that the page starts with.
    pub fn customer_email(mut self, address: impl Into<String>) -> Self {
        self.customer_email = Some(address.into());
        self
    }

    /// Adds a note. Keys that begin with `insforge_` are InsForge's own.
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    fn check(&self) -> Result<()> {
        if !(1..=100).contains(&self.line_items.len()) {
            return Err(Error::request(format!(
                "a checkout has 1 to 100 line items, and this one has {}",
                self.line_items.len()
            )));
        }
        for item in &self.line_items {
            check_text("a line item's price", &item.price_id, 255)?;
            if !(1..=999).contains(&item.quantity) {
                return Err(Error::request(format!(
                    "a line item's quantity is 1 to 999, and {} has {}",
                    item.price_id, item.quantity
                )));
            }
        }
        check_url("success_url", &self.success_url)?;
        check_url("cancel_url", &self.cancel_url)?;
        check_notes("metadata", &self.metadata)?;
        self.subject.as_ref().map_or(Ok(()), Subject::check)
    }
}

/// A checkout at Stripe.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckoutSession {
    /// The project's id of it, a UUID.
    pub id: String,
    /// In which world.
    pub environment: Env,
    /// What is paid.
    pub mode: CheckoutMode,
    /// How it stands.
    pub status: CheckoutStatus,
    /// Whether the money has come.
    #[serde(default)]
    pub payment_status: Option<PaymentStatus>,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// The payer's address.
    #[serde(default)]
    pub customer_email: Option<String>,
    /// Stripe's id of it.
    #[serde(default)]
    pub checkout_session_id: Option<String>,
    /// Stripe's id of the payer.
    #[serde(default)]
    pub customer_id: Option<String>,
    /// Stripe's id of the payment.
    #[serde(default)]
    pub payment_intent_id: Option<String>,
    /// Stripe's id of the subscription.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Where the user pays: send them there.
    #[serde(default)]
    pub url: Option<String>,
    /// Why it failed.
    #[serde(default)]
    pub last_error: Option<String>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    checkout_session: CheckoutSession,
}

impl<R: Role> Stripe<R> {
    /// Makes a page to pay at: `POST /api/payments/stripe/{env}/checkout-sessions`. Users and visitors may, as far as the
    /// project's policies allow.
    ///
    /// With the key the call is carried out once, however often it arrives: it is repeated when its answer is lost, and
    /// calling again with the same key and request gives the same session, as it stands then.
    ///
    /// ```no_run
    /// use insforge::payments::{Env, IdempotencyKey, NewCheckout};
    ///
    /// # async fn demo(client: insforge::Client, order: &str) -> insforge::Result<()> {
    /// let checkout = NewCheckout::payment("https://shop.example.com/done", "https://shop.example.com/cart")
    ///     .line_item("price_123", 2);
    /// let stripe = client.payments().stripe(Env::Test);
    /// let session = stripe.create_checkout_session(checkout, &IdempotencyKey::new(order)?).await?;
    /// println!("send the user to {:?}", session.url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) where the key was used for another request,
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no key of Stripe's,
    /// [`Invalid`](crate::ErrorKind::Invalid) where Stripe knows no such price, or the price is of the other sort,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) where a policy refuses the subject,
    /// [`Request`](crate::ErrorKind::Request) for a checkout that cannot be.
    pub async fn create_checkout_session(
        &self,
        checkout: NewCheckout,
        key: &IdempotencyKey,
    ) -> Result<CheckoutSession>
    where
        R: Payer,
    {
        let answer: Answer = write(&self.caller, OPERATION, self.checkout_request(&checkout, key)).await?;
        Ok(answer.checkout_session)
    }

    /// The call that [`create_checkout_session`](Self::create_checkout_session) makes. Nothing is sent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a checkout that cannot be.
    pub fn checkout_request(&self, checkout: &NewCheckout, key: &IdempotencyKey) -> Result<Request> {
        let build = || {
            checkout.check()?;
            let body = Body {
                checkout,
                idempotency_key: key,
            };
            let target = self.target(&["checkout-sessions"])?;
            Ok(json_call(OPERATION, Method::POST, target, &body)?.idempotent(true))
        };
        build().map_err(|error: Error| error.with_operation(OPERATION))
    }
}
