//! Stripe's pages to pay at.

use insforge::ErrorKind;
use insforge::payments::{
    CheckoutStatus, Env, IdempotencyKey, NewCheckout, PaymentList, PaymentStatus, Subject, TransactionStatus,
    TransactionType,
};
use insforge_local::{Fault, Matcher};

use super::Shop;

fn checkout(price: &str, quantity: u32) -> NewCheckout {
    NewCheckout::payment("https://example.com/ok", "https://example.com/no").line_item(price, quantity)
}

fn monthly(price: &str, subject: &Subject) -> NewCheckout {
    NewCheckout::subscription(
        subject.clone(),
        "https://example.com/ok",
        "https://example.com/no",
    )
    .line_item(price, 1)
}

#[tokio::test]
async fn a_checkout_whose_answer_is_lost_is_made_once_with_its_key() {
    let shop = Shop::open().await;
    let price = shop.price(false).await;
    let stripe = shop.visitor.payments().stripe(Env::Test);
    let key = IdempotencyKey::new("order-1").expect("a key");
    shop.local.clear_requests();
    shop.local.faults().push(
        Matcher::path("/api/payments/stripe/test/checkout-sessions"),
        1,
        Fault::ResetAfter,
    );
    let session = stripe
        .create_checkout_session(checkout(&price.price_id, 1), &key)
        .await
        .expect("a session");
    assert_eq!(session.status, CheckoutStatus::Open);
    let bodies: Vec<_> = shop
        .local
        .requests()
        .into_iter()
        .map(|request| request.body)
        .collect();
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
    let kept = shop
        .admin
        .sql("select count(*)::int as sessions from payments.stripe_checkout_sessions")
        .await
        .expect("rows");
    assert_eq!(kept.rows[0]["sessions"], 1);
    let new = stripe
        .create_checkout_session(checkout(&price.price_id, 1), &IdempotencyKey::random())
        .await
        .expect("another session");
    assert_ne!(new.checkout_session_id, session.checkout_session_id);
}

#[tokio::test]
async fn checkouts_of_one_key_at_the_same_time_are_one() {
    let shop = Shop::open().await;
    let price = shop.price(false).await;
    let stripe = shop.visitor.payments().stripe(Env::Test);
    let key = IdempotencyKey::random();
    let make = || stripe.create_checkout_session(checkout(&price.price_id, 1), &key);
    let (one, two, three) = tokio::join!(make(), make(), make());
    let one = one.expect("a session");
    assert_eq!(one, two.expect("a session"));
    assert_eq!(one, three.expect("a session"));
}

#[tokio::test]
async fn a_checkout_that_failed_can_be_made_again_with_its_key() {
    let shop = Shop::closed().await;
    let stripe = shop.visitor.payments().stripe(Env::Test);
    let key = IdempotencyKey::random();
    let error = stripe
        .create_checkout_session(checkout("price_9", 1), &key)
        .await
        .expect_err("there is no key");
    assert_eq!(error.kind(), ErrorKind::NotConfigured);
    let admin = shop.admin.payments().stripe(Env::Test);
    admin
        .set_config(&insforge::SecretString::from("sk_test_local_key"))
        .await
        .expect("a key");
    let error = stripe
        .create_checkout_session(checkout("price_9", 1), &key)
        .await
        .expect_err("there is no such price");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Invalid, "No such price: 'price_9'")
    );
    let rows = shop
        .admin
        .sql("select status, last_error from payments.stripe_checkout_sessions")
        .await
        .expect("rows")
        .rows;
    assert_eq!(
        rows,
        [serde_json::json!({"status": "failed", "last_error": "No such price: 'price_9'"})]
    );
}

#[tokio::test]
async fn a_price_fits_the_sort_of_its_checkout() {
    let shop = Shop::open().await;
    let (once, recurring) = (shop.price(false).await, shop.price(true).await);
    let stripe = shop.visitor.payments().stripe(Env::Test);
    let key = IdempotencyKey::random;
    for wrong in [
        checkout(&recurring.price_id, 1),
        monthly(&once.price_id, &Subject::new("team", "1")),
    ] {
        let error = stripe
            .create_checkout_session(wrong, &key())
            .await
            .expect_err("another sort");
        assert_eq!(error.kind(), ErrorKind::Invalid, "{error:?}");
    }
}

#[tokio::test]
async fn a_paid_checkout_becomes_a_transaction_of_its_subject() {
    let shop = Shop::open().await;
    let price = shop.price(false).await;
    let subject = Subject::new("team", "42");
    let new = checkout(&price.price_id, 2)
        .subject(subject.clone())
        .customer_email("ada@example.com");
    let stripe = shop.visitor.payments().stripe(Env::Test);
    let key = IdempotencyKey::random();
    let session = stripe
        .create_checkout_session(new.clone(), &key)
        .await
        .expect("a session");
    assert_eq!(session.payment_status, Some(PaymentStatus::Unpaid));
    shop.pay(&session).await;
    let paid = stripe
        .create_checkout_session(new, &key)
        .await
        .expect("the session");
    assert_eq!(
        (paid.status, paid.payment_status),
        (CheckoutStatus::Completed, Some(PaymentStatus::Paid))
    );
    assert!(paid.customer_id.is_some() && paid.payment_intent_id.is_some());

    let admin = shop.admin.payments().stripe(Env::Test);
    let of = |subject: &Subject| PaymentList::new().subject(subject.clone());
    let payments = admin.transactions(of(&subject)).await.expect("payments");
    assert_eq!(payments.len(), 1);
    let payment = &payments[0];
    assert_eq!(payment.money().expect("an amount").to_string(), "13.80 EUR");
    assert_eq!(
        (&payment.kind, &payment.status),
        (&TransactionType::OneTimePayment, &TransactionStatus::Succeeded)
    );
    assert_eq!(
        (
            payment.customer_email_snapshot.as_deref(),
            payment.provider_reference_type.as_deref(),
            payment.provider_reference_id.as_ref()
        ),
        (
            Some("ada@example.com"),
            Some("payment_intent"),
            paid.payment_intent_id.as_ref()
        )
    );
    let other = admin.transactions(of(&Subject::new("team", "7"))).await;
    assert_eq!(other.expect("payments"), []);

    let customers = admin.customers(None).await.expect("customers");
    assert_eq!(customers.len(), 1);
    assert_eq!(
        (
            customers[0].email.as_deref(),
            customers[0].payments_count,
            customers[0].total_spend,
            customers[0].payment_method_last4.as_deref()
        ),
        (Some("ada@example.com"), 1, Some(1380), Some("4242"))
    );
}
