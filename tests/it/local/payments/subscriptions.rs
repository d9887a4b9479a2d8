//! Razorpay's subscriptions, through their states.

use insforge::payments::{
    Env, NewRazorpaySubscription, PaymentList, RazorpaySubscriptionStatus, Subject, TransactionType,
    verify_subscription_signature,
};
use insforge::{Client, ErrorKind, SecretString};

use super::Shop;

fn team() -> Subject {
    Subject::new("team", "42")
}

async fn subscribe(shop: &Shop, user: &Client) -> String {
    let plan = shop.plan().await;
    let new = NewRazorpaySubscription::new(&plan, team())
        .total_count(12)
        .quantity(2);
    let made = user
        .payments()
        .razorpay(Env::Test)
        .create_subscription(new)
        .await
        .expect("a subscription");
    let one = made.subscription;
    assert_eq!(
        (one.status, one.plan_id, one.total_count, one.quantity),
        (RazorpaySubscriptionStatus::Created, Some(plan), Some(12), Some(2))
    );
    assert_eq!(
        made.checkout_options.subscription_id.as_ref(),
        Some(&one.subscription_id)
    );
    one.subscription_id
}

#[tokio::test]
async fn a_subscription_lives_through_its_states() {
    let shop = Shop::open().await;
    let user = shop.user("ada").await;
    let razorpay = user.payments().razorpay(Env::Test);
    let id = subscribe(&shop, &user).await;
    let early = razorpay
        .pause_subscription(&id)
        .await
        .expect_err("it is not active");
    assert_eq!(early.kind(), ErrorKind::Invalid, "{early:?}");

    shop.local.payments().consent(&id).await.expect("consent");
    let paused = razorpay.pause_subscription(&id).await.expect("it rests");
    assert_eq!(paused.status, RazorpaySubscriptionStatus::Paused);
    let resumed = razorpay.resume_subscription(&id).await.expect("it goes on");
    assert_eq!(resumed.status, RazorpaySubscriptionStatus::Active);
    let later = razorpay
        .cancel_subscription(&id, true)
        .await
        .expect("it will end");
    assert_eq!(
        (
            later.status,
            later.has_scheduled_changes,
            later.change_scheduled_at
        ),
        (RazorpaySubscriptionStatus::Active, true, later.current_end)
    );
    let ended = razorpay.cancel_subscription(&id, false).await.expect("it ends");
    assert_eq!(ended.status, RazorpaySubscriptionStatus::Cancelled);
    assert!(ended.ended_at.is_some());
    let unknown = razorpay.resume_subscription("sub_none").await.expect_err("none");
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn the_right_proof_of_consent_is_accepted_and_no_other() {
    let shop = Shop::open().await;
    let user = shop.user("ada").await;
    let razorpay = user.payments().razorpay(Env::Test);
    let id = subscribe(&shop, &user).await;
    let proof = shop.local.payments().consent(&id).await.expect("consent");
    let secret = SecretString::from("key-secret");
    assert!(verify_subscription_signature(
        &id,
        &proof.payment_id,
        &proof.signature,
        &secret
    ));
    let verified = razorpay
        .verify_subscription(&id, &proof.payment_id, &proof.signature)
        .await
        .expect("a proof");
    assert!(verified.verified);
    assert_eq!(
        verified.subscription.authorization_payment_id.as_ref(),
        Some(&proof.payment_id)
    );
    assert!(verified.subscription.authorization_verified_at.is_some());
    let error = razorpay
        .verify_subscription(&id, "pay_other", &proof.signature)
        .await
        .expect_err("no proof");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Invalid, "Invalid Razorpay subscription signature")
    );
}

#[tokio::test]
async fn each_payment_of_a_subscription_is_a_transaction_of_its_subject() {
    let shop = Shop::open().await;
    let user = shop.user("ada").await;
    let id = subscribe(&shop, &user).await;
    let provider = shop.local.payments();
    provider.consent(&id).await.expect("consent");
    provider.charge(&id).await.expect("a payment");
    let admin = shop.admin.payments().razorpay(Env::Test);
    let list = || PaymentList::new().subject(team());
    let subscriptions = admin.subscriptions(list()).await.expect("subscriptions");
    assert_eq!(subscriptions.len(), 1);
    assert_eq!(
        (subscriptions[0].paid_count, subscriptions[0].remaining_count),
        (Some(2), Some(10))
    );
    let payments = admin.transactions(list()).await.expect("payments");
    assert_eq!(payments.len(), 2);
    for payment in &payments {
        assert_eq!(payment.kind, TransactionType::SubscriptionInvoice);
        assert_eq!(payment.money().expect("an amount").to_string(), "500.00 INR");
        assert_eq!(payment.provider_customer_id, subscriptions[0].customer_id);
    }
    let one = admin.transactions(list().limit(1)).await.expect("payments");
    assert_eq!(one.len(), 1);
}

#[tokio::test]
async fn visitors_and_unknown_plans_get_no_subscription() {
    let shop = Shop::open().await;
    let new = NewRazorpaySubscription::new("plan_none", team()).total_count(1);
    let visitor = shop.visitor.payments().razorpay(Env::Test);
    let error = visitor
        .create_subscription(new.clone())
        .await
        .expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let error = visitor
        .cancel_subscription("sub_1", false)
        .await
        .expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let user = shop.user("ada").await;
    let error = user
        .payments()
        .razorpay(Env::Test)
        .create_subscription(new)
        .await
        .expect_err("no such plan");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}
