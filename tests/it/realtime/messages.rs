//! Publishing and receiving.

use insforge::ErrorKind;
use insforge::realtime::{Channel, Sender};
use insforge_tests::Backend;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Channels, message, next};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Note {
    text: String,
}

fn note(text: &str) -> Note {
    Note { text: text.into() }
}

async fn channels() -> (&'static Backend, Channels) {
    let backend = Backend::connect().await;
    let channels = Channels::create(|| backend.admin(), &backend.unique("rt")).await;
    (backend, channels)
}

#[tokio::test]
async fn a_message_reaches_its_sender_and_others_and_says_where_it_comes_from() {
    let (backend, channels) = channels().await;
    let account = backend.account().await;
    let (ada, anybody) = (account.client().await, backend.anon());
    let name = channels.name("room");
    let room = ada.realtime().channel(&name).expect("a name");
    let mut hers = room.subscribe::<Note>().await.expect("a subscription");
    let there = anybody.realtime().channel(&name).expect("a name");
    let mut theirs = there.subscribe::<Note>().await.expect("a subscription");

    room.publish("said", &note("hi €")).await.expect("published");
    let (mine, copy) = (message(&mut hers).await, message(&mut theirs).await);
    assert_eq!(mine, copy);
    assert_eq!((mine.event.as_str(), mine.payload), ("said", note("hi €")));
    assert_eq!(mine.meta.channel, name);
    assert_eq!(mine.meta.sender, Sender::User);
    assert_eq!(mine.meta.sender_id.as_deref(), Some(account.id()));
    assert!(mine.meta.message_id.is_some() && mine.meta.timestamp.is_some());

    there.publish("said", &note("yes?")).await.expect("published");
    let answer = message(&mut hers).await;
    assert_eq!((answer.payload, answer.meta.sender_id), (note("yes?"), None));
}

#[tokio::test]
async fn an_administrator_speaks_as_the_system() {
    let (backend, channels) = channels().await;
    let name = channels.name("news");
    let news = backend.anon().realtime().channel(&name).expect("a name");
    let mut reader = news.subscribe::<Note>().await.expect("a subscription");
    let admin = backend.admin();
    let desk = admin.realtime().channel(&name).expect("a name");
    let _own = desk.subscribe::<Note>().await.expect("a subscription");
    desk.publish("headline", &note("!")).await.expect("published");
    assert_eq!(message(&mut reader).await.meta.sender, Sender::System);
}

#[tokio::test]
async fn a_subscription_can_be_narrowed_to_some_events() {
    let (backend, channels) = channels().await;
    let client = backend.anon();
    let room = client.realtime().channel(&channels.name("f")).expect("a name");
    let mut some = room
        .subscribe::<Note>()
        .await
        .expect("a subscription")
        .only(["b"]);
    for event in ["a", "b", "a", "b"] {
        room.publish(event, &note(event)).await.expect("published");
    }
    for _ in 0..2 {
        assert_eq!(message(&mut some).await.event, "b");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "payload", rename_all = "snake_case")]
enum Chat {
    Said { text: String },
    Typing { who: String },
}

#[tokio::test]
async fn the_events_of_a_typed_channel_are_an_enum() {
    let (backend, channels) = channels().await;
    let channel: Channel<Chat> = Channel::new(&channels.name("typed")).expect("a name");
    let client = backend.anon();
    let room = client.realtime().open(&channel);
    let mut chat = room.subscribe().await.expect("a subscription");
    let typing = Chat::Typing { who: "ada".into() };
    room.publish(&typing).await.expect("published");
    let heard = message(&mut chat).await;
    assert_eq!((heard.event.as_str(), heard.payload), ("typing", typing));
}

#[tokio::test]
async fn a_message_that_does_not_fit_is_an_error_and_the_stream_goes_on() {
    let (backend, channels) = channels().await;
    let client = backend.anon();
    let room = client.realtime().channel(&channels.name("odd")).expect("a name");
    let mut notes = room.subscribe::<Note>().await.expect("a subscription");
    room.publish("said", &json!({ "text": 5 }))
        .await
        .expect("published");
    room.publish("said", &note("fits")).await.expect("published");
    let error = next(&mut notes).await.expect_err("a number is no text");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("said"), "{error}");
    assert_eq!(message(&mut notes).await.payload, note("fits"));
}

#[tokio::test]
async fn a_channel_without_a_definition_is_refused() {
    let backend = Backend::connect().await;
    let name = backend.unique("none").replace('_', "-");
    let client = backend.anon();
    let room = client.realtime().channel(&name).expect("a name");
    let error = room.subscribe::<Note>().await.expect_err("no such channel");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("REALTIME_UNAUTHORIZED"))
    );
    let error = room
        .publish("said", &note("x"))
        .await
        .expect_err("not subscribed");
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn what_a_trigger_or_a_statement_publishes_arrives_too() {
    let (backend, channels) = channels().await;
    let name = channels.name("sql");
    let client = backend.anon();
    let mut notes = client
        .realtime()
        .channel(&name)
        .expect("a name")
        .subscribe::<Note>()
        .await
        .expect("a subscription");
    backend
        .admin()
        .sql(&format!(
            "select realtime.publish('{name}', 'row', '{{\"text\": \"from SQL\"}}')"
        ))
        .await
        .expect("published");
    let heard = message(&mut notes).await;
    assert_eq!(
        (heard.payload, heard.meta.sender),
        (note("from SQL"), Sender::System)
    );
    assert_eq!(heard.event, "row");
}
