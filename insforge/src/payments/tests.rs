//! What payments send, and what is refused before.

use serde_json::{Value, json};

use super::*;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::http::tests::{Server, Step};

fn checkout() -> NewCheckout {
    NewCheckout::payment("https://a.b/ok", "https://a.b/no").line_item("price_1", 1)
}

fn key() -> IdempotencyKey {
    IdempotencyKey::new("order-1").unwrap()
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body().unwrap()).unwrap()
}

#[test]
fn a_checkout_has_the_form_of_the_wire() {
    let client = Client::new("http://localhost", "anon_1").unwrap();
    let stripe = client.payments().stripe(Env::Live);
    let request = stripe
        .checkout_request(&checkout().customer_email("a@b.de").metadata("a", "b"), &key())
        .unwrap();
    assert_eq!(request.path(), "/api/payments/stripe/live/checkout-sessions");
    assert!(request.is_idempotent());
    assert_eq!(
        body(&request),
        json!({"mode": "payment", "lineItems": [{"priceId": "price_1", "quantity": 1}], "successUrl": "https://a.b/ok",
            "cancelUrl": "https://a.b/no", "customerEmail": "a@b.de", "metadata": {"a": "b"}, "idempotencyKey": "order-1"})
    );
    let monthly = NewCheckout::subscription(Subject::new("team", "1"), "https://a.b/ok", "https://a.b/no")
        .line_item("p", 2);
    let sent = body(&stripe.checkout_request(&monthly, &key()).unwrap());
    assert_eq!(
        (&sent["mode"], &sent["subject"]),
        (&json!("subscription"), &json!({"type": "team", "id": "1"}))
    );
}

#[test]
fn checkouts_that_the_server_would_refuse_are_refused_before() {
    let client = Client::new("http://localhost", "anon_1").unwrap();
    let stripe = client.payments().stripe(Env::Test);
    let long = "x".repeat(256);
    for (checkout, words) in [
        (
            NewCheckout::payment("https://a.b", "https://a.b"),
            "1 to 100 line items",
        ),
        (checkout().line_item("p", 0), "1 to 999"),
        (checkout().line_item("p", 1000), "1 to 999"),
        (checkout().line_item(" ", 1), "price is empty"),
        (
            NewCheckout::payment("/ok", "https://a.b").line_item("p", 1),
            "success_url is no URL",
        ),
        (checkout().metadata("insforge_x", "1"), "InsForge's own"),
        (checkout().subject(Subject::new("", "1")), "type is empty"),
        (checkout().subject(Subject::new("team", long)), "256 characters"),
    ] {
        let error = stripe.checkout_request(&checkout, &key()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(words), "{error}");
    }
    let error = client
        .payments()
        .stripe("staging".into())
        .checkout_request(&checkout(), &key())
        .unwrap_err();
    assert!(error.to_string().contains("Env::Test and Env::Live"), "{error}");
}

#[tokio::test]
async fn orders_and_subscriptions_that_cannot_be_are_refused_before_they_are_sent() {
    let server = Server::start([Step::answer(500, "", "{}")]).await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    let razorpay = client.payments().razorpay(Env::Test);
    let order = |minor| NewRazorpayOrder::new(Money::new(minor, "INR").unwrap());
    let plan = || NewRazorpaySubscription::new("plan_1", Subject::new("user", "1"));
    let refused = |error: Error, words: &str| {
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    for (order, words) in [
        (order(0), "more than 0"),
        (order(1).receipt("x".repeat(41)), "41 characters"),
        (order(1).customer_contact("x".repeat(33)), "33 characters"),
        (order(1).callback_url("nope"), "no URL"),
        (order(1).note("insforge_a", "b"), "InsForge's own"),
    ] {
        refused(razorpay.create_order(order).await.unwrap_err(), words);
    }
    for (subscription, words) in [
        (plan(), "needs an end"),
        (plan().total_count(0), "1 or more"),
        (
            NewRazorpaySubscription::new("", Subject::new("user", "1")).end_at(1),
            "plan's id is empty",
        ),
    ] {
        refused(
            razorpay.create_subscription(subscription).await.unwrap_err(),
            words,
        );
    }
    refused(
        razorpay.verify_order("o", "p", "").await.unwrap_err(),
        "signature is empty",
    );
    refused(
        razorpay.cancel_subscription("../x", true).await.unwrap_err(),
        "cannot be a name",
    );
    let admin = Client::admin(&server.url, "ik_1").unwrap();
    let list = admin
        .payments()
        .stripe(Env::Test)
        .transactions(PaymentList::new().limit(101))
        .await;
    refused(list.unwrap_err(), "1 to 100");
    assert_eq!(server.hits(), 0);
}

#[tokio::test]
async fn orders_are_sent_once_and_a_checkout_is_repeated_with_its_key() {
    let session =
        json!({"checkoutSession": {"id": "c", "environment": "test", "mode": "payment", "status": "open"}});
    let server = Server::start([Step::Close, Step::answer(201, "", &session.to_string())]).await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    let made = client
        .payments()
        .stripe(Env::Test)
        .create_checkout_session(checkout(), &key())
        .await
        .unwrap();
    assert_eq!(made.status, CheckoutStatus::Open);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(
        seen.iter()
            .all(|request| request.contains(r#""idempotencyKey":"order-1""#))
    );

    let server = Server::start([Step::Close]).await;
    let client = Client::new(&server.url, "anon_1").unwrap();
    let order = NewRazorpayOrder::new(Money::new(500, "INR").unwrap());
    client
        .payments()
        .razorpay(Env::Test)
        .create_order(order)
        .await
        .unwrap_err();
    assert_eq!(server.hits(), 1);
}
