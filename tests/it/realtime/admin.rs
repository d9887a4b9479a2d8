//! Administration of realtime.

use insforge::ErrorKind;
use insforge::admin::realtime::{ChannelChange, MessageList, NewChannel, StatsOf};
use insforge_tests::Backend;
use serde_json::{Value, json};

use super::{Channels, Undo, message};

#[tokio::test]
async fn definitions_are_made_changed_and_removed() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let realtime = admin.realtime();
    let pattern = backend.unique("def").replace('_', "-");
    let made = realtime
        .create_channel(
            NewChannel::new(&pattern)
                .webhook_urls(["https://example.com/hook"])
                .enabled(false),
        )
        .await
        .expect("made");
    assert_eq!(
        (made.pattern.as_str(), made.enabled, made.description.as_deref()),
        (&*pattern, false, None)
    );
    let error = realtime
        .create_channel(NewChannel::new(&pattern))
        .await
        .expect_err("taken");
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let change = ChannelChange::new().description("changed").enabled(true);
    let changed = realtime.update_channel(&made.id, change).await.expect("changed");
    assert_eq!(
        (changed.description.as_deref(), changed.enabled),
        (Some("changed"), true)
    );
    assert_eq!(changed.webhook_urls, made.webhook_urls);
    assert_eq!(realtime.get_channel(&made.id).await.expect("there"), changed);
    assert!(realtime.list_channels().await.expect("a list").contains(&changed));
    realtime.delete_channel(&made.id).await.expect("removed");
    let error = realtime.get_channel(&made.id).await.expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = realtime
        .create_channel(NewChannel::new("with_under.score"))
        .await
        .expect_err("not allowed");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn messages_are_kept_and_counted() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let channels = Channels::create(|| backend.admin(), &backend.unique("rt")).await;
    let name = channels.name("kept");
    let client = backend.anon();
    let room = client.realtime().channel(&name).expect("a name");
    let mut own = room.subscribe::<Value>().await.expect("a subscription");
    room.publish("kept", &json!({ "n": 1 })).await.expect("published");
    let heard = message(&mut own).await;
    let list = MessageList::new().channel_id(&channels.id).event("kept").limit(5);
    let kept = admin.realtime().list_messages(list).await.expect("a list");
    assert_eq!(
        (kept.len(), kept[0].channel_name.as_str(), &kept[0].payload),
        (1, &*name, &json!({ "n": 1 }))
    );
    assert_eq!(Some(&kept[0].id), heard.meta.message_id.as_ref());
    let stats = async |since: &str| {
        let of = StatsOf::all().channel_id(&channels.id);
        let of = of.since(since.parse().expect("a time"));
        admin.realtime().message_stats(of).await.expect("numbers")
    };
    let all = stats("2026-01-01T00:00:00.25Z").await;
    assert_eq!(
        (all.total_messages, all.top_events[0].event_name.as_str()),
        (1, "kept")
    );
    assert_eq!(stats("2999-01-01T00:00:00Z").await.total_messages, 0);
    admin.realtime().permissions().await.expect("policies");
}

#[tokio::test]
async fn messages_are_kept_for_as_long_as_is_set() {
    let backend = Backend::connect().await;
    let realtime = backend.admin().realtime();
    let before = realtime.retention_days().await.expect("a setting");
    let _undo = Undo::new(move || async move { backend.admin().realtime().set_retention_days(before).await });
    for days in [Some(3650), None] {
        realtime.set_retention_days(days).await.expect("set");
        assert_eq!(realtime.retention_days().await.expect("a setting"), days);
    }
    let error = realtime.set_retention_days(Some(0)).await.expect_err("no days");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}
