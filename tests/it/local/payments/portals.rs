//! Stripe's page on which those who have paid keep their subscriptions.

use insforge::ErrorKind;
use insforge::payments::{
    Env, IdempotencyKey, NewCheckout, PaymentList, PortalStatus, StripeSubscriptionStatus, Subject,
    TransactionType,
};

use super::Shop;

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

    let checkout = NewCheckout::subscription(
        subject.clone(),
        "https://example.com/ok",
        "https://example.com/no",
    )
    .line_item(&price.price_id, 1);
    let session = stripe
        .create_checkout_session(checkout, &IdempotencyKey::random())
        .await
        .expect("a session");
    shop.pay(&session).await;

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
