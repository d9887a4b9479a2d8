use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::sync::broadcast::error::TryRecvError;
use tokio::sync::oneshot;

use crate::error::{Error, ErrorKind, Result};
use crate::realtime::channel_name::ChannelName;
use crate::realtime::delivery::{Delivery, Outgoing, Reader};
use crate::realtime::hub::Hub;
use crate::realtime::wire::{Decoder, Frame, Packet, encode};

const ROOM: &str = "chat:1";
const LIMIT: usize = 1_000_000;

fn name(name: &str) -> ChannelName {
    ChannelName::new(name).unwrap()
}

/// What packets look like on the wire, without the Engine.IO prefix.
fn texts(packets: impl IntoIterator<Item = Packet>) -> Vec<String> {
    let frames = packets.into_iter().flat_map(|packet| encode(&packet));
    frames
        .map(|frame| match frame {
            Frame::Text(text) => text[1..].to_owned(),
            Frame::Binary(_) => panic!("no attachments"),
        })
        .collect()
}

fn take(hub: &mut Hub, text: &str) -> Vec<String> {
    let packet = Decoder::default().text(text).unwrap().unwrap();
    texts(hub.take(packet))
}

fn subscribe(hub: &mut Hub) -> (oneshot::Receiver<Result<Reader>>, Vec<String>) {
    let (reply, answer) = oneshot::channel();
    let packets = hub.subscribe(&name(ROOM), reply);
    (answer, texts(packets))
}

