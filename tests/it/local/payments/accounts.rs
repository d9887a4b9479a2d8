//! The project's accounts at the providers.

use insforge::payments::{ConnectionStatus, Env, KeyType, SyncStatus};
use insforge::{ErrorKind, ExposeSecret, SecretString};

use super::Shop;

#[tokio::test]
async fn stripes_key_connects_the_account_and_registers_the_webhook() {
    let shop = Shop::closed().await;
    let (payments, stripe) = (shop.admin.payments(), shop.admin.payments().stripe(Env::Test));
    let before = payments.stripe_status().await.expect("accounts");
    assert!(
        before
            .iter()
            .all(|one| one.status == ConnectionStatus::Unconfigured)
    );
    let error = stripe.register_webhook().await.expect_err("there is no key");
    assert_eq!(error.kind(), ErrorKind::NotConfigured);

    let key = SecretString::from("sk_test_0123456789abcd");
    let keys = stripe.set_config(&key).await.expect("keys");
    assert_eq!(
        keys.iter()
            .map(|key| key.environment.as_str())
            .collect::<Vec<_>>(),
        ["test", "live"]
    );
    let shown = keys[0].value.as_ref().expect("the key").expose_secret();
    assert_eq!(shown, key.expose_secret());
    assert!(keys[1].value.is_none());
    assert!(!format!("{keys:?}").contains("sk_test_"), "{keys:?}");

    let status = payments.stripe_status().await.expect("accounts");
    let test = &status[0];
    assert_eq!(
        (&test.status, test.masked_key.as_deref(), test.account_livemode),
        (
            &ConnectionStatus::Connected,
            Some("sk_test_****abcd"),
            Some(false)
        )
    );
    assert_eq!(test.last_sync_status, Some(SyncStatus::Succeeded));
    assert_eq!(test.last_sync_counts["products"], 0);
    let endpoint = test.webhook_endpoint_id.as_ref().expect("an endpoint");
    assert!(test.account_id.is_some() && test.account_email.is_some() && test.merchant_name.is_none());
    assert_eq!(status[1].status, ConnectionStatus::Unconfigured);

    let again = stripe.register_webhook().await.expect("an endpoint");
    assert_ne!(again.webhook_endpoint_id.as_ref(), Some(endpoint));
    let url = format!("{}/api/webhooks/stripe/test", shop.local.url());
    assert_eq!(again.webhook_endpoint_url, Some(url));

    stripe.delete_config().await.expect("no keys");
    let gone = stripe.delete_config().await.expect_err("there is none");
    assert_eq!(gone.kind(), ErrorKind::NotConfigured, "{gone:?}");
    let status = payments.stripe_status().await.expect("accounts");
    assert_eq!(status[0].status, ConnectionStatus::Unconfigured);
    assert_eq!(status[0].webhook_endpoint_id, None);
}

#[tokio::test]
async fn razorpays_keys_come_with_a_webhook_secret_that_can_be_rotated() {
    let shop = Shop::closed().await;
    let (payments, razorpay) = (shop.admin.payments(), shop.admin.payments().razorpay(Env::Test));
    assert_eq!(
        razorpay.webhook().await.expect_err("there are no keys").kind(),
        ErrorKind::NotConfigured
    );
    let secret = SecretString::from("key-secret");
    let keys = razorpay
        .set_config("rzp_test_0123456789", &secret, None)
        .await
        .expect("keys");
    let test: Vec<_> = keys.iter().filter(|key| key.environment == Env::Test).collect();
    assert_eq!(
        test.iter()
            .filter_map(|key| key.key_type.clone())
            .collect::<Vec<_>>(),
        [KeyType::ApiKey, KeyType::ApiSecret, KeyType::WebhookSecret]
    );
    let values: Vec<&str> = test
        .iter()
        .filter_map(|key| key.value.as_ref().map(ExposeSecret::expose_secret))
        .collect();
    assert_eq!(values[..2], ["rzp_test_0123456789", "key-secret"]);

    let webhook = razorpay.webhook().await.expect("a webhook");
    let made = webhook.webhook_secret.expect("a secret");
    assert_eq!(made.expose_secret(), values[2]);
    let url = format!("{}/api/webhooks/razorpay/test", shop.local.url());
    assert_eq!(webhook.webhook_url, Some(url));
    assert_eq!(
        webhook.connection.masked_key.as_deref(),
        Some("rzp_test_****6789")
    );
    let rotated = razorpay.rotate_webhook_secret().await.expect("another");
    let rotated = rotated.webhook_secret.expect("a secret");
    assert_ne!(rotated.expose_secret(), made.expose_secret());

    // Reports signed with the secret given by hand are accepted, and it stays when only the keys change.
    let own = SecretString::from("own-secret");
    razorpay
        .set_config("rzp_test_0123456789", &secret, Some(&own))
        .await
        .expect("keys");
    razorpay
        .set_config("rzp_test_another", &secret, None)
        .await
        .expect("keys");
    let kept = razorpay
        .webhook()
        .await
        .expect("a webhook")
        .webhook_secret
        .expect("a secret");
    assert_eq!(kept.expose_secret(), "own-secret");

    razorpay.delete_config().await.expect("no keys");
    assert_eq!(
        razorpay.delete_config().await.expect_err("there are none").kind(),
        ErrorKind::NotConfigured
    );
    let status = payments.razorpay_status().await.expect("accounts");
    assert_eq!(status[0].status, ConnectionStatus::Unconfigured);
}

