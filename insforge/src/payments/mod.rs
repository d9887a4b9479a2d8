//! Payments by Stripe and Razorpay: [`Client::payments`](crate::client::Client::payments).
//!
//! | | Users and visitors | The administrator |
//! |---|---|---|
//! | [`Stripe`] | checkout pages, once or by subscription; the customers' portal | key, webhook, products and prices, what was paid |
//! | [`Razorpay`] | orders, subscriptions, and the proofs that they are paid | keys, webhook, items and plans, what was paid |
//!
//! - Each provider has two worlds, [`Env::Test`] and [`Env::Live`].
//! - Amounts are whole numbers of a currency's smallest unit: 1250 is 12.50 EUR, and 1250 JPY. [`Money`] shows them.
//! - A [`Subject`] says whom a payment is for. Policies on the tables of the schema `payments` decide who may pay for which.
//! - That the user came back to the success page proves nothing. What the provider reports does: put a trigger on
//!   `payments.webhook_events`, and read what it hands on by [`WebhookEvent`].
//! - Words that this version does not know become `Other(word)`, and new fields stand in `extra`.
//!
//! ```no_run
//! use insforge::payments::{CheckoutSession, Env, IdempotencyKey, NewCheckout};
//!
//! # async fn demo(client: insforge::Client) -> insforge::Result<()> {
//! let checkout = NewCheckout::payment("https://shop.example.com/done", "https://shop.example.com/cart")
//!     .line_item("price_123", 2);
//! let key = IdempotencyKey::new("order-1234")?;
//! let session: CheckoutSession = client.payments().stripe(Env::Test).create_checkout_session(checkout, &key).await?;
//! println!("pay at {:?}", session.url);
//! # Ok(())
//! # }
//! ```

mod admin;
mod connection;
mod env;
mod idempotency_key;
mod list;
mod money;
mod payer;
mod razorpay;
mod stripe;
mod subject;
mod transaction;
mod webhook_event;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use ::http::Method;
use serde::de::DeserializeOwned;

pub use self::connection::{
    Connection, ConnectionStatus, KeyType, ProviderKey, SubscriptionCounts, SyncResult, SyncStatus,
};
pub use self::env::Env;
pub use self::idempotency_key::IdempotencyKey;
pub use self::list::PaymentList;
pub use self::money::{Currency, Money};
pub use self::payer::Payer;
pub use self::razorpay::{
    CheckoutOptions, CreatedOrder, CreatedSubscription, NewRazorpayItem, NewRazorpayOrder, NewRazorpayPlan,
    NewRazorpaySubscription, PlanPeriod, Prefill, Razorpay, RazorpayCatalog, RazorpayItem,
    RazorpayItemUpdate, RazorpayOrder, RazorpayOrderStatus, RazorpayPlan, RazorpaySubscription,
    RazorpaySubscriptionStatus, RazorpayWebhook, VerifiedOrder, VerifiedSubscription,
};
#[cfg(feature = "razorpay-signature")]
pub use self::razorpay::{verify_order_signature, verify_subscription_signature};
pub use self::stripe::{
    CheckoutMode, CheckoutSession, CheckoutStatus, CustomerPortalSession, NewCheckout, NewStripePrice,
    NewStripeProduct, PaymentStatus, PortalStatus, PriceType, RecurringInterval, Stripe, StripeCatalog,
    StripePrice, StripePriceUpdate, StripeProduct, StripeProductUpdate, StripeSubscription,
    StripeSubscriptionItem, StripeSubscriptionStatus, TaxBehavior,
};
pub use self::subject::Subject;
pub use self::transaction::{Customer, Provider, Transaction, TransactionStatus, TransactionType};
pub use self::webhook_event::{ProcessingStatus, WebhookEvent};
use crate::client::{Anon, Role};
use crate::error::Result;
use crate::http::{Caller, Request, Target};

/// The payment providers of the project.
pub struct Payments<R: Role = Anon> {
    caller: Caller,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Payments<R> {
    pub(crate) fn new(caller: Caller) -> Self {
        let role = PhantomData;
        Self { caller, role }
    }

    /// Stripe, with or without real money.
    #[must_use]
    pub fn stripe(&self, env: Env) -> Stripe<R> {
        Stripe::new(self.caller.clone(), env)
    }

    /// Razorpay, with or without real money.
    #[must_use]
    pub fn razorpay(&self, env: Env) -> Razorpay<R> {
        Razorpay::new(self.caller.clone(), env)
    }
}

impl<R: Role> Clone for Payments<R> {
    fn clone(&self) -> Self {
        Self::new(self.caller.clone())
    }
}

impl<R: Role> fmt::Debug for Payments<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payments").finish_non_exhaustive()
    }
}

/// Reads something.
async fn read<T: DeserializeOwned>(
    caller: &Caller,
    operation: &'static str,
    target: Result<Target>,
) -> Result<T> {
    let target = target.map_err(|error| error.with_operation(operation))?;
    let request = Request::new(operation, Method::GET, target.finish());
    caller.send(request).await?.decode(operation)
}

/// Sends a call whose making may have failed.
async fn write<T: DeserializeOwned>(
    caller: &Caller,
    operation: &'static str,
    request: Result<Request>,
) -> Result<T> {
    let request = request.map_err(|error| error.with_operation(operation))?;
    caller.send(request).await?.decode(operation)
}