/// A hub with one reader of the room on a connection.
fn joined() -> (Hub, Reader) {
    let mut hub = Hub::new(8);
    hub.connected(false, LIMIT);
    let (mut answer, sent) = subscribe(&mut hub);
    assert_eq!(sent, [r#"20["realtime:subscribe",{"channel":"chat:1"}]"#]);
    assert!(answer.try_recv().is_err(), "before the server has answered");
    take(
        &mut hub,
        r#"30[{"ok":true,"channel":"chat:1","presence":{"members":[{"type":"user","presenceId":"a"}]}}]"#,
    );
    let reader = answer.try_recv().unwrap().unwrap();
    (hub, reader)
}

fn publish(hub: &mut Hub, text: &str) -> (oneshot::Receiver<Result<()>>, Vec<String>) {
    let (done, delivered) = oneshot::channel();
    let payload: Map<String, Value> = json!({ "text": text }).as_object().unwrap().clone();
    let outgoing = Outgoing {
        channel: name(ROOM),
        event: "note".into(),
        payload,
        done,
    };
    let packet = hub.publish(outgoing);
    (delivered, texts(packet))
}

fn note(text: &str) -> String {
    format!(
        r#"2["note",{{"text":"{text}","meta":{{"channel":"realtime:chat:1","senderType":"user","messageId":"m"}}}}]"#
    )
}

fn kind(result: &mut oneshot::Receiver<Result<()>>) -> Option<ErrorKind> {
    result.try_recv().unwrap().err().map(|error| error.kind())
}

#[test]
fn a_wish_from_before_the_connection_is_asked_for_when_it_is_there() {
    let mut hub = Hub::new(8);
    let (_answer, sent) = subscribe(&mut hub);
    assert!(sent.is_empty());
    let (_second, sent) = subscribe(&mut hub);
    assert!(sent.is_empty());
    assert_eq!(
        texts(hub.connected(false, LIMIT)).len(),
        1,
        "two readers share one subscription"
    );
}

#[test]
fn messages_and_members_reach_the_readers_of_their_channel() {
    let (mut hub, mut reader) = joined();
    assert_eq!(reader.members.borrow()[0].presence_id, "a");
    take(&mut hub, &note("hi"));
    take(&mut hub, r#"2["note",{"meta":{"channel":"realtime:other"}}]"#);
    take(
        &mut hub,
        r#"2["presence:join",{"member":{"type":"anonymous","presenceId":"b"},"meta":{"channel":"chat:1"}}]"#,
    );
    take(
        &mut hub,
        r#"2["presence:join",{"member":{"type":"anonymous","presenceId":"b"},"meta":{"channel":"chat:1"}}]"#,
    );
    assert_eq!(reader.members.borrow_and_update().len(), 2);
    take(
        &mut hub,
        r#"2["presence:leave",{"member":{"type":"user","presenceId":"a"},"meta":{"channel":"chat:1"}}]"#,
    );
    let Ok(Delivery::Message(message)) = reader.deliveries.try_recv() else {
        panic!("a message");
    };
    assert_eq!(
        (message.meta.channel.as_str(), &message.fields["text"]),
        (ROOM, &json!("hi"))
    );
    assert!(
        matches!(reader.deliveries.try_recv(), Ok(Delivery::Joined(member)) if member.presence_id == "b")
    );
    assert!(matches!(reader.deliveries.try_recv(), Ok(Delivery::Left(member)) if member.presence_id == "a"));
    assert!(matches!(reader.deliveries.try_recv(), Err(TryRecvError::Empty)));
}

#[test]
fn after_a_loss_the_channel_is_asked_for_again_and_a_gap_comes_before_the_next_message() {
    let (mut hub, mut reader) = joined();
    for round in 1..4 {
        hub.disconnected();
        let sent = texts(hub.connected(false, LIMIT));
        assert_eq!(
            sent,
            [format!(
                r#"2{round}["realtime:subscribe",{{"channel":"chat:1"}}]"#
            )]
        );
        // A message that the server sends before its answer is of the new connection already.
        take(
            &mut hub,
            &format!(r#"3{round}[{{"ok":true,"presence":{{"members":[]}}}}]"#),
        );
        take(&mut hub, &note("after"));
        assert!(matches!(reader.deliveries.try_recv(), Ok(Delivery::Gap)));
        assert!(matches!(reader.deliveries.try_recv(), Ok(Delivery::Message(_))));
        assert!(reader.members.borrow_and_update().is_empty());
    }
}

#[test]
fn an_answer_of_an_earlier_connection_means_nothing() {
    let mut hub = Hub::new(8);
    let (mut answer, _) = subscribe(&mut hub);
    hub.connected(false, LIMIT);
    hub.disconnected();
    hub.connected(false, LIMIT);
    take(
        &mut hub,
        r#"30[{"ok":false,"error":{"code":"REALTIME_UNAUTHORIZED","message":"no"}}]"#,
    );
    assert!(answer.try_recv().is_err());
    take(&mut hub, r#"31[{"ok":true}]"#);
    assert!(answer.try_recv().unwrap().is_ok());
}

#[test]
fn a_refused_channel_says_so_and_is_asked_for_again_with_another_user_only() {
    let (mut hub, mut reader) = joined();
    hub.disconnected();
    hub.connected(false, LIMIT);
    take(
        &mut hub,
        r#"31[{"ok":false,"error":{"code":"REALTIME_UNAUTHORIZED","message":"no"}}]"#,
    );
    let Ok(Delivery::Failed(error)) = reader.deliveries.try_recv() else {
        panic!("a failure");
    };
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("REALTIME_UNAUTHORIZED"))
    );
    hub.disconnected();
    assert!(hub.connected(false, LIMIT).is_empty());
    hub.disconnected();
    assert_eq!(hub.connected(true, LIMIT).len(), 1);
}

#[test]
fn the_last_reader_who_goes_unsubscribes() {
    let (mut hub, reader) = joined();
    let (mut answer, sent) = subscribe(&mut hub);
    assert!(sent.is_empty());
    let second = answer.try_recv().unwrap().unwrap();
    drop(reader);
    assert!(hub.release(&name(ROOM)).is_none());
    drop(second);
    assert_eq!(
        texts(hub.release(&name(ROOM))),
        [r#"2["realtime:unsubscribe",{"channel":"chat:1"}]"#]
    );
    assert!(hub.is_idle() && hub.release(&name(ROOM)).is_none());
}

#[test]
fn a_subscriber_who_gives_up_leaves_nothing_behind() {
    let mut hub = Hub::new(8);
    hub.connected(false, LIMIT);
    let (answer, _) = subscribe(&mut hub);
    drop(answer);
    assert!(hub.release(&name(ROOM)).is_none());
    assert!(hub.is_idle());
    // The server handles a subscription while it asks its database, so that an end of it that came before the answer
    // would end nothing.
    assert_eq!(
        take(&mut hub, r#"30[{"ok":true}]"#),
        [r#"2["realtime:unsubscribe",{"channel":"chat:1"}]"#]
    );
    assert!(hub.is_idle() && hub.next_deadline().is_none());
}

#[test]
fn a_channel_that_is_wanted_again_before_the_answer_stays() {
    let mut hub = Hub::new(8);
    hub.connected(false, LIMIT);
    let (answer, _) = subscribe(&mut hub);
    drop(answer);
    hub.release(&name(ROOM));
    let (mut again, sent) = subscribe(&mut hub);
    assert_eq!(sent.len(), 1);
    assert!(take(&mut hub, r#"30[{"ok":true}]"#).is_empty());
    let _reader = again.try_recv().unwrap().unwrap();
    assert!(take(&mut hub, r#"31[{"ok":true}]"#).is_empty());
    assert!(!hub.is_idle());
}

#[test]
fn a_refusal_that_nobody_waits_for_means_nothing() {
    let mut hub = Hub::new(8);
    hub.connected(false, LIMIT);
    let (answer, _) = subscribe(&mut hub);
    drop(answer);
    hub.release(&name(ROOM));
    assert!(take(&mut hub, r#"30[{"ok":false,"error":{"code":"X"}}]"#).is_empty());
}

#[test]
fn messages_go_out_one_after_the_other_and_are_delivered_when_they_come_back() {
    let (mut hub, _reader) = joined();
    let (mut first, sent) = publish(&mut hub, "1");
    assert_eq!(sent.len(), 1);
    let (mut second, sent) = publish(&mut hub, "2");
    assert!(sent.is_empty() && first.try_recv().is_err());
    let next = take(&mut hub, &note("1"));
    assert_eq!((kind(&mut first), next.len()), (None, 1));
    take(&mut hub, &note("somebody else's"));
    assert!(second.try_recv().is_err());
    take(&mut hub, &note("2"));
    assert_eq!(kind(&mut second), None);
}

#[test]
fn a_message_that_the_server_refuses_fails_alone() {
    let (mut hub, _reader) = joined();
    for blamed in [r#""channel":"chat:1","#, ""] {
        let (mut first, _) = publish(&mut hub, "1");
        let (mut second, _) = publish(&mut hub, "2");
        let problem =
            format!(r#"2["realtime:error",{{{blamed}"code":"REALTIME_UNAUTHORIZED","message":"no"}}]"#);
        assert_eq!(take(&mut hub, &problem).len(), 1, "the next one goes out");
        assert_eq!(kind(&mut first), Some(ErrorKind::Forbidden));
        take(&mut hub, &note("2"));
        assert_eq!(kind(&mut second), None);
    }
    assert!(
        take(
            &mut hub,
            r#"2["realtime:error",{"code":"INTERNAL_ERROR","message":"of nothing"}]"#
        )
        .is_empty()
    );
}

#[test]
fn a_message_says_whether_it_may_have_been_delivered_when_the_connection_breaks() {
    let (mut hub, _reader) = joined();
    let (mut first, _) = publish(&mut hub, "1");
    let (mut second, _) = publish(&mut hub, "2");
    hub.disconnected();
    assert_eq!(kind(&mut first), Some(ErrorKind::Interrupted));
    assert_eq!(kind(&mut second), Some(ErrorKind::Connect));
    let (mut third, sent) = publish(&mut hub, "3");
    assert_eq!((kind(&mut third), sent.len()), (Some(ErrorKind::Connect), 0));
}

#[test]
fn a_message_that_cannot_be_sent_is_refused_at_once() {
    let (mut hub, _reader) = joined();
    let (mut large, sent) = publish(&mut hub, &"x".repeat(LIMIT));
    assert_eq!((kind(&mut large), sent.len()), (Some(ErrorKind::Request), 0));
    let mut empty = Hub::new(8);
    empty.connected(false, LIMIT);
    let (mut unread, sent) = publish(&mut empty, "1");
    assert_eq!((kind(&mut unread), sent.len()), (Some(ErrorKind::Request), 0));
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_subscription_ends_the_connection_and_an_undelivered_message_itself_alone() {
    let (mut hub, _reader) = joined();
    let (mut message, _) = publish(&mut hub, "1");
    let deadline = hub.next_deadline().unwrap();
    assert!(!hub.expire(deadline - std::time::Duration::from_millis(1)).0);
    assert!(message.try_recv().is_err());
    assert!(!hub.expire(deadline).0);
    assert_eq!(kind(&mut message), Some(ErrorKind::Timeout));
    assert!(hub.next_deadline().is_none());
    hub.disconnected();
    hub.connected(false, LIMIT);
    assert!(hub.expire(hub.next_deadline().unwrap()).0);
}

#[test]
fn a_refused_credential_fails_everybody_and_keeps_those_who_listen() {
    let (mut hub, mut reader) = joined();
    let (mut answer, _) = {
        let (reply, answer) = oneshot::channel();
        (answer, hub.subscribe(&name("other:1"), reply))
    };
    hub.refused(&Arc::new(Error::new(ErrorKind::Unauthorized, "Invalid token")));
    assert_eq!(
        answer.try_recv().unwrap().unwrap_err().kind(),
        ErrorKind::Unauthorized
    );
    assert!(matches!(reader.deliveries.try_recv(), Ok(Delivery::Failed(_))));
    assert_eq!(
        hub.connected(true, LIMIT).len(),
        1,
        "the other channel has no reader any more"
    );
}
