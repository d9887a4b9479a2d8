//! Payments that succeed, by fake providers that check what they get, remember it and report what happens.

mod accounts;
mod catalogs;
mod checkouts;
mod orders;
mod policies;
mod portals;
mod reports;
mod subscriptions;

use std::time::Duration;

use insforge::http::RetryPolicy;
use insforge::payments::{
    CheckoutSession, Env, IdempotencyKey, Money, NewRazorpayItem, NewRazorpayPlan, NewStripePrice,
    NewStripeProduct, PlanPeriod, RecurringInterval, StripePrice,
};
use insforge::{Admin, Client, SecretString};
use insforge_local::Local;

use super::local;

/// A project with the test keys of both providers.
struct Shop {
    local: Local,
    admin: Client<Admin>,
    visitor: Client,
}

impl Shop {
    async fn open() -> Self {
        let shop = Self::closed().await;
        let payments = shop.admin.payments();
        payments
            .stripe(Env::Test)
            .set_config(&SecretString::from("sk_test_local_key"))
            .await
            .expect("a key");
        payments
            .razorpay(Env::Test)
            .set_config("rzp_test_local_key", &SecretString::from("key-secret"), None)
            .await
            .expect("keys");
        shop
    }

    /// A project without keys.
    async fn closed() -> Self {
        let local = local().await;
        Self {
            admin: Client::admin(local.url(), local.api_key()).expect("a client"),
            visitor: client(&local),
            local,
        }
    }

    /// Somebody who is signed in.
    async fn user(&self, name: &str) -> Client {
        let user = client(&self.local);
        let address = format!("{name}@example.com");
        user.auth()
            .sign_up(&address, "Correct-Horse-7!")
            .await
            .expect("an account");
        user
    }

    /// A price of 6.90 EUR, once or every month.
    async fn price(&self, monthly: bool) -> StripePrice {
        let stripe = self.admin.payments().stripe(Env::Test);
        let product = NewStripeProduct::new("Tea")
            .description("100 g")
            .metadata("shelf", "7");
        let product = stripe
            .create_product(product, &IdempotencyKey::random())
            .await
            .expect("a product");
        let mut price = NewStripePrice::new(&product.product_id, Money::new(690, "EUR").expect("money"));
        if monthly {
            price = price.recurring(RecurringInterval::Month, 1);
        }
        stripe
            .create_price(price, &IdempotencyKey::random())
            .await
            .expect("a price")
    }

    /// Pays on Stripe's page.
    async fn pay(&self, session: &CheckoutSession) {
        let id = session.checkout_session_id.as_deref().expect("an id");
        self.local.payments().pay_checkout(id).await.expect("it is paid");
    }

    /// The id of a plan of 500.00 INR a month.
    async fn plan(&self) -> String {
        let item = NewRazorpayItem::new("Membership", Money::new(50_000, "INR").expect("money"));
        let razorpay = self.admin.payments().razorpay(Env::Test);
        let plan = razorpay
            .create_plan(NewRazorpayPlan::new(PlanPeriod::Monthly, 1, item))
            .await
            .expect("a plan");
        plan.plan_id
    }
}

fn client(local: &Local) -> Client {
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(5));
    Client::builder(local.url())
        .retry(retry)
        .anon_key(local.anon_key())
        .build()
        .expect("a client")
}
