use std::sync::{Arc, Weak};

use axum::extract::ConnectInfo;
use serde_json::{Value, json};
use socketioxide::SocketIo;
use socketioxide::extract::{AckSender, Event, SocketRef, TryData};
use socketioxide::handler::ConnectHandler;
use socketioxide::layer::SocketIoLayer;
use uuid::Uuid;

use super::presence::Member;
use super::state::room;
use super::{delivery, handshake, permissions};
use crate::app::App;
use crate::builder::Builder;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::error::Error;
use crate::wire::Shears;

const DENIED: &str = "REALTIME_UNAUTHORIZED";

/// The layer that answers under `/socket.io`; messages of the database are followed from now on.
pub(crate) async fn layer(app: &Arc<App>, builder: &Builder) -> Result<SocketIoLayer, Error> {
    let (layer, io) = SocketIo::builder()
        .ping_interval(builder.ping_interval)
        .ping_timeout(builder.ping_timeout)
        .max_payload(1_000_000)
        .build_layer();
    let weak = Arc::downgrade(app);
    let admit = move |socket: SocketRef, TryData(auth): TryData<Value>| {
        let weak = weak.clone();
        async move { admit(&weak, &socket, &auth.unwrap_or_default()) }
    };
    io.ns("/", (async || {}).with(admit));
    let _ = app.realtime.io.set(io);
    delivery::start(app).await?;
    Ok(layer)
}

fn admit(weak: &Weak<App>, socket: &SocketRef, auth: &Value) -> Result<(), String> {
    let app = weak.upgrade().ok_or("the server is gone")?;
    let id = socket.id.to_string();
    app.realtime.controls.note("connect", auth.clone());
    let caller = handshake::check(&app, auth).map_err(|refusal| refusal.to_string())?;
    socket.extensions.insert(caller);
    if let Some(ConnectInfo(shears)) = socket.req_parts().extensions.get::<ConnectInfo<Shears>>() {
        app.realtime.controls.opened(&id, shears.clone());
    }
    // Before the client hears that it is let in: what it sends at once must not be missed.
    listen(weak, socket);
    Ok(())
}

fn listen(app: &Weak<App>, socket: &SocketRef) {
    let weak = app.clone();
    socket.on_fallback(
        move |socket: SocketRef, Event(event), TryData(body): TryData<Value>, ack: AckSender| {
            let weak = weak.clone();
            async move {
                // Without a body the real backend's handler throws, and nothing is answered.
                let (Some(app), Ok(body), Some(caller)) =
                    (weak.upgrade(), body, socket.extensions.get::<Caller>())
                else {
                    return;
                };
                app.realtime.controls.note(&event, body.clone());
                match event.as_str() {
                    "realtime:subscribe" => subscribe(&app, &socket, &caller, &body, ack).await,
                    "realtime:unsubscribe" => {
                        let channel = body.get("channel").and_then(Value::as_str).unwrap_or_default();
                        socket.leave(room(channel));
                        leave(&app, &socket.id.to_string(), channel).await;
                    }
                    "realtime:publish" => publish(&app, &socket, &caller, &body).await,
                    _ => {}
                }
            }
        },
    );
    let weak = app.clone();
    socket.on_disconnect(move |socket: SocketRef| {
        let weak = weak.clone();
        async move {
            let Some(app) = weak.upgrade() else { return };
            let id = socket.id.to_string();
            app.realtime.controls.closed(&id);
            let channels = app.realtime.presence().of(&id);
            for channel in channels {
                leave(&app, &id, &channel).await;
            }
        }
    });
}

async fn subscribe(app: &Arc<App>, socket: &SocketRef, caller: &Caller, body: &Value, ack: AckSender) {
    let channel = body.get("channel").and_then(Value::as_str).unwrap_or_default();
    if !permissions::may_subscribe(app, caller, channel).await {
        let mut answer = json!({
            "ok": false,
            "error": { "code": DENIED, "message": "Not authorized to subscribe to this channel" },
        });
        if let (Some(named), Some(answer)) = (body.get("channel"), answer.as_object_mut()) {
            answer.insert("channel".to_owned(), named.clone());
        }
        let _ = ack.send(&answer);
        return;
    }
    socket.join(room(channel));
    let id = socket.id.to_string();
    let member = Member {
        kind: if matches!(caller, Caller::User(_)) {
            "user"
        } else {
            "anonymous"
        },
        presence_id: match caller {
            Caller::User(user) => user.id.clone(),
            Caller::Anon | Caller::Admin => id.clone(),
        },
        joined_at: iso_now(),
    };
    let joined = app.realtime.presence().join(channel, &id, member);
    if let Some(member) = joined {
        let others = socket.to(room(channel));
        let _ = others.emit("presence:join", &presence(channel, &member)).await;
    }
    // The socket may have gone while the database was asked.
    if !socket.connected() {
        leave(app, &id, channel).await;
        return;
    }
    if let Some(delay) = app.realtime.controls.ack_delay() {
        tokio::time::sleep(delay).await;
    }
    let members = app.realtime.presence().members(channel);
    let _ = ack.send(&json!({ "ok": true, "channel": channel, "presence": { "members": members } }));
}

async fn leave(app: &App, socket: &str, channel: &str) {
    let left = app.realtime.presence().leave(channel, socket);
    if let (Some(member), Some(io)) = (left, app.realtime.io.get()) {
        let _ = io
            .to(room(channel))
            .emit("presence:leave", &presence(channel, &member))
            .await;
    }
}

async fn publish(app: &App, socket: &SocketRef, caller: &Caller, body: &Value) {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let channel = text("channel");
    let refuse = |code: &str, message: &str| {
        let problem = json!({ "channel": channel, "code": code, "message": message });
        let _ = socket.emit("realtime:error", &problem);
    };
    if !socket.rooms().iter().any(|joined| **joined == *room(channel)) {
        refuse(
            "REALTIME_NOT_SUBSCRIBED",
            "Must subscribe to channel before publishing messages",
        );
        return;
    }
    let payload = body.get("payload").cloned().unwrap_or_default();
    match permissions::publish(app, caller, channel, text("event"), &payload).await {
        Ok(true) => {}
        Ok(false) => refuse(DENIED, "Not authorized to publish to this channel"),
        Err(_) => refuse("INTERNAL_ERROR", "Failed to publish message"),
    }
}

/// Presence is told with the channel's own name.
fn presence(channel: &str, member: &Member) -> Value {
    json!({
        "member": member,
        "meta": {
            "channel": channel,
            "senderType": "system",
            "messageId": Uuid::new_v4().to_string(),
            "timestamp": iso_now(),
        },
    })
}
