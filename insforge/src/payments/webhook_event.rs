//! What a provider reported, as a row of the project's database.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Env, Provider};
use crate::error::{Error, Result};
use crate::open_enum::open_enum;

open_enum! {
    /// What the project has done with a report.
    pub enum ProcessingStatus {
        /// Nothing yet.
        Pending = "pending",
        /// It has acted on it.
        Processed = "processed",
        /// It could not.
        Failed = "failed",
        /// It does not act on this kind.
        Ignored = "ignored",
    }
}

/// A row of `payments.webhook_events`: a report of a provider, once an id.
///
/// The data API does not reach this table. A trigger on it may copy the row (`to_jsonb(new)`) into a table of the
/// program's, send it over a realtime channel or to a function; and the administrator reads it by SQL.
///
/// ```no_run
/// use insforge::payments::WebhookEvent;
///
/// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
/// let found = admin.sql("select * from payments.webhook_events order by received_at desc limit 10").await?;
/// for row in found.rows {
///     let event = WebhookEvent::from_row(row)?;
///     if event.event_type == "checkout.session.completed" {
///         println!("{:?} is paid", event.object_id);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The row's id, a UUID.
    pub id: String,
    /// In which world.
    pub environment: Env,
    /// Who reports.
    #[serde(default = "stripe")]
    pub provider: Provider,
    /// The report's id at the provider: act on each once.
    #[serde(alias = "stripe_event_id")]
    pub provider_event_id: String,
    /// What happened, in the provider's words, such as `checkout.session.completed`.
    pub event_type: String,
    /// Whether real money moved.
    #[serde(default)]
    pub livemode: bool,
    /// The account it is about.
    #[serde(default, alias = "stripe_account_id")]
    pub provider_account_id: Option<String>,
    /// What sort of thing it is about.
    #[serde(default)]
    pub object_type: Option<String>,
    /// The id of that thing at the provider.
    #[serde(default)]
    pub object_id: Option<String>,
    /// What the project has done with it.
    pub processing_status: ProcessingStatus,
    /// How often it has tried.
    #[serde(default)]
    pub attempt_count: i64,
    /// Why it could not.
    #[serde(default)]
    pub last_error: Option<String>,
    /// The report as it came.
    #[serde(default)]
    pub payload: Value,
    /// When it came, ISO 8601.
    #[serde(default)]
    pub received_at: Option<String>,
    /// When the project had acted on it, ISO 8601.
    #[serde(default)]
    pub processed_at: Option<String>,
    /// When the row was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Columns that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn stripe() -> Provider {
    Provider::Stripe
}

impl WebhookEvent {
    /// Reads a row as SQL or a trigger's `to_jsonb(new)` gives it.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where it is no such row.
    pub fn from_row(row: Value) -> Result<Self> {
        serde_json::from_value(row)
            .map_err(|error| Error::decode("this is no row of payments.webhook_events").with_source(error))
    }

    /// The thing that the report is about, as the provider describes it: `data.object` of Stripe's reports,
    /// `payload.<sort>.entity` of Razorpay's, where the name of the event begins with the sort.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) where there is none, or it does not fit the type.
    pub fn object<T: DeserializeOwned>(&self) -> Result<T> {
        let object = self.payload.pointer("/data/object").or_else(|| {
            // Rows of Razorpay's reports have no sort of their own; the name of the event begins with it.
            let sort = self.event_type.split('.').next().unwrap_or_default();
            self.payload.get("payload")?.get(sort)?.get("entity")
        });
        let object = object.ok_or_else(|| Error::decode("the report has no object"))?;
        T::deserialize(object).map_err(|error| {
            Error::decode("the report's object does not fit the type it is read into").with_source(error)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_of_both_providers_and_of_new_kinds_are_read() {
        let stripe = WebhookEvent::from_row(json!({
            "id": "u", "environment": "test", "provider_event_id": "evt_1", "event_type": "brand.new.kind",
            "livemode": false, "processing_status": "postponed", "attempt_count": 1, "new_column": 1,
            "payload": {"data": {"object": {"id": "cs_1"}}}
        }))
        .unwrap();
        assert_eq!(stripe.provider, Provider::Stripe);
        assert_eq!(
            stripe.processing_status,
            ProcessingStatus::Other("postponed".into())
        );
        assert_eq!(stripe.object::<Value>().unwrap()["id"], "cs_1");

        let razorpay = WebhookEvent::from_row(json!({
            "id": "u", "environment": "live", "provider": "razorpay", "provider_event_id": "e", "event_type": "order.paid",
            "object_type": null, "processing_status": "processed", "processed_at": null,
            "payload": {"payload": {"payment": {"entity": {"id": "pay_1"}}, "order": {"entity": {"id": "order_1"}}}}
        }))
        .unwrap();
        assert_eq!(razorpay.object::<Value>().unwrap()["id"], "order_1");
        assert!(WebhookEvent::from_row(json!({"id": 1})).is_err());
    }
}
