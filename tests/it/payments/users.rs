//! What users and visitors ask of the providers.

use insforge::payments::{
    Env, IdempotencyKey, Money, NewCheckout, NewRazorpayOrder, NewRazorpaySubscription, Subject,
};
use insforge::{Client, Error, ErrorKind};
use insforge_tests::Backend;

use super::{configured, refusal};

/// What is told whom: without keys that there are none, with them what the provider does not know.
fn is_expected(error: &Error, configured: bool) -> bool {
    match error.kind() {
        ErrorKind::NotConfigured => !configured,
        // A policy of the project's own may refuse as well.
        ErrorKind::Invalid | ErrorKind::NotFound | ErrorKind::Forbidden => configured,
        _ => false,
    }
}

fn subject() -> Subject {
    Subject::new("it", "nobody")
}

fn monthly(backend: &Backend, client: &Client) -> impl Future<Output = insforge::Result<()>> {
    let key = IdempotencyKey::new(backend.unique("it-checkout")).expect("a key");
    let stripe = client.payments().stripe(Env::Test);
    let checkout = NewCheckout::subscription(subject(), "https://example.com/ok", "https://example.com/no")
        .line_item("price_it", 1);
    async move { stripe.create_checkout_session(checkout, &key).await.map(drop) }
}

#[tokio::test]
async fn checkouts_reach_stripe_or_hear_that_there_is_no_key() {
    let backend = Backend::connect().await;
    let (stripe, _) = configured(backend).await;
    let user = backend.account().await.client().await;
    for client in [backend.anon(), user] {
        let key = IdempotencyKey::new(backend.unique("it-checkout")).expect("a key");
        let checkout = NewCheckout::payment("https://example.com/ok", "https://example.com/no")
            .line_item("price_it", 1)
            .metadata("of", "it");
        let made = client
            .payments()
            .stripe(Env::Test)
            .create_checkout_session(checkout, &key)
            .await;
        let error = made.expect_err("there is no such price");
        assert!(is_expected(&error, stripe), "{error:?}");
        let error = monthly(backend, &client)
            .await
            .expect_err("there is no such price");
        assert!(is_expected(&error, stripe), "{error:?}");
    }
}

#[tokio::test]
async fn the_same_key_for_another_checkout_is_a_conflict_also_where_none_could_be_made() {
    let backend = Backend::connect().await;
    let stripe = backend.anon().payments().stripe(Env::Test);
    let key = IdempotencyKey::new(backend.unique("it-conflict")).expect("a key");
    let checkout = |quantity| {
        NewCheckout::payment("https://example.com/ok", "https://example.com/no")
            .line_item("price_it", quantity)
    };
    let first = stripe
        .create_checkout_session(checkout(1), &key)
        .await
        .expect_err("no such price");
    if first.kind() == ErrorKind::Forbidden {
        return;
    }
    let again = stripe
        .create_checkout_session(checkout(1), &key)
        .await
        .expect_err("no such price");
    assert_eq!(refusal(&again), refusal(&first));
    let error = stripe
        .create_checkout_session(checkout(2), &key)
        .await
        .expect_err("another checkout");
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(
        refusal(&error),
        (
            409,
            "PAYMENT_CHECKOUT_ALREADY_EXISTS",
            "Idempotency key is already used for another checkout request"
        )
    );
}

#[tokio::test]
async fn the_portal_is_for_those_who_are_signed_in_and_have_paid() {
    let backend = Backend::connect().await;
    let visitor = backend.anon().payments().stripe(Env::Test);
    let error = visitor
        .create_customer_portal_session(&subject(), None)
        .await
        .expect_err("nobody is signed in");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(
        refusal(&error),
        (
            401,
            "AUTH_INVALID_CREDENTIALS",
            "Customer portal sessions require an authenticated user"
        )
    );
    let user = backend.account().await.client().await;
    let error = user
        .payments()
        .stripe(Env::Test)
        .create_configured_portal_session(&subject(), Some("https://example.com"), "bpc_it")
        .await
        .expect_err("nobody has paid");
    assert!(
        matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Forbidden),
        "{error:?}"
    );
}

#[tokio::test]
async fn orders_reach_razorpay_or_hear_that_there_are_no_keys() {
    let backend = Backend::connect().await;
    let (_, razorpay) = configured(backend).await;
    let user = backend.account().await.client().await;
    for client in [backend.anon(), user] {
        let calls = client.payments().razorpay(Env::Test);
        let order = NewRazorpayOrder::new(Money::new(50_000, "INR").expect("money"))
            .receipt("it")
            .customer_email("ada@example.com");
        match calls.create_order(order).await {
            Ok(made) => assert_eq!(made.order.money().to_string(), "500.00 INR"),
            Err(error) => assert!(is_expected(&error, razorpay), "{error:?}"),
        }
        for error in [
            calls
                .verify_order("order_it", "pay_it", "00")
                .await
                .expect_err("no proof"),
            calls
                .verify_subscription("sub_it", "pay_it", "00")
                .await
                .expect_err("no proof"),
        ] {
            assert!(is_expected(&error, razorpay), "{error:?}");
        }
    }
}

#[tokio::test]
async fn subscriptions_are_for_those_who_are_signed_in() {
    let backend = Backend::connect().await;
    let (_, razorpay) = configured(backend).await;
    let new = || NewRazorpaySubscription::new("plan_it", subject()).total_count(12);
    let visitor = backend.anon().payments().razorpay(Env::Test);
    for error in [
        visitor.create_subscription(new()).await.expect_err("nobody"),
        visitor
            .cancel_subscription("sub_it", false)
            .await
            .expect_err("nobody"),
        visitor.pause_subscription("sub_it").await.expect_err("nobody"),
        visitor.resume_subscription("sub_it").await.expect_err("nobody"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error:?}");
    }
    let user = backend.account().await.client().await;
    let user = user.payments().razorpay(Env::Test);
    let error = user.create_subscription(new()).await.expect_err("no such plan");
    assert!(is_expected(&error, razorpay), "{error:?}");
    for error in [
        user.cancel_subscription("sub_it", true).await.expect_err("none"),
        user.pause_subscription("sub_it").await.expect_err("none"),
        user.resume_subscription("sub_it").await.expect_err("none"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error:?}");
        assert_eq!(
            refusal(&error),
            (
                404,
                "PAYMENT_NOT_FOUND",
                "Razorpay test subscription not found or not manageable: sub_it"
            )
        );
    }
}
