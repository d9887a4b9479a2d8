//! Stripe: what users pay by, and the project's catalogue.

mod admin;
mod catalog;
mod checkout;
mod portal;
mod prices;
mod products;
mod subscription;

use std::fmt;
use std::marker::PhantomData;

pub use self::catalog::{
    PriceType, RecurringInterval, StripeCatalog, StripePrice, StripeProduct, TaxBehavior,
};
pub use self::checkout::{CheckoutMode, CheckoutSession, CheckoutStatus, NewCheckout, PaymentStatus};
pub use self::portal::{CustomerPortalSession, PortalStatus};
pub use self::prices::{NewStripePrice, StripePriceUpdate};
pub use self::products::{NewStripeProduct, StripeProductUpdate};
pub use self::subscription::{StripeSubscription, StripeSubscriptionItem, StripeSubscriptionStatus};
use super::Env;
use crate::client::{Anon, Role};
use crate::error::Result;
use crate::http::{Caller, Target};

const PATH: &str = "/api/payments/stripe";

/// Stripe in one of its worlds; made by [`Payments::stripe`](super::Payments::stripe).
pub struct Stripe<R: Role = Anon> {
    caller: Caller,
    env: Env,
    role: PhantomData<fn() -> R>,
}

impl<R: Role> Stripe<R> {
    pub(super) fn new(caller: Caller, env: Env) -> Self {
        let role = PhantomData;
        Self { caller, env, role }
    }

    fn target(&self, rest: &[&str]) -> Result<Target> {
        self.env.target(PATH, rest)
    }
}

impl<R: Role> Clone for Stripe<R> {
    fn clone(&self) -> Self {
        Self::new(self.caller.clone(), self.env.clone())
    }
}

impl<R: Role> fmt::Debug for Stripe<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe")
            .field("env", &self.env)
            .finish_non_exhaustive()
    }
}
