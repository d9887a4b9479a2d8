//! Payments, on any InsForge: one without the providers' keys says so. The live world is never touched.

use insforge::payments::{
    Env, IdempotencyKey, Money, NewCheckout, NewRazorpayOrder, NewRazorpaySubscription, PaymentList, Subject,
};
use insforge::{Client, Error, ErrorKind};
use insforge_tests::Backend;

fn client(backend: &Backend) -> Client {
    Client::new(backend.url(), backend.anon_key()).expect("a client")
}

/// What a project without the provider's keys answers, or one whose provider knows no such price or plan.
fn is_expected(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotConfigured
            | ErrorKind::NotFound
            | ErrorKind::Invalid
            | ErrorKind::Forbidden
            | ErrorKind::Unauthorized
    )
}

#[tokio::test]
async fn visitors_reach_the_providers_or_hear_that_there_is_none() {
    let backend = Backend::connect().await;
    let payments = client(backend).payments();
    let key = IdempotencyKey::new(backend.unique("it-checkout")).expect("a key");
    let checkout =
        NewCheckout::payment("https://example.com/ok", "https://example.com/no").line_item("price_it", 1);
    match payments
        .stripe(Env::Test)
        .create_checkout_session(checkout, &key)
        .await
    {
        Ok(session) => assert_eq!(session.environment, Env::Test),
        Err(error) => assert!(is_expected(&error), "{error:?}"),
    }
    let order = NewRazorpayOrder::new(Money::new(50_000, "INR").expect("money"));
    match payments.razorpay(Env::Test).create_order(order).await {
        Ok(made) => assert_eq!(made.order.money().to_string(), "500.00 INR"),
        Err(error) => assert!(is_expected(&error), "{error:?}"),
    }
    let plan = NewRazorpaySubscription::new("plan_it", Subject::new("user", "it")).total_count(12);
    if let Err(error) = payments.razorpay(Env::Test).create_subscription(plan).await {
        assert!(is_expected(&error), "{error:?}");
    }
    let error = payments
        .razorpay(Env::Test)
        .pause_subscription("sub_it")
        .await
        .expect_err("there is none");
    assert!(is_expected(&error), "{error:?}");
    let error = payments
        .stripe(Env::Test)
        .create_customer_portal_session(&Subject::new("user", "it"), None)
        .await
        .expect_err("nobody is signed in");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn an_administrator_sees_accounts_catalogues_and_payments() {
    let payments = Backend::connect().await.admin().payments();
    assert_eq!(payments.stripe_status().await.expect("accounts").len(), 2);
    assert_eq!(payments.razorpay_status().await.expect("accounts").len(), 2);
    assert_eq!(payments.stripe_config().await.expect("keys").len(), 2);
    assert_eq!(payments.razorpay_config().await.expect("keys").len(), 6);
    let (stripe, razorpay) = (payments.stripe(Env::Test), payments.razorpay(Env::Test));
    stripe.catalog().await.expect("a catalogue");
    stripe.products().await.expect("products");
    stripe.prices(None).await.expect("prices");
    assert_eq!(
        stripe.product("prod_it").await.expect_err("none").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        stripe.price("price_it").await.expect_err("none").kind(),
        ErrorKind::NotFound
    );
    stripe
        .transactions(PaymentList::new().limit(5))
        .await
        .expect("payments");
    stripe
        .subscriptions(PaymentList::new())
        .await
        .expect("subscriptions");
    stripe.customers(Some(1)).await.expect("customers");
    razorpay.catalog().await.expect("a catalogue");
    razorpay.transactions(PaymentList::new()).await.expect("payments");
    razorpay
        .subscriptions(PaymentList::new())
        .await
        .expect("subscriptions");
    razorpay.customers(None).await.expect("customers");
    let wrong = insforge::SecretString::from("not-a-key");
    assert_eq!(
        stripe.set_config(&wrong).await.expect_err("no key").kind(),
        ErrorKind::Invalid
    );
    assert_eq!(
        razorpay
            .set_config("x", &wrong, None)
            .await
            .expect_err("no key")
            .kind(),
        ErrorKind::Invalid
    );
}
