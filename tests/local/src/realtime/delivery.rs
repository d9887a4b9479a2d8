use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::state::room;
use crate::app::App;
use crate::clock::iso_now;
use crate::database;
use crate::error::Error;

/// Follows the database's word of new messages and hands them to the sockets of their channels.
pub(super) async fn start(app: &Arc<App>) -> Result<(), Error> {
    let (client, mut heard) = database::listen(&app.database_url, "realtime_message").await?;
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        while let Some(id) = heard.recv().await {
            let (Some(app), Ok(id)) = (app.upgrade(), Uuid::parse_str(&id)) else {
                break;
            };
            // A message that cannot be read is lost, as in the real backend.
            let _ = deliver(&app, id).await;
        }
        drop(client);
    });
    Ok(())
}

async fn deliver(app: &App, id: Uuid) -> Result<(), Error> {
    let id = id.to_string();
    let found = app
        .client
        .query_opt(
            "select m.event_name, m.channel_name, m.payload::text, m.sender_type, m.sender_id::text \
             from realtime.messages m join realtime.channels c on c.id = m.channel_id and c.enabled \
             where m.id = $1::text::uuid",
            &[&id],
        )
        .await
        .map_err(Error::Sql)?;
    let Some(row) = found else {
        return Ok(());
    };
    let (event, channel): (String, String) = (row.get(0), row.get(1));
    let payload = serde_json::from_str(row.get(2)).unwrap_or_default();
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
    let audience = app.realtime.presence().sockets(&channel);
    if let Some(io) = app.realtime.io.get() {
        let _ = io.to(room(&channel)).emit(event, &Value::Object(fields)).await;
    }
    let audience = i32::try_from(audience).unwrap_or(i32::MAX);
    app.client
        .execute(
            "update realtime.messages set ws_audience_count = $2 where id = $1::text::uuid",
            &[&id, &audience],
        )
        .await
        .map_err(Error::Sql)?;
    Ok(())
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
