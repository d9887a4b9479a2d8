//! Razorpay's orders, and the proofs that they are paid.

use insforge::payments::{
    Env, Money, NewRazorpayOrder, PaymentList, RazorpayOrderStatus, Subject, TransactionStatus,
    verify_order_signature,
};
use insforge::{ErrorKind, SecretString};

use super::Shop;

fn order() -> NewRazorpayOrder {
    NewRazorpayOrder::new(Money::new(50_000, "INR").expect("money"))
        .receipt("order-1234")
        .customer_name("Ada")
        .description("Tea")
        .subject(Subject::new("team", "42"))
        .note("shelf", "7")
}

#[tokio::test]
async fn an_order_is_made_with_what_the_browser_needs() {
    let shop = Shop::open().await;
    let razorpay = shop.visitor.payments().razorpay(Env::Test);
    let made = razorpay.create_order(order()).await.expect("an order");
    assert_eq!(made.order.status, RazorpayOrderStatus::Created);
    assert_eq!(made.order.money().to_string(), "500.00 INR");
    assert_eq!(
        (made.order.receipt.as_deref(), made.order.amount_due),
        (Some("order-1234"), Some(50_000))
    );
    assert_eq!(made.order.notes["shelf"], "7");
    let options = &made.checkout_options;
    assert_eq!(options.order_id, made.order.order_id);
    assert_eq!(
        (
            options.key.as_str(),
            options.amount,
            options.description.as_deref(),
            options.prefill.name.as_deref()
        ),
        ("rzp_test_local_key", Some(50_000), Some("Tea"), Some("Ada"))
    );
}

#[tokio::test]
async fn the_right_proof_of_a_payment_is_accepted_and_no_other() {
    let shop = Shop::open().await;
    let razorpay = shop.visitor.payments().razorpay(Env::Test);
    let made = razorpay.create_order(order()).await.expect("an order");
    let id = made.order.order_id.as_deref().expect("an id");
    let proof = shop.local.payments().pay_order(id).await.expect("it is paid");

    let secret = SecretString::from("key-secret");
    assert!(verify_order_signature(
        id,
        &proof.payment_id,
        &proof.signature,
        &secret
    ));
    let verified = razorpay
        .verify_order(id, &proof.payment_id, &proof.signature)
        .await
        .expect("a proof");
    assert!(verified.verified);
    assert_eq!(verified.order.status, RazorpayOrderStatus::Paid);
    assert_eq!(
        (
            verified.order.amount_paid,
            verified.order.amount_due,
            verified.order.verified_payment_id.as_deref()
        ),
        (Some(50_000), Some(0), Some(proof.payment_id.as_str()))
    );
    assert!(verified.order.verified_at.is_some());

    let other = razorpay.create_order(order()).await.expect("an order").order;
    let other = other.order_id.as_deref().expect("an id");
    for (order, payment, signature) in [
        (id, "pay_other", proof.signature.as_str()),
        (other, proof.payment_id.as_str(), proof.signature.as_str()),
        (id, proof.payment_id.as_str(), "00"),
    ] {
        assert!(!verify_order_signature(order, payment, signature, &secret));
        let error = razorpay
            .verify_order(order, payment, signature)
            .await
            .expect_err("no proof");
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Invalid, "Invalid Razorpay payment signature")
        );
    }

    let list = PaymentList::new().subject(Subject::new("team", "42"));
    let admin = shop.admin.payments().razorpay(Env::Test);
    let payments = admin.transactions(list).await.expect("payments");
    assert_eq!(payments.len(), 1);
    assert_eq!(
        (
            &payments[0].status,
            payments[0].provider_reference_id.as_deref(),
            payments[0].money().expect("an amount").to_string().as_str()
        ),
        (
            &TransactionStatus::Succeeded,
            Some(proof.payment_id.as_str()),
            "500.00 INR"
        )
    );
}

#[tokio::test]
async fn a_refund_is_seen_in_the_payment_and_for_itself() {
    let shop = Shop::open().await;
    let razorpay = shop.visitor.payments().razorpay(Env::Test);
    let made = razorpay.create_order(order()).await.expect("an order");
    let id = made.order.order_id.as_deref().expect("an id");
    let proof = shop.local.payments().pay_order(id).await.expect("it is paid");
    let refund = serde_json::json!({
        "id": "event_refund", "event": "refund.processed", "contains": ["refund"], "created_at": 1_764_000_000,
        "payload": {"refund": {"entity": {
            "id": "rfnd_1", "payment_id": proof.payment_id, "amount": 20_000, "currency": "INR",
            "created_at": 1_764_000_000
        }}}
    });
    let (status, _) = shop
        .local
        .payments()
        .report("razorpay", &refund)
        .await
        .expect("an answer");
    assert_eq!(status, 200);
    let admin = shop.admin.payments().razorpay(Env::Test);
    let payments = admin.transactions(PaymentList::new()).await.expect("payments");
    let states: Vec<_> = payments
        .iter()
        .map(|payment| {
            (
                payment.kind.as_str(),
                payment.status.as_str(),
                payment.amount_refunded,
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("one_time_payment", "partially_refunded", Some(20_000)),
            ("refund", "refunded", Some(20_000))
        ]
    );
}
