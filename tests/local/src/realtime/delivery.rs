use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::state::room;
use super::webhooks::{Posting, Webhooks};
use crate::app::App;
use crate::clock::iso_now;
use crate::database;
use crate::error::Error;

/// Follows the database's word of new messages and hands them to the sockets of their channels.
pub(super) async fn start(app: &Arc<App>) -> Result<(), Error> {
    let (client, mut heard) = database::listen(&app.database_url, "realtime_message").await?;
    let webhooks = Webhooks::new()?;
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        while let Some(id) = heard.recv().await {
            let Some(app) = app.upgrade() else { break };
            // Everybody who speaks SQL can notify; and a message that cannot be read is lost, as in the real backend.
            if let Ok(id) = Uuid::parse_str(&id) {
                let _ = deliver(&app, &webhooks, id).await;
            }
        }
        drop(client);
    });
    Ok(())
}

async fn deliver(app: &Arc<App>, webhooks: &Webhooks, id: Uuid) -> Result<(), Error> {
    let id = id.to_string();
    let found = app
        .client
        .query_opt(
            "select m.event_name, m.channel_name, m.payload::text, m.sender_type, m.sender_id::text, c.webhook_urls \
             from realtime.messages m join realtime.channels c on c.id = m.channel_id and c.enabled \
             where m.id = $1::text::uuid",
            &[&id],
        )
        .await
        .map_err(Error::Sql)?;
    let Some(row) = found else {
        return Ok(());
    };
    let (event, channel, text): (String, String, String) = (row.get(0), row.get(1), row.get(2));
    let payload = serde_json::from_str(&text).unwrap_or_default();
    let sender: Option<String> = row.get(4);
    let mut meta = json!({
        "channel": room(&channel),
        "senderType": row.get::<_, String>(3),
        "messageId": id,
        "timestamp": iso_now(),
    });
    if let (Some(sender), Some(meta)) = (sender, meta.as_object_mut()) {
        meta.insert("senderId".to_owned(), Value::String(sender));
    }
    let mut fields = spread(payload);
    fields.insert("meta".to_owned(), meta);
    let mut audience = Audience {
        sockets: app.realtime.presence().sockets(&channel),
        ..Audience::default()
    };
    if let Some(io) = app.realtime.io.get() {
        let _ = io.to(room(&channel)).emit(&event, &Value::Object(fields)).await;
    }
    let urls: Vec<String> = row.get::<_, Option<Vec<String>>>(5).unwrap_or_default();
    if urls.is_empty() {
        return audience.note(app, &id).await;
    }
    // The messages after it do not wait for other servers.
    let (app, webhooks) = (Arc::downgrade(app), webhooks.clone());
    tokio::spawn(async move {
        let posting = Posting {
            id,
            channel,
            event,
            payload: text,
        };
        audience.webhooks = urls.len();
        audience.posted = webhooks.post(&urls, &posting).await;
        if let Some(app) = app.upgrade() {
            let _ = audience.note(&app, &posting.id).await;
        }
    });
    Ok(())
}

/// Whom a message was sent to.
#[derive(Default)]
struct Audience {
    sockets: usize,
    webhooks: usize,
    /// How many of the webhooks took it.
    posted: usize,
}

impl Audience {
    async fn note(&self, app: &App, id: &str) -> Result<(), Error> {
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let (sockets, webhooks, posted) = (number(self.sockets), number(self.webhooks), number(self.posted));
        app.client
            .execute(
                "update realtime.messages set ws_audience_count = $2, wh_audience_count = $3, \
                 wh_delivered_count = $4 where id = $1::text::uuid",
                &[&id, &sockets, &webhooks, &posted],
            )
            .await
            .map_err(Error::Sql)?;
        Ok(())
    }
}

/// A payload's fields as JavaScript's `{...payload}` gives them.
fn spread(payload: Value) -> Map<String, Value> {
    let numbered = |values: Vec<Value>| {
        values
            .into_iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect()
    };
    match payload {
        Value::Object(fields) => fields,
        Value::Array(values) => numbered(values),
        Value::String(text) => numbered(text.chars().map(|c| Value::from(c.to_string())).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::spread;

    #[test]
    fn payloads_are_spread_as_javascript_does() {
        assert_eq!(Value::Object(spread(json!("ab"))), json!({"0": "a", "1": "b"}));
        assert_eq!(
            Value::Object(spread(json!([1, null]))),
            json!({"0": 1, "1": null})
        );
        assert_eq!(Value::Object(spread(json!({"x": 1}))), json!({"x": 1}));
        assert!(spread(json!(5)).is_empty());
    }
}
