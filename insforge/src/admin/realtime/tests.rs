use super::{ChannelDefinition, MessageStats, Permissions, StoredMessage};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The body of a recorded answer.
fn recorded<T: DeserializeOwned>(case: &str) -> T {
    let folder = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{folder}/../tests/fixtures/realtime/{case}.json")).unwrap();
    let exchange: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(exchange["response"]["body"].clone()).unwrap()
}

#[test]
fn recorded_answers_are_read() {
    let channel: ChannelDefinition = recorded("channel-create-exact");
    assert_eq!((channel.pattern.as_str(), channel.enabled), ("fx-exact", false));
    assert_eq!(channel.webhook_urls, ["https://example.com/hook"]);
    let channels: Vec<ChannelDefinition> = recorded("channel-list");
    assert!(channels.iter().any(|channel| channel.webhook_urls.is_empty()));
    let messages: Vec<StoredMessage> = recorded("messages");
    assert_eq!((messages.len(), messages[1].payload.is_null()), (3, true));
    let stats: MessageStats = recorded("messages-stats");
    assert_eq!((stats.total_messages, stats.top_events[0].count), (16, 5));
    let permissions: Permissions = recorded("permissions-with-policies");
    assert_eq!(permissions.subscribe[0].roles, ["authenticated"]);
    assert_eq!(permissions.publish[0].command, "INSERT");
}
