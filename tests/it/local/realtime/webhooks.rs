//! Messages that are posted to other servers.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use insforge::Client;
use insforge::admin::realtime::{ChannelChange, MessageList, StatsOf, StoredMessage};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::realtime;
use crate::realtime::PATIENCE;

type Posts = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// A server of the user's own. Its first visitor finds it away.
async fn hooks() -> (String, Posts) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let posts = Posts::default();
    let take = async |State(posts): State<Posts>, headers: HeaderMap, Json(body): Json<Value>| {
        posts.lock().expect("no panic").push((headers, body));
    };
    let router = Router::new()
        .route("/good", post(take))
        .route("/bad", post(async || StatusCode::INTERNAL_SERVER_ERROR))
        .with_state(Arc::clone(&posts));
    tokio::spawn(async move {
        drop(listener.accept().await);
        axum::serve(listener, router).await
    });
    (url, posts)
}

#[tokio::test]
async fn a_message_is_posted_to_the_webhooks_of_its_channel_and_counted() {
    let (local, channels, client) = realtime().await;
    let (url, posts) = hooks().await;
    let admin = Client::admin(local.url(), local.api_key()).expect("a client");
    let urls = ["/good", "/bad"].map(|path| format!("{url}{path}"));
    admin
        .realtime()
        .update_channel(&channels.id, ChannelChange::new().webhook_urls(urls))
        .await
        .expect("changed");

    let room = client.realtime().channel("t:1").expect("a name");
    let _own = room.subscribe::<Value>().await.expect("a subscription");
    let payload = json!({ "text": "hi €", "n": [1] });
    room.publish("said", &payload).await.expect("published");
    let kept = tokio::time::timeout(PATIENCE, counted(&admin))
        .await
        .expect("the webhooks are called");
    assert_eq!(
        (
            kept.ws_audience_count,
            kept.wh_audience_count,
            kept.wh_delivered_count
        ),
        (1, 2, 1)
    );
    let stats = admin
        .realtime()
        .message_stats(StatsOf::all())
        .await
        .expect("numbers");
    assert!((stats.wh_delivery_rate - 0.5).abs() < f64::EPSILON);
    assert_eq!(admin.realtime().clear_messages().await.expect("cleared"), 1);
    assert_eq!(admin.realtime().clear_messages().await.expect("cleared"), 0);

    let posts = posts.lock().expect("no panic");
    let [(headers, body)] = posts.as_slice() else {
        panic!("once, and not {}", posts.len())
    };
    assert_eq!(body, &payload);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("x-insforge-event"), Some("said"));
    assert_eq!(header("x-insforge-channel"), Some("t:1"));
    assert_eq!(header("x-insforge-message-id"), Some(kept.id.as_str()));
}

/// The message, once its webhooks have been called.
async fn counted(admin: &Client<insforge::Admin>) -> StoredMessage {
    loop {
        let kept = admin
            .realtime()
            .list_messages(MessageList::new())
            .await
            .expect("a list");
        if let [message] = kept.as_slice()
            && message.wh_audience_count > 0
        {
            return message.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
