//! Payments that succeed, by fake providers that check what they get; and mails that arrive.

use std::time::Duration;

use insforge::email::Email;
use insforge::http::RetryPolicy;
use insforge::payments::{
    CheckoutStatus, Env, IdempotencyKey, Money, NewCheckout, NewRazorpayOrder, NewRazorpaySubscription,
    NewStripePrice, NewStripeProduct, RazorpaySubscriptionStatus, RecurringInterval, Subject,
};
use insforge::{Client, ErrorKind};
use insforge_local::{Fault, Local, Matcher};

use super::local;

fn client(local: &Local) -> Client {
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(5));
    Client::builder(local.url())
        .retry(retry)
        .anon_key(local.anon_key())
        .build()
        .expect("a client")
}

fn checkout(price: &str, quantity: u32) -> NewCheckout {
    NewCheckout::payment("https://example.com/ok", "https://example.com/no").line_item(price, quantity)
}

#[tokio::test]
async fn a_checkout_whose_answer_is_lost_is_made_once_with_its_key() {
    let local = local().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let shop = admin.payments().stripe(Env::Test);
    shop.set_config(&insforge::SecretString::from("sk_test_local"))
        .await
        .expect("a key");
    let product = shop
        .create_product(NewStripeProduct::new("Thing"), &IdempotencyKey::random())
        .await
        .expect("a product");
    let price = NewStripePrice::new(&product.product_id, Money::new(990, "EUR").expect("money"))
        .recurring(RecurringInterval::Month, 1);
    let price = shop
        .create_price(price, &IdempotencyKey::random())
        .await
        .expect("a price");
    assert_eq!(price.money().expect("an amount").to_string(), "9.90 EUR");
    assert_eq!(
        shop.product(&product.product_id)
            .await
            .expect("a product")
            .1
            .len(),
        1
    );

    let stripe = client(&local).payments().stripe(Env::Test);
    let key = IdempotencyKey::new("order-1").expect("a key");
    local.clear_requests();
    local.faults().push(
        Matcher::path("/api/payments/stripe/test/checkout-sessions"),
        1,
        Fault::ResetAfter,
    );
    let session = stripe
        .create_checkout_session(checkout(&price.price_id, 1), &key)
        .await
        .expect("a session");
    assert_eq!(session.status, CheckoutStatus::Open);
    let bodies: Vec<_> = local.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1], "the same key and request");
    let again = stripe
        .create_checkout_session(checkout(&price.price_id, 1), &key)
        .await
        .expect("the same session");
    assert_eq!(
        (&again.id, &again.checkout_session_id),
        (&session.id, &session.checkout_session_id)
    );
    let other = stripe
        .create_checkout_session(checkout(&price.price_id, 2), &key)
        .await
        .expect_err("another request");
    assert_eq!(other.kind(), ErrorKind::Conflict);
    let new = IdempotencyKey::random();
    let new = stripe
        .create_checkout_session(checkout(&price.price_id, 1), &new)
        .await
        .expect("another session");
    assert_ne!(new.checkout_session_id, session.checkout_session_id);
}

#[tokio::test]
async fn orders_and_subscriptions_live_through_their_states() {
    let local = local().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let secret = insforge::SecretString::from("secret");
    admin
        .payments()
        .razorpay(Env::Test)
        .set_config("rzp_test_1", &secret, None)
        .await
        .expect("keys");
    let razorpay = client(&local).payments().razorpay(Env::Test);
    let order = NewRazorpayOrder::new(Money::new(50_000, "INR").expect("money")).customer_name("Ada");
    let made = razorpay.create_order(order).await.expect("an order");
    let id = made.order.order_id.as_deref().expect("an id");
    assert_eq!(
        (
            made.checkout_options.order_id.as_deref(),
            made.checkout_options.key.as_str()
        ),
        (Some(id), "rzp_test_1")
    );
    let error = razorpay
        .verify_order(id, "pay_1", "00")
        .await
        .expect_err("a wrong signature");
    assert_eq!(error.kind(), ErrorKind::Invalid);

    let plan = NewRazorpaySubscription::new("plan_1", Subject::new("team", "1"))
        .total_count(12)
        .quantity(2);
    let subscription = razorpay
        .create_subscription(plan)
        .await
        .expect("a subscription")
        .subscription;
    let id = subscription.subscription_id.as_str();
    assert_eq!(
        razorpay.pause_subscription(id).await.expect("it rests").status,
        RazorpaySubscriptionStatus::Paused
    );
    assert_eq!(
        razorpay.resume_subscription(id).await.expect("it goes on").status,
        RazorpaySubscriptionStatus::Active
    );
    assert_eq!(
        razorpay
            .cancel_subscription(id, true)
            .await
            .expect("it ends")
            .status,
        RazorpaySubscriptionStatus::Cancelled
    );
    assert_eq!(
        admin
            .payments()
            .razorpay(Env::Test)
            .subscriptions(Default::default())
            .await
            .expect("a list")
            .len(),
        1
    );
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let local = local().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let mail = Email::new(["a@example.com", "b@example.com"], "Hello", "<b>hi</b>")
        .cc("c@example.com")
        .bcc("d@example.com")
        .from("Shop")
        .reply_to("r@example.com");
    admin.emails().send(mail).await.expect("it is sent");
    let sent = local.sent_emails();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (
            sent[0].to.len(),
            sent[0].subject.as_str(),
            sent[0].reply_to.as_deref()
        ),
        (2, "Hello", Some("r@example.com"))
    );
    assert_eq!(
        (sent[0].cc.as_slice(), sent[0].bcc.as_slice()),
        (
            &["c@example.com".to_owned()][..],
            &["d@example.com".to_owned()][..]
        )
    );
}
