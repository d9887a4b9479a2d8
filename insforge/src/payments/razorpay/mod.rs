//! Razorpay: orders and subscriptions of users, and the project's catalogue.

mod admin;
mod buyer;
mod catalog;
mod checkout_options;
mod items;
mod order;
mod plans;
#[cfg(feature = "razorpay-signature")]
mod signature;
mod subscribe;
mod subscription;

use std::fmt;
use std::marker::PhantomData;

pub use self::admin::RazorpayWebhook;
pub use self::catalog::{PlanPeriod, RazorpayCatalog, RazorpayItem, RazorpayPlan};
pub use self::checkout_options::{CheckoutOptions, Prefill};
pub use self::items::{NewRazorpayItem, RazorpayItemUpdate};
pub use self::order::{CreatedOrder, NewRazorpayOrder, RazorpayOrder, RazorpayOrderStatus, VerifiedOrder};
pub use self::plans::NewRazorpayPlan;
#[cfg(feature = "razorpay-signature")]
pub use self::signature::{verify_order_signature, verify_subscription_signature};
pub use self::subscribe::{CreatedSubscription, NewRazorpaySubscription, VerifiedSubscription};
pub use self::subscription::{RazorpaySubscription, RazorpaySubscriptionStatus};
use super::Env;
use crate::client::{Anon, Role};
use crate::error::Result;
use crate::http::{Caller, Target};

const PATH: &str = "/api/payments/razorpay";

/// Razorpay in one of its worlds; made by [`Payments::razorpay`](super::Payments::razorpay).
pub struct Razorpay<R: Role = Anon> {
    caller: Caller,
    env: Env,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Razorpay<R> {
    pub(super) fn new(caller: Caller, env: Env) -> Self {
        let role = PhantomData;
        Self { caller, env, role }
    }

    fn target(&self, rest: &[&str]) -> Result<Target> {
        self.env.target(PATH, rest)
    }
}

impl<R: Role> Clone for Razorpay<R> {
    fn clone(&self) -> Self {
        Self::new(self.caller.clone(), self.env.clone())
    }
}

impl<R: Role> fmt::Debug for Razorpay<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Razorpay")
            .field("env", &self.env)
            .finish_non_exhaustive()
    }
}
