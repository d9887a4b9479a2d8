//! What administrators read of accounts, catalogues and payments, and what they are told without keys.

use insforge::payments::{
    ConnectionStatus, Env, IdempotencyKey, KeyType, Money, NewRazorpayItem, NewRazorpayPlan, NewStripePrice,
    NewStripeProduct, PaymentList, PlanPeriod, RazorpayItemUpdate, StripePriceUpdate, StripeProductUpdate,
    Subject, SyncStatus,
};
use insforge::{ErrorKind, SecretString};
use insforge_tests::Backend;

use super::{keyless, refusal};

const WORLDS: [Env; 2] = [Env::Test, Env::Live];

#[tokio::test]
async fn accounts_and_keys_are_shown_of_both_worlds() {
    let payments = Backend::connect().await.admin().payments();
    let (stripe, razorpay) = (payments.stripe_status().await, payments.razorpay_status().await);
    for accounts in [stripe.expect("accounts"), razorpay.expect("accounts")] {
        let worlds: Vec<Env> = accounts
            .iter()
            .map(|account| account.environment.clone())
            .collect();
        assert_eq!(worlds, WORLDS);
        for account in accounts {
            assert!(
                !matches!(account.status, ConnectionStatus::Other(_)),
                "{account:?}"
            );
            assert!(account.extra.is_empty(), "{account:?}");
        }
    }
    let keys = payments.stripe_config().await.expect("keys");
    assert_eq!(
        keys.iter().map(|key| key.environment.clone()).collect::<Vec<_>>(),
        WORLDS
    );
    let keys = payments.razorpay_config().await.expect("keys");
    let kinds = [KeyType::ApiKey, KeyType::ApiSecret, KeyType::WebhookSecret];
    assert_eq!(keys.len(), 6);
    for (key, kind) in keys.iter().zip(kinds.iter().cycle()) {
        assert_eq!(key.key_type.as_ref(), Some(kind));
    }
}

