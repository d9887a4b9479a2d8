//! Selling something by Stripe: the shop makes a product and a price, and a visitor gets a page to pay at. No real money:
//! everything happens in the test world.
//!
//! `cargo run --example checkout` pays at the local InsForge's fake Stripe. With `INSFORGE_URL` and its keys set it needs
//! a project whose Stripe test key is configured.

use insforge::payments::{Env, IdempotencyKey, Money, NewCheckout, NewStripePrice, NewStripeProduct};
use insforge::{ErrorKind, SecretString};
use insforge_examples::Project;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let project = Project::connect().await?;
    let shop = project.admin()?.payments().stripe(Env::Test);
    if project.is_local() {
        shop.set_config(&SecretString::from("sk_test_local")).await?;
    }

    // The keys name the intents, so that running this again makes nothing twice.
    let product = match shop
        .create_product(NewStripeProduct::new("Tea, 100 g"), &key("product-tea")?)
        .await
    {
        Err(error) if error.kind() == ErrorKind::NotConfigured => {
            println!("this project has no test key of Stripe's: {error}");
            return Ok(());
        }
        made => made?,
    };
    let tea = NewStripePrice::new(&product.product_id, Money::new(690, "EUR")?);
    let price = shop.create_price(tea, &key("price-tea")?).await?;
    if let Some(money) = price.money() {
        println!("{} for {money}", product.name);
    }

    let visitor = project.client()?.payments().stripe(Env::Test);
    let order = key("order-1234")?;
    let checkout = NewCheckout::payment("https://shop.example.com/done", "https://shop.example.com/cart")
        .line_item(&price.price_id, 2)
        .metadata("order", "1234");
    let session = visitor.create_checkout_session(checkout.clone(), &order).await?;
    println!("pay at {}", session.url.as_deref().unwrap_or("(no page)"));

    // The user clicked twice, or the answer was lost: the same key gives the same session.
    let again = visitor.create_checkout_session(checkout.clone(), &order).await?;
    println!("the same session: {}", again.id == session.id);

    // The same key for another order is a mistake, and refused as one.
    let another = visitor
        .create_checkout_session(checkout.line_item(&price.price_id, 1), &order)
        .await;
    match another {
        Err(error) if error.is_conflict() => println!("refused: {}", error.message()),
        other => println!("unexpected: {other:?}"),
    }
    Ok(())
}

fn key(text: &str) -> insforge::Result<IdempotencyKey> {
    IdempotencyKey::new(text)
}
