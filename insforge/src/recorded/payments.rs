//! Calls that succeed at the providers. None could be recorded without accounts there, so these follow the server's own
//! description of its answers.

use serde_json::{Value, json};

use super::{Read, list, read};
use crate::payments as pay;

pub(super) fn made_up() -> Vec<(String, Read, Value)> {
    let checkout = json!({
        "id": "c", "environment": "test", "mode": "payment", "status": "open", "paymentStatus": "unpaid",
        "subjectType": null, "subjectId": null, "customerEmail": null, "checkoutSessionId": "cs_1", "customerId": null,
        "paymentIntentId": null, "subscriptionId": null, "url": "https://checkout.stripe.com/c", "lastError": null,
        "createdAt": "2026-11-23T10:00:00.000Z", "updatedAt": "2026-11-23T10:00:00.000Z"
    });
    let portal = json!({
        "id": "p", "environment": "test", "status": "created", "subjectType": "user", "subjectId": "u", "customerId": "cus_1",
        "returnUrl": null, "configuration": null, "url": "https://billing.stripe.com/p", "lastError": null,
        "createdAt": "2026-11-23T10:00:00.000Z", "updatedAt": "2026-11-23T10:00:00.000Z"
    });
    let order = json!({
        "id": "o", "environment": "live", "status": "created", "subjectType": null, "subjectId": null, "customerName": "Ada",
        "customerEmail": null, "customerContact": null, "orderId": "order_1", "receipt": null, "amount": 50000,
        "amountPaid": 0, "amountDue": 50000, "currency": "INR", "attempts": 0, "verifiedPaymentId": null,
        "verifiedAt": null, "notes": {"a": "b"}, "lastError": null, "createdAt": "x", "updatedAt": "x"
    });
    let created = json!({
        "order": order,
        "checkoutOptions": {"key": "rzp_live_1", "amount": 50000, "currency": "INR", "order_id": "order_1", "name": null,
            "prefill": {"name": "Ada", "email": null}, "callback_url": null}
    });
    let subscription = json!({
        "environment": "test", "subscriptionId": "sub_1", "planId": "plan_1", "customerId": null, "subjectType": "team",
        "subjectId": "1", "status": "created", "currentStart": null, "currentEnd": null, "endedAt": null, "quantity": 1,
        "chargeAt": null, "startAt": null, "endAt": null, "totalCount": 12, "authAttempts": 0, "paidCount": 0,
        "remainingCount": 12, "shortUrl": "https://rzp.io/i/x", "hasScheduledChanges": false, "changeScheduledAt": null,
        "offerId": null, "authorizationPaymentId": null, "authorizationVerifiedAt": null, "notes": {},
        "providerCreatedAt": null, "syncedAt": "x", "createdAt": "x", "updatedAt": "x"
    });
    let subscribed = json!({
        "subscription": subscription, "checkoutOptions": {"key": "k", "subscription_id": "sub_1", "prefill": {}}
    });
    let product = json!({
        "environment": "test", "productId": "prod_1", "name": "Thing", "description": null, "active": true,
        "defaultPriceId": null, "metadata": {"a": "b"}, "syncedAt": "x"
    });
    let price = json!({
        "environment": "test", "priceId": "price_1", "productId": "prod_1", "active": true, "currency": "eur",
        "unitAmount": 990, "unitAmountDecimal": "990", "type": "recurring", "lookupKey": null,
        "billingScheme": "per_unit", "taxBehavior": "exclusive", "recurringInterval": "month",
        "recurringIntervalCount": 1, "metadata": {}, "syncedAt": "x"
    });
    let transaction = json!({
        "environment": "live", "provider": "stripe", "type": "one_time_payment", "status": "succeeded",
        "subjectType": null, "subjectId": null, "providerCustomerId": "cus_1", "customerEmailSnapshot": "a@b.de",
        "providerReferenceId": "pi_1", "providerReferenceType": "payment_intent", "amount": 990, "amountRefunded": null,
        "currency": "eur", "description": null, "paidAt": "x", "failedAt": null, "refundedAt": null,
        "providerCreatedAt": "x", "createdAt": "x", "updatedAt": "x"
    });
    let stripe_subscription = json!({
        "environment": "test", "subscriptionId": "sub_1", "customerId": "cus_1", "subjectType": null, "subjectId": null,
        "status": "past_due", "currentPeriodStart": "x", "currentPeriodEnd": "x", "cancelAtPeriodEnd": false,
        "cancelAt": null, "canceledAt": null, "trialStart": null, "trialEnd": null, "latestInvoiceId": "in_1",
        "metadata": {}, "syncedAt": "x", "createdAt": "x", "updatedAt": "x",
        "items": [{"environment": "test", "subscriptionItemId": "si_1", "subscriptionId": "sub_1", "productId": null,
            "priceId": "price_1", "quantity": 2, "metadata": {}, "createdAt": "x", "updatedAt": "x"}]
    });
    let customer = json!({
        "environment": "test", "provider": "razorpay", "providerCustomerId": "cust_1", "email": null, "name": null,
        "phone": null, "deleted": false, "metadata": {}, "providerCreatedAt": null, "syncedAt": "x", "paymentsCount": 3,
        "lastPaymentAt": null, "totalSpend": 2970, "totalSpendCurrency": "eur", "paymentMethodBrand": "visa",
        "paymentMethodLast4": "4242", "countryCode": "DE"
    });
    let item = json!({
        "environment": "test", "itemId": "item_1", "name": "Thing", "description": null, "active": true, "amount": 100,
        "unitAmount": 100, "currency": "INR", "type": "invoice", "providerCreatedAt": null, "syncedAt": "x"
    });
    let plan = json!({
        "environment": "test", "planId": "plan_1", "itemId": "item_1", "period": "monthly", "interval": 1, "amount": 100,
        "unitAmount": null, "currency": "INR", "active": true, "notes": {}, "providerCreatedAt": null, "syncedAt": "x"
    });
    // Rows as a running backend kept them.
    let stripe_event = json!({
        "id": "14022370-bff4-46e8-b60c-de284c0e9099", "environment": "live", "provider": "stripe",
        "provider_event_id": "evt_1", "event_type": "checkout.session.completed", "livemode": true,
        "provider_account_id": null, "object_type": "checkout.session", "object_id": "cs_1",
        "processing_status": "processed", "attempt_count": 1, "last_error": null,
        "payload": {"id": "evt_1", "object": "event", "type": "checkout.session.completed", "livemode": true,
            "data": {"object": {"id": "cs_1", "object": "checkout.session", "mode": "payment", "currency": "eur",
                "payment_status": "paid", "amount_total": 1380, "customer": "cus_1"}}},
        "received_at": "2026-11-25T02:51:11.410119+00:00", "processed_at": "2026-11-25T02:51:11.416852+00:00",
        "created_at": "2026-11-25T02:51:11.410119+00:00", "updated_at": "2026-11-25T02:51:11.416852+00:00"
    });
    let razorpay_event = json!({
        "id": "f1729265-9848-4abe-be73-bb2ea8b4e6de", "environment": "live", "provider": "razorpay",
        "provider_event_id": "acc_1.order.paid.pay_1.1764000000", "event_type": "order.paid", "livemode": true,
        "provider_account_id": null, "object_type": null, "object_id": null, "processing_status": "processed",
        "attempt_count": 1, "last_error": null,
        "payload": {"event": "order.paid", "entity": "event", "contains": ["payment", "order"], "account_id": "acc_1",
            "payload": {"order": {"entity": {"id": "order_1", "amount": 50000, "status": "paid"}},
                "payment": {"entity": {"id": "pay_1", "amount": 50000, "currency": "INR", "order_id": "order_1"}}}},
        "received_at": "2026-11-25T02:51:47.985614+00:00", "processed_at": "2026-11-25T02:51:48.001144+00:00",
        "created_at": "2026-11-25T02:51:47.985614+00:00", "updated_at": "2026-11-25T02:51:48.001144+00:00"
    });
    let named = |name: &str, reader: Read, value: Value| (format!("made-up/{name}"), reader, value);
    vec![
        named("checkout", read::<pay::CheckoutSession>, checkout),
        named("portal", read::<pay::CustomerPortalSession>, portal),
        named("order", read::<pay::RazorpayOrder>, order),
        named("created-order", read::<pay::CreatedOrder>, created),
        named(
            "razorpay-subscription",
            read::<pay::RazorpaySubscription>,
            subscription,
        ),
        named(
            "created-subscription",
            read::<pay::CreatedSubscription>,
            subscribed,
        ),
        named(
            "products",
            list::<pay::StripeProduct>,
            json!({"products": [product]}),
        ),
        named("prices", list::<pay::StripePrice>, json!({"prices": [price]})),
        named(
            "transactions",
            list::<pay::Transaction>,
            json!({"transactions": [transaction]}),
        ),
        named(
            "stripe-subscriptions",
            list::<pay::StripeSubscription>,
            json!({"subscriptions": [stripe_subscription]}),
        ),
        named(
            "customers",
            list::<pay::Customer>,
            json!({"customers": [customer]}),
        ),
        named("items", list::<pay::RazorpayItem>, json!({"items": [item]})),
        named("plans", list::<pay::RazorpayPlan>, json!({"plans": [plan]})),
        named("stripe-event", read::<pay::WebhookEvent>, stripe_event),
        named("razorpay-event", read::<pay::WebhookEvent>, razorpay_event),
    ]
}
