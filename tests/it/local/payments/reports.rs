//! What providers report, as rows for users' triggers.

use insforge::ErrorKind;
use insforge::Table;
use insforge::payments::{
    CheckoutMode, Env, IdempotencyKey, Money, NewCheckout, NewRazorpayOrder, ProcessingStatus, Provider,
    Subject, WebhookEvent,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shop;

/// A trigger as a project writes it: paid things are delivered once.
const DELIVERIES: &str = "
    create table public.deliveries (id bigint generated always as identity primary key, event jsonb not null);
    create function public.note_delivery() returns trigger language plpgsql security definer as $$
    begin
      if new.processing_status = 'processed' and new.event_type in ('checkout.session.completed', 'order.paid') then
        insert into public.deliveries (event) values (to_jsonb(new));
      end if;
      return new;
    end $$;
    create trigger note_delivery after update on payments.webhook_events
      for each row execute function public.note_delivery();
";

#[derive(Debug, Table)]
#[table(name = "deliveries")]
struct Delivery {
    #[column(pk, identity = always)]
    id: i64,
    event: Value,
}

/// The part of Stripe's object that the program needs.
#[derive(Debug, Deserialize)]
struct Session {
    id: String,
    mode: CheckoutMode,
    amount_total: i64,
}

#[derive(Debug, Deserialize)]
struct Order {
    id: String,
}

#[tokio::test]
async fn a_trigger_hands_on_what_the_providers_report() {
    let shop = Shop::open().await;
    // As an administrator would by SQL, whose role may put triggers on this table.
    shop.local.sql(DELIVERIES).await.expect("a trigger");
    let price = shop.price(false).await;
    let checkout = NewCheckout::payment("https://example.com/ok", "https://example.com/no")
        .line_item(&price.price_id, 1)
        .subject(Subject::new("team", "42"));
    let session = shop
        .visitor
        .payments()
        .stripe(Env::Test)
        .create_checkout_session(checkout, &IdempotencyKey::random())
        .await
        .expect("a session");
    let session = session.checkout_session_id.expect("an id");
    shop.local
        .payments()
        .pay_checkout(&session)
        .await
        .expect("it is paid");
    let order = NewRazorpayOrder::new(Money::new(100, "INR").expect("money"));
    let order = shop
        .visitor
        .payments()
        .razorpay(Env::Test)
        .create_order(order)
        .await
        .expect("an order");
    let order = order.order.order_id.expect("an id");
    shop.local.payments().pay_order(&order).await.expect("it is paid");

    let rows = shop
        .admin
        .database()
        .from::<Delivery>()
        .order(|delivery| delivery.id.asc())
        .all()
        .await
        .expect("deliveries");
    let mut events = rows
        .into_iter()
        .map(|row| WebhookEvent::from_row(row.event).expect("an event"));
    let (stripe, razorpay) = (
        events.next().expect("Stripe's"),
        events.next().expect("Razorpay's"),
    );
    assert!(events.next().is_none());
    assert_eq!(
        (&stripe.provider, &stripe.environment, &stripe.processing_status),
        (&Provider::Stripe, &Env::Test, &ProcessingStatus::Processed)
    );
    assert_eq!(
        (stripe.event_type.as_str(), stripe.object_id.as_ref()),
        ("checkout.session.completed", Some(&session))
    );
    let paid: Session = stripe.object().expect("a session");
    assert_eq!(
        (paid.id, paid.mode, paid.amount_total),
        (session, CheckoutMode::Payment, 690)
    );
    assert_eq!(
        (
            &razorpay.provider,
            razorpay.event_type.as_str(),
            razorpay.livemode
        ),
        (&Provider::Razorpay, "order.paid", false)
    );
    assert_eq!(razorpay.object::<Order>().expect("an order").id, order);
}

fn event(id: &str, kind: &str) -> Value {
    json!({
        "id": id, "object": "event", "type": kind, "created": 1_764_000_000, "livemode": false,
        "data": {"object": {"id": "x_1", "object": "thing", "customer": "cus_9", "status": "active"}}
    })
}

async fn events(shop: &Shop) -> Vec<WebhookEvent> {
    let found = shop
        .admin
        .sql("select * from payments.webhook_events order by received_at")
        .await
        .expect("rows");
    let rows = found.rows.into_iter();
    rows.map(|row| WebhookEvent::from_row(row).expect("an event"))
        .collect()
}

#[tokio::test]
async fn a_report_is_kept_once_whatever_it_says() {
    let shop = Shop::open().await;
    let provider = shop.local.payments();
    let unknown = event("evt_1", "brand.new.kind");
    for _ in 0..2 {
        let (status, answer) = provider.report("stripe", &unknown).await.expect("an answer");
        assert_eq!((status, &answer["handled"]), (200, &json!(false)));
    }
    let kept = events(&shop).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (
            kept[0].provider_event_id.as_str(),
            kept[0].event_type.as_str(),
            &kept[0].processing_status,
            kept[0].attempt_count
        ),
        ("evt_1", "brand.new.kind", &ProcessingStatus::Ignored, 1)
    );
    assert_eq!(kept[0].payload, unknown);
    assert!(kept[0].processed_at.is_some() && kept[0].extra.is_empty());
}

#[tokio::test]
async fn a_report_that_could_not_be_acted_on_is_tried_again() {
    let shop = Shop::open().await;
    let broken = "alter table payments.stripe_subscriptions add constraint never check (status <> 'active')";
    shop.local.owner_sql(broken).await.expect("a constraint");
    let provider = shop.local.payments();
    let report = event("evt_2", "customer.subscription.created");
    let (status, _) = provider.report("stripe", &report).await.expect("an answer");
    assert_eq!(status, 500);
    let kept = events(&shop).await;
    assert_eq!(kept[0].processing_status, ProcessingStatus::Failed);
    assert!(
        kept[0]
            .last_error
            .as_deref()
            .is_some_and(|error| error.contains("never"))
    );

    let mended = "alter table payments.stripe_subscriptions drop constraint never";
    shop.local.owner_sql(mended).await.expect("none");
    let (status, answer) = provider.report("stripe", &report).await.expect("an answer");
    assert_eq!((status, &answer["handled"]), (200, &json!(true)));
    let kept = events(&shop).await;
    assert_eq!(
        (kept.len(), &kept[0].processing_status, kept[0].attempt_count),
        (1, &ProcessingStatus::Processed, 2)
    );
}

#[tokio::test]
async fn a_report_without_the_secret_is_refused() {
    let shop = Shop::closed().await;
    let (status, answer) = shop
        .local
        .payments()
        .report("razorpay", &json!({"event": "order.paid"}))
        .await
        .expect("an answer");
    assert_eq!(
        (status, answer["message"].as_str()),
        (500, Some("Razorpay test webhook secret is not configured"))
    );
    assert!(events(&shop).await.is_empty());
}

#[tokio::test]
async fn a_trigger_cannot_be_put_where_the_server_alone_writes() {
    let shop = Shop::closed().await;
    let trigger = "create trigger t after insert on payments.transactions
                   for each row execute function system.update_updated_at()";
    let error = shop.admin.sql(trigger).await.expect_err("no right");
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error:?}");
}
