//! Stripe's pages: checkouts once and monthly, and the portal of those who have paid.

use insforge::ErrorKind;
use insforge::payments::{
    CheckoutSession, CheckoutStatus, Env, IdempotencyKey, NewCheckout, PaymentList, PaymentStatus,
    PortalStatus, StripeSubscriptionStatus, Subject, TransactionStatus, TransactionType,
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

async fn pay(shop: &Shop, session: &CheckoutSession) {
    let id = session.checkout_session_id.as_deref().expect("an id");
    shop.local.payments().pay_checkout(id).await.expect("it is paid");
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
    pay(&shop, &session).await;
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

#[tokio::test]
async fn a_subscriber_keeps_the_subscription_in_the_portal() {
    let shop = Shop::open().await;
    let price = shop.price(true).await;
    let user = shop.user("ada").await;
    let stripe = user.payments().stripe(Env::Test);
    let subject = Subject::new("team", "42");
    let early = stripe
        .create_customer_portal_session(&subject, None)
        .await
        .expect_err("nobody has paid");
    assert_eq!(
        (early.kind(), early.code()),
        (ErrorKind::NotFound, Some("PAYMENT_NOT_FOUND"))
    );

    let session = stripe
        .create_checkout_session(monthly(&price.price_id, &subject), &IdempotencyKey::random())
        .await
        .expect("a session");
    pay(&shop, &session).await;

    let admin = shop.admin.payments().stripe(Env::Test);
    let list = PaymentList::new().subject(subject.clone());
    let subscriptions = admin.subscriptions(list.clone()).await.expect("subscriptions");
    assert_eq!(subscriptions.len(), 1);
    assert_eq!(subscriptions[0].status, StripeSubscriptionStatus::Active);
    assert_eq!(subscriptions[0].items.len(), 1);
    assert_eq!(
        subscriptions[0].items[0].price_id.as_deref(),
        Some(price.price_id.as_str())
    );
    let payments = admin.transactions(list).await.expect("payments");
    assert_eq!(payments.len(), 1);
    assert_eq!(payments[0].kind, TransactionType::SubscriptionInvoice);

    let portal = stripe
        .create_customer_portal_session(&subject, Some("https://example.com/account"))
        .await
        .expect("a page");
    assert_eq!(portal.status, PortalStatus::Created);
    assert_eq!(portal.customer_id, subscriptions[0].customer_id);
    assert_eq!(portal.return_url.as_deref(), Some("https://example.com/account"));
    assert!(
        portal
            .url
            .expect("an address")
            .starts_with("https://billing.stripe.com/")
    );
    let configured = stripe
        .create_configured_portal_session(&subject, None, "bpc_1")
        .await
        .expect("a page");
    assert_eq!(configured.configuration.as_deref(), Some("bpc_1"));
    let unknown = stripe
        .create_configured_portal_session(&subject, None, "x")
        .await
        .expect_err("no such configuration");
    assert_eq!(unknown.kind(), ErrorKind::Invalid);
}