#[tokio::test]
async fn keys_of_the_other_world_and_keys_that_nobody_knows_are_refused() {
    let shop = Shop::closed().await;
    let stripe = shop.admin.payments().stripe(Env::Live);
    let other = SecretString::from("sk_test_0123456789");
    let error = stripe.set_config(&other).await.expect_err("the other world's");
    assert_eq!(
        (error.kind(), error.message()),
        (
            ErrorKind::Invalid,
            "STRIPE_LIVE_SECRET_KEY must start with sk_live_"
        )
    );
    let unknown = SecretString::from("sk_live_refused");
    let error = stripe.set_config(&unknown).await.expect_err("nobody's");
    assert_eq!(error.status(), Some(401), "{error:?}");
    assert_eq!(error.code(), Some("PAYMENT_CONFIG_INVALID"));
}

#[tokio::test]
async fn reading_an_account_anew_shows_what_has_changed_there() {
    let shop = Shop::open().await;
    let price = shop.price(false).await;
    let product = price.product_id.expect("a product");
    let stripe = shop.admin.payments().stripe(Env::Test);
    shop.local.payments().rename_stripe_product(&product, "Green tea");
    assert_eq!(stripe.product(&product).await.expect("a product").0.name, "Tea");

    let results = stripe.sync().await.expect("results");
    assert_eq!(results.len(), 1, "of one world");
    assert_eq!(results[0].environment, Env::Test);
    assert_eq!(
        results[0].connection.last_sync_status,
        Some(SyncStatus::Succeeded)
    );
    assert_eq!(
        (
            &results[0].connection.last_sync_counts["products"],
            &results[0].connection.last_sync_counts["prices"]
        ),
        (&1.into(), &1.into())
    );
    assert_eq!(
        results[0].subscriptions.as_ref().map(|counts| counts.synced),
        Some(0)
    );
    assert_eq!(
        stripe.product(&product).await.expect("a product").0.name,
        "Green tea"
    );

    shop.plan().await;
    let results = shop
        .admin
        .payments()
        .razorpay(Env::Test)
        .sync()
        .await
        .expect("results");
    assert_eq!(
        (results.len(), results[0].status.clone(), results[0].error.clone()),
        (1, Some(SyncStatus::Succeeded), None)
    );
    assert_eq!(
        (&results[0].sync_counts["plans"], &results[0].sync_counts["items"]),
        (&1.into(), &1.into())
    );
}

#[tokio::test]
async fn reading_all_accounts_says_of_each_how_it_went() {
    let shop = Shop::open().await;
    let payments = shop.admin.payments();
    let stripe = payments.sync_stripe().await.expect("results");
    let states = |connection: &insforge::payments::Connection| {
        (
            connection.environment.clone(),
            connection.last_sync_status.clone(),
        )
    };
    assert_eq!(
        stripe
            .iter()
            .map(|one| states(&one.connection))
            .collect::<Vec<_>>(),
        [
            (Env::Test, Some(SyncStatus::Succeeded)),
            (Env::Live, Some(SyncStatus::Failed))
        ]
    );
    assert_eq!(stripe[1].subscriptions, None);
    let razorpay = payments.sync_razorpay().await.expect("results");
    assert_eq!(
        razorpay
            .iter()
            .map(|one| one.error.as_deref())
            .collect::<Vec<_>>(),
        [None, Some("Razorpay live keys are not configured")]
    );
}