#[tokio::test]
async fn catalogues_and_payments_are_read_whole() {
    let payments = Backend::connect().await.admin().payments();
    let (stripe, razorpay) = (payments.stripe(Env::Test), payments.razorpay(Env::Test));
    let catalog = stripe.catalog().await.expect("a catalogue");
    assert_eq!(catalog.products, stripe.products().await.expect("products"));
    assert_eq!(catalog.prices, stripe.prices(None).await.expect("prices"));
    assert_eq!(stripe.prices(Some("prod_it")).await.expect("prices"), []);
    for error in [
        stripe.product("prod_it").await.expect_err("none"),
        stripe.price("price_it").await.expect_err("none"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
    assert_eq!(
        refusal(&stripe.product("prod_it").await.expect_err("none")),
        (
            404,
            "PAYMENT_PRODUCT_NOT_FOUND",
            "Stripe test product not found: prod_it"
        )
    );
    let nobody = || PaymentList::new().subject(Subject::new("it", "nobody")).limit(5);
    assert_eq!(stripe.transactions(nobody()).await.expect("payments"), []);
    assert_eq!(stripe.subscriptions(nobody()).await.expect("subscriptions"), []);
    assert!(stripe.customers(Some(1)).await.expect("customers").len() <= 1);
    razorpay.catalog().await.expect("a catalogue");
    assert_eq!(razorpay.transactions(nobody()).await.expect("payments"), []);
    assert_eq!(razorpay.subscriptions(nobody()).await.expect("subscriptions"), []);
    assert!(razorpay.customers(Some(1)).await.expect("customers").len() <= 1);
}

#[tokio::test]
async fn keys_of_another_sort_are_refused() {
    let payments = Backend::connect().await.admin().payments();
    let wrong = SecretString::from("not-a-key");
    let error = payments
        .stripe(Env::Test)
        .set_config(&wrong)
        .await
        .expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(
        refusal(&error),
        (
            400,
            "PAYMENT_CONFIG_INVALID",
            "STRIPE_TEST_SECRET_KEY must start with sk_test_"
        )
    );
    let error = payments
        .razorpay(Env::Test)
        .set_config("x", &wrong, None)
        .await
        .expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn without_keys_nothing_at_stripe_can_be_read_or_changed() {
    let payments = Backend::connect().await.admin().payments();
    let Some(env) = keyless(&payments.stripe_config().await.expect("keys")) else {
        return;
    };
    let stripe = payments.stripe(env.clone());
    let results = stripe.sync().await.expect("results");
    assert_eq!((results.len(), &results[0].environment), (1, &env));
    let unset = format!(
        "STRIPE_{}_SECRET_KEY is not configured",
        env.as_str().to_uppercase()
    );
    let account = &results[0].connection;
    assert_eq!(
        (&account.last_sync_status, account.last_sync_error.as_deref()),
        (&Some(SyncStatus::Failed), Some(unset.as_str()))
    );
    let price = NewStripePrice::new("prod_it", Money::new(100, "EUR").expect("money"));
    for error in [
        stripe.register_webhook().await.expect_err("no key"),
        stripe
            .create_product(NewStripeProduct::new("It"), &IdempotencyKey::random())
            .await
            .expect_err("no key"),
        stripe
            .update_product("prod_it", StripeProductUpdate::new().active(false))
            .await
            .expect_err("no key"),
        stripe.delete_product("prod_it").await.expect_err("no key"),
        stripe
            .create_price(price, &IdempotencyKey::random())
            .await
            .expect_err("no key"),
        stripe
            .update_price("price_it", StripePriceUpdate::new().active(false))
            .await
            .expect_err("no key"),
        stripe.archive_price("price_it").await.expect_err("no key"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotConfigured, "{error:?}");
        assert_eq!(refusal(&error), (400, "PAYMENT_CONFIG_INVALID", unset.as_str()));
    }
    let error = stripe.delete_config().await.expect_err("no key");
    assert_eq!(
        refusal(&error),
        (404, "PAYMENT_CONFIG_NOT_FOUND", "No Stripe key configured")
    );
    assert_eq!(error.kind(), ErrorKind::NotConfigured);
}

#[tokio::test]
async fn without_keys_nothing_at_razorpay_can_be_read_or_changed() {
    let payments = Backend::connect().await.admin().payments();
    let Some(env) = keyless(&payments.razorpay_config().await.expect("keys")) else {
        return;
    };
    let razorpay = payments.razorpay(env.clone());
    let results = razorpay.sync().await.expect("results");
    let unset = format!("Razorpay {env} keys are not configured");
    assert_eq!(
        (results.len(), &results[0].status, results[0].error.as_deref()),
        (1, &Some(SyncStatus::Failed), Some(unset.as_str()))
    );
    let item = || NewRazorpayItem::new("It", Money::new(100, "INR").expect("money"));
    for error in [
        razorpay.webhook().await.expect_err("no keys"),
        razorpay.rotate_webhook_secret().await.expect_err("no keys"),
        razorpay.create_item(item()).await.expect_err("no keys"),
        razorpay
            .update_item("item_it", RazorpayItemUpdate::new().active(false))
            .await
            .expect_err("no keys"),
        razorpay
            .create_plan(NewRazorpayPlan::new(PlanPeriod::Monthly, 1, item()))
            .await
            .expect_err("no keys"),
    ] {
        assert_eq!(error.kind(), ErrorKind::NotConfigured, "{error:?}");
        assert_eq!(refusal(&error), (400, "PAYMENT_CONFIG_NOT_FOUND", unset.as_str()));
    }
    let error = razorpay.delete_config().await.expect_err("no keys");
    assert_eq!(error.kind(), ErrorKind::NotConfigured);
}

#[tokio::test]
async fn both_worlds_are_read_at_once() {
    let payments = Backend::connect().await.admin().payments();
    for results in [
        payments.sync_stripe().await.expect("results"),
        payments.sync_razorpay().await.expect("results"),
    ] {
        let worlds: Vec<Env> = results.iter().map(|result| result.environment.clone()).collect();
        assert_eq!(worlds, WORLDS);
    }
}
