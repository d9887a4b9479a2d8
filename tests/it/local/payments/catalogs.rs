//! What is sold: Stripe's products and prices, Razorpay's items and plans.

use insforge::ErrorKind;
use insforge::payments::{
    Env, IdempotencyKey, Money, NewRazorpayItem, NewStripePrice, NewStripeProduct, PlanPeriod, PriceType,
    RazorpayItemUpdate, RecurringInterval, StripePriceUpdate, StripeProductUpdate, TaxBehavior,
};

use super::Shop;

fn euros(minor: i64) -> Money {
    Money::new(minor, "EUR").expect("money")
}

#[tokio::test]
async fn products_are_made_once_changed_and_deleted() {
    let shop = Shop::open().await;
    let stripe = shop.admin.payments().stripe(Env::Test);
    let key = IdempotencyKey::new("product-tea").expect("a key");
    let new = || {
        NewStripeProduct::new("Tea")
            .description("100 g")
            .active(false)
            .metadata("shelf", "7")
    };
    let product = stripe.create_product(new(), &key).await.expect("a product");
    assert_eq!(
        (
            product.name.as_str(),
            product.description.as_deref(),
            product.active
        ),
        ("Tea", Some("100 g"), false)
    );
    assert_eq!(product.metadata["shelf"], "7");
    let again = stripe.create_product(new(), &key).await.expect("the product");
    assert_eq!(again.product_id, product.product_id);
    let other = stripe
        .create_product(NewStripeProduct::new("Coffee"), &key)
        .await
        .expect_err("another product");
    assert_eq!(other.kind(), ErrorKind::Invalid, "{other:?}");
    assert_eq!(stripe.products().await.expect("products").len(), 1);

    let id = product.product_id.as_str();
    let change = StripeProductUpdate::new()
        .name("Green tea")
        .description(None)
        .active(true);
    let changed = stripe.update_product(id, change).await.expect("a change");
    assert_eq!(
        (changed.name.as_str(), changed.description.clone(), changed.active),
        ("Green tea", None, true)
    );
    assert_eq!(changed.metadata["shelf"], "7", "what is not set stays");
    let (read, prices) = stripe.product(id).await.expect("a product");
    assert_eq!((read.name, prices.len()), (changed.name, 0));

    assert!(stripe.delete_product(id).await.expect("it is gone"));
    let gone = stripe.product(id).await.expect_err("it is gone");
    assert_eq!(
        (gone.kind(), gone.code()),
        (ErrorKind::NotFound, Some("PAYMENT_PRODUCT_NOT_FOUND"))
    );
    for error in [
        stripe.delete_product(id).await.expect_err("it is gone"),
        stripe
            .update_product(id, StripeProductUpdate::new().active(false))
            .await
            .expect_err("it is gone"),
    ] {
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::NotFound, Some("UPSTREAM_FAILURE"))
        );
    }
}

#[tokio::test]
async fn prices_are_made_changed_and_archived() {
    let shop = Shop::open().await;
    let stripe = shop.admin.payments().stripe(Env::Test);
    let price = shop.price(false).await;
    let product = price.product_id.as_deref().expect("a product");
    assert_eq!(price.money(), Some(euros(690)));
    assert_eq!(price.kind, Some(PriceType::OneTime));
    let yearly = NewStripePrice::new(product, euros(6900))
        .recurring(RecurringInterval::Year, 2)
        .lookup_key("tea-yearly")
        .tax_behavior(TaxBehavior::Inclusive);
    let yearly = stripe
        .create_price(yearly, &IdempotencyKey::random())
        .await
        .expect("a price");
    assert_eq!(
        (
            yearly.kind.clone(),
            yearly.recurring_interval.clone(),
            yearly.recurring_interval_count,
            yearly.lookup_key.as_deref(),
            yearly.tax_behavior.clone()
        ),
        (
            Some(PriceType::Recurring),
            Some(RecurringInterval::Year),
            Some(2),
            Some("tea-yearly"),
            Some(TaxBehavior::Inclusive)
        )
    );
    shop.price(false).await;
    assert_eq!(stripe.prices(None).await.expect("prices").len(), 3);
    assert_eq!(stripe.prices(Some(product)).await.expect("prices").len(), 2);
    let catalog = stripe.catalog().await.expect("a catalogue");
    assert_eq!((catalog.products.len(), catalog.prices.len()), (2, 3));

    let change = StripePriceUpdate::new()
        .lookup_key(None)
        .metadata("season", "winter");
    let changed = stripe
        .update_price(&yearly.price_id, change)
        .await
        .expect("a change");
    assert_eq!((changed.lookup_key, changed.unit_amount), (None, Some(6900)));
    assert_eq!(changed.metadata["season"], "winter");
    let archived = stripe
        .archive_price(&yearly.price_id)
        .await
        .expect("it is archived");
    assert!(!archived.active);
    assert_eq!(
        stripe.price(&yearly.price_id).await.expect("it stays").price_id,
        yearly.price_id
    );

    let used = stripe.delete_product(product).await.expect_err("it has prices");
    assert_eq!(used.kind(), ErrorKind::Invalid);
    let unknown = NewStripePrice::new("prod_none", euros(1));
    let error = stripe
        .create_price(unknown, &IdempotencyKey::random())
        .await
        .expect_err("no such product");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Invalid, "No such product: 'prod_none'")
    );
}

#[tokio::test]
async fn items_and_plans_are_made_and_changed() {
    let shop = Shop::open().await;
    let razorpay = shop.admin.payments().razorpay(Env::Test);
    let rupees = |minor| Money::new(minor, "INR").expect("money");
    let item = NewRazorpayItem::new("Tea", rupees(9900)).description("100 g");
    let item = razorpay.create_item(item).await.expect("an item");
    assert_eq!(
        (item.amount, item.unit_amount, item.currency.as_str(), item.active),
        (Some(9900), Some(9900), "INR", true)
    );
    let change = RazorpayItemUpdate::new()
        .name("Green tea")
        .price(rupees(8900))
        .active(false);
    let changed = razorpay
        .update_item(&item.item_id, change)
        .await
        .expect("a change");
    assert_eq!(
        (changed.name.as_str(), changed.amount, changed.active),
        ("Green tea", Some(8900), false)
    );
    assert_eq!(
        changed.description.as_deref(),
        Some("100 g"),
        "what is not set stays"
    );
    let unknown = razorpay
        .update_item("item_none", RazorpayItemUpdate::new().active(true))
        .await
        .expect_err("no such item");
    assert_eq!(unknown.kind(), ErrorKind::Invalid, "{unknown:?}");

    let plan = shop.plan().await;
    let catalog = razorpay.catalog().await.expect("a catalogue");
    assert_eq!((catalog.items.len(), catalog.plans.len()), (2, 1));
    let listed = &catalog.plans[0];
    assert_eq!(
        (
            listed.plan_id.as_str(),
            &listed.period,
            listed.interval,
            listed.amount
        ),
        (plan.as_str(), &PlanPeriod::Monthly, Some(1), Some(50_000))
    );
    let live = shop.admin.payments().razorpay(Env::Live);
    let other = live.catalog().await.expect("a catalogue");
    assert!(
        other.items.is_empty() && other.plans.is_empty(),
        "worlds are apart"
    );
}
