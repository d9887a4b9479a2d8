//! Orders: paying once at Razorpay.

use std::collections::BTreeMap;

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::subject::check_text;
use super::super::{Currency, Env, Money, Payer, Subject, write};
use super::buyer::{Buyer, buyer_setters};
use super::{CheckoutOptions, Razorpay};
use crate::client::Role;
use crate::error::Result;
use crate::http::json_call;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const CREATE: &str = "payments.razorpay.create_order";
const VERIFY: &str = "payments.razorpay.verify_order";

open_enum! {
    /// How an order stands.
    pub enum RazorpayOrderStatus {
        /// It is being set up.
        Initialized = "initialized",
        /// It waits for a payment.
        Created = "created",
        /// Somebody has tried to pay.
        Attempted = "attempted",
        /// It is paid.
        Paid = "paid",
        /// It could not be set up.
        Failed = "failed",
    }
}

/// An order to be made.
///
/// ```
/// use insforge::payments::{Money, NewRazorpayOrder};
///
/// let order = NewRazorpayOrder::new(Money::new(50_000, "INR")?).receipt("order-1234").customer_name("Ada");
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[must_use]
pub struct NewRazorpayOrder {
    #[serde(skip)]
    money: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    #[serde(flatten)]
    buyer: Buyer,
}

#[derive(Serialize)]
struct Body<'a> {
    amount: i64,
    currency: &'a Currency,
    #[serde(flatten)]
    order: &'a NewRazorpayOrder,
}

impl NewRazorpayOrder {
    /// An order of this amount.
    pub fn new(money: Money) -> Self {
        Self {
            money,
            receipt: None,
            subject: None,
            buyer: Buyer::default(),
        }
    }

    /// The program's own number of it, at most 40 characters.
    pub fn receipt(mut self, receipt: impl Into<String>) -> Self {
        self.receipt = Some(receipt.into());
        self
    }

    /// Whom it is for.
    pub fn subject(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    buyer_setters!();

    fn check(&self) -> Result<()> {
        self.money.check_payable()?;
        if let Some(receipt) = &self.receipt {
            check_text("the receipt", receipt, 40)?;
        }
        self.buyer.check()?;
        self.subject.as_ref().map_or(Ok(()), Subject::check)
    }
}

/// An order at Razorpay.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RazorpayOrder {
    /// The project's id of it, a UUID.
    pub id: String,
    /// In which world.
    pub environment: Env,
    /// How it stands.
    pub status: RazorpayOrderStatus,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// The payer's name.
    #[serde(default)]
    pub customer_name: Option<String>,
    /// The payer's address.
    #[serde(default)]
    pub customer_email: Option<String>,
    /// The payer's telephone number.
    #[serde(default)]
    pub customer_contact: Option<String>,
    /// Razorpay's id of it.
    #[serde(default)]
    pub order_id: Option<String>,
    /// The program's own number of it.
    #[serde(default)]
    pub receipt: Option<String>,
    /// How much, in the smallest unit of the currency.
    pub amount: i64,
    /// How much is paid.
    #[serde(default)]
    pub amount_paid: Option<i64>,
    /// How much is left.
    #[serde(default)]
    pub amount_due: Option<i64>,
    /// The currency.
    #[serde(default)]
    pub currency: Currency,
    /// How often somebody has tried to pay.
    #[serde(default)]
    pub attempts: Option<u32>,
    /// The payment that was proven.
    #[serde(default)]
    pub verified_payment_id: Option<String>,
    /// When it was proven, ISO 8601.
    #[serde(default)]
    pub verified_at: Option<String>,
    /// The notes.
    #[serde(default, deserialize_with = "null_is_default")]
    pub notes: BTreeMap<String, Value>,
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

impl RazorpayOrder {
    /// How much.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::of(self.amount, self.currency.clone())
    }
}

/// An order that was made, and what the browser is given to pay it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedOrder {
    /// The order.
    pub order: RazorpayOrder,
    /// What Razorpay's script is given.
    pub checkout_options: CheckoutOptions,
}

/// What came of proving a payment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct VerifiedOrder {
    /// Whether it is proven.
    pub verified: bool,
    /// The order.
    pub order: RazorpayOrder,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Proof<'a> {
    order_id: &'a str,
    payment_id: &'a str,
    signature: &'a str,
}

impl<R: Role> Razorpay<R> {
    /// Makes an order: `POST /api/payments/razorpay/{env}/orders`. Users and visitors may. The server takes no
    /// idempotency key here, so the call is sent once; a lost answer may have left an order that nobody pays.
    ///
    /// ```no_run
    /// use insforge::payments::{Env, Money, NewRazorpayOrder};
    ///
    /// # async fn demo(client: insforge::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let order = NewRazorpayOrder::new(Money::new(50_000, "INR")?).receipt("order-1234");
    /// let made = client.payments().razorpay(Env::Test).create_order(order).await?;
    /// // The browser gives these to Razorpay's script, as they are.
    /// println!("{}", serde_json::to_string(&made.checkout_options)?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no keys of Razorpay's,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) where a policy refuses the subject,
    /// [`Request`](crate::ErrorKind::Request) for an order that cannot be.
    pub async fn create_order(&self, order: NewRazorpayOrder) -> Result<CreatedOrder>
    where
        R: Payer,
    {
        let build = || {
            order.check()?;
            let body = Body {
                amount: order.money.minor(),
                currency: order.money.currency(),
                order: &order,
            };
            json_call(CREATE, Method::POST, self.target(&["orders"])?, &body)
        };
        write(&self.caller, CREATE, build()).await
    }

    /// Proves a payment by what Razorpay's script gave the browser: `POST /api/payments/razorpay/{env}/orders/verify`.
    /// Proven, the order is [`Attempted`](RazorpayOrderStatus::Attempted); Razorpay's own report makes it
    /// [`Paid`](RazorpayOrderStatus::Paid), before or after.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for a wrong signature, [`NotFound`](crate::ErrorKind::NotFound) for an order
    /// that the project does not know.
    pub async fn verify_order(
        &self,
        order_id: &str,
        payment_id: &str,
        signature: &str,
    ) -> Result<VerifiedOrder>
    where
        R: Payer,
    {
        let build = || {
            check_text("the order's id", order_id, 255)?;
            check_text("the payment's id", payment_id, 255)?;
            check_text("the signature", signature, 1024)?;
            let body = Proof {
                order_id,
                payment_id,
                signature,
            };
            // A proof is the same once or twice.
            Ok(json_call(VERIFY, Method::POST, self.target(&["orders", "verify"])?, &body)?.idempotent(true))
        };
        write(&self.caller, VERIFY, build()).await
    }
}
