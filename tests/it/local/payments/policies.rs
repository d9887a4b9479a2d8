//! For whom somebody may pay, as policies of the project decide.

use insforge::payments::{
    Env, IdempotencyKey, Money, NewCheckout, NewRazorpayOrder, NewRazorpaySubscription, Subject,
};
use insforge::{Client, ErrorKind};

use super::Shop;

/// Everybody acts for themselves alone.
const OWN: &str = "
    alter table payments.stripe_checkout_sessions enable row level security;
    alter table payments.stripe_customer_portal_sessions enable row level security;
    alter table payments.razorpay_orders enable row level security;
    alter table payments.razorpay_subscriptions enable row level security;
    create policy own on payments.stripe_checkout_sessions
      using (subject_type = 'user' and subject_id = auth.uid()::text);
    create policy own on payments.stripe_customer_portal_sessions
      using (subject_type = 'user' and subject_id = auth.uid()::text);
    create policy own on payments.razorpay_orders using (subject_type = 'user' and subject_id = auth.uid()::text);
    create policy own on payments.razorpay_subscriptions
      using (subject_type = 'user' and subject_id = auth.uid()::text);
";

async fn subject(user: &Client) -> Subject {
    let account = user.auth().get_current_user().await.expect("a user");
    Subject::new("user", account.id)
}

#[tokio::test]
async fn who_pays_for_another_is_refused() {
    let shop = Shop::open().await;
    shop.local.owner_sql(OWN).await.expect("policies");
    let (price, plan) = (shop.price(false).await, shop.plan().await);
    let (ada, bob) = (shop.user("ada").await, shop.user("bob").await);
    let (hers, his) = (subject(&ada).await, subject(&bob).await);
    let (stripe, razorpay) = (
        ada.payments().stripe(Env::Test),
        ada.payments().razorpay(Env::Test),
    );

    let checkout = |subject: &Subject| {
        NewCheckout::payment("https://example.com/ok", "https://example.com/no")
            .line_item(&price.price_id, 1)
            .subject(subject.clone())
    };
    let key = IdempotencyKey::random();
    let session = stripe
        .create_checkout_session(checkout(&hers), &key)
        .await
        .expect("hers");
    assert_eq!(session.subject_id.as_ref(), Some(&hers.id));
    let again = stripe
        .create_checkout_session(checkout(&hers), &key)
        .await
        .expect("hers");
    assert_eq!(again.id, session.id);
    let order = |subject: &Subject| {
        NewRazorpayOrder::new(Money::new(100, "INR").expect("money")).subject(subject.clone())
    };
    razorpay.create_order(order(&hers)).await.expect("hers");
    let new = |subject: &Subject| NewRazorpaySubscription::new(&plan, subject.clone()).total_count(1);
    let mine = razorpay.create_subscription(new(&hers)).await.expect("hers");

    for refused in [
        stripe
            .create_checkout_session(checkout(&his), &IdempotencyKey::random())
            .await
            .expect_err("his"),
        stripe
            .create_customer_portal_session(&his, None)
            .await
            .expect_err("his"),
        razorpay.create_order(order(&his)).await.expect_err("his"),
        razorpay.create_subscription(new(&his)).await.expect_err("his"),
    ] {
        assert_eq!(refused.kind(), ErrorKind::Forbidden, "{refused:?}");
        assert!(refused.message().contains("RLS policies"), "{refused}");
    }
    // What a policy hides is not there.
    let id = mine.subscription.subscription_id;
    let error = bob
        .payments()
        .razorpay(Env::Test)
        .cancel_subscription(&id, false)
        .await
        .expect_err("hers");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    razorpay.cancel_subscription(&id, false).await.expect("hers");
}
