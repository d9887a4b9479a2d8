//! From a message's fields to the type that a program reads it into.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Message;
use super::message::RawMessage;
use crate::error::{Error, Result};

/// Reads a message. One function a way of reading, so that a subscription's type has the payload's alone.
pub(super) type Read<T> = fn(&RawMessage) -> Result<Message<T>>;

/// The fields are the payload.
pub(super) fn payload<T: DeserializeOwned>(message: &RawMessage) -> Result<Message<T>> {
    read(message, Value::Object(message.fields.clone()))
}

/// The event's name is the enum's variant, and the fields are its content.
pub(super) fn tagged<T: DeserializeOwned>(message: &RawMessage) -> Result<Message<T>> {
    let mut whole = Map::new();
    whole.insert("event".to_owned(), Value::from(message.event.as_str()));
    // A variant without fields has no content.
    if !message.fields.is_empty() {
        whole.insert("payload".to_owned(), Value::Object(message.fields.clone()));
    }
    read(message, Value::Object(whole))
}

fn read<T: DeserializeOwned>(message: &RawMessage, value: Value) -> Result<Message<T>> {
    let payload = serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        Error::decode(format!(
            "a message {:?} does not fit the type it is read into",
            message.event
        ))
        .with_path(path)
        .with_source(error.into_inner())
        .with_operation("realtime.message")
    })?;
    Ok(Message {
        event: message.event.clone(),
        payload,
        meta: message.meta.clone(),
    })
}

/// A payload as the object that it is sent as.
pub(super) fn object(payload: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(payload) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::request(
            "the payload of a message must be an object, such as a struct: the server spreads others apart or drops them",
        )),
        Err(error) => Err(Error::request("the payload has no JSON form").with_source(error)),
    }
}

/// An enum's value as the event's name and its fields.
pub(super) fn untagged(payload: &impl Serialize) -> Result<(String, Map<String, Value>)> {
    let mut whole = object(payload)?;
    let name = match whole.remove("event") {
        Some(Value::String(name)) => name,
        _ => {
            return Err(Error::request(
                "the events of a channel are an enum with #[serde(tag = \"event\", content = \"payload\")]",
            ));
        }
    };
    match whole.remove("payload") {
        Some(Value::Object(fields)) => Ok((name, fields)),
        None | Some(Value::Null) => Ok((name, Map::new())),
        Some(_) => object(&Value::Null).map(|fields| (name, fields)),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "event", content = "payload", rename_all = "snake_case")]
    enum Chat {
        Said { text: String },
        Closed,
        Number(i32),
    }

    fn message(event: &str, json: &str) -> RawMessage {
        RawMessage::read(event.into(), json).unwrap()
    }

    #[test]
    fn an_enum_goes_out_and_comes_back_by_the_event_s_name() {
        let (name, fields) = untagged(&Chat::Said { text: "hi".into() }).unwrap();
        assert_eq!((name.as_str(), fields.len()), ("said", 1));
        let back = tagged::<Chat>(&message("said", r#"{"text":"hi","meta":{}}"#)).unwrap();
        assert_eq!(back.payload, Chat::Said { text: "hi".into() });
        assert_eq!(untagged(&Chat::Closed).unwrap(), ("closed".into(), Map::new()));
        assert_eq!(
            tagged::<Chat>(&message("closed", r#"{"meta":{}}"#))
                .unwrap()
                .payload,
            Chat::Closed
        );
    }

    #[test]
    fn what_is_no_object_is_refused_before_it_is_sent() {
        for error in [
            object(&5).unwrap_err(),
            object(&"text").unwrap_err(),
            object(&[1]).unwrap_err(),
            untagged(&Chat::Number(5)).unwrap_err(),
            untagged(&serde_json::json!({"text": "hi"})).unwrap_err(),
        ] {
            assert_eq!(error.kind(), crate::ErrorKind::Request);
        }
    }

    #[test]
    fn a_message_that_does_not_fit_names_the_place() {
        #[derive(Debug, Deserialize)]
        struct Note {
            #[allow(dead_code)]
            by: Vec<u8>,
        }
        let error = payload::<Note>(&message("note", r#"{"by":[1,"x"],"meta":{}}"#)).unwrap_err();
        assert_eq!(
            (error.kind(), error.path()),
            (crate::ErrorKind::Decode, Some("by[1]"))
        );
    }
}
