//! Chats: what the fake says, whole and in frames.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value, json};

use super::{asked_failure, metadata, required};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, ok};

/// What the fake says.
#[derive(Default)]
struct Said {
    text: String,
    tool_calls: Vec<Value>,
    annotations: Vec<Value>,
}

pub(super) async fn completion(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    Caller::any(&app, &headers)?;
    let (Some(model), Some(messages)) = (
        body.get("model").and_then(Value::as_str),
        body.get("messages").and_then(Value::as_array),
    ) else {
        return Err(required("Required, Required"));
    };
    if body
        .get("temperature")
        .and_then(Value::as_f64)
        .is_some_and(|value| value > 2.0)
    {
        return Err(required("Number must be less than or equal to 2"));
    }
    if body
        .get("maxTokens")
        .and_then(Value::as_u64)
        .is_some_and(|tokens| tokens > 16_384)
    {
        return Err(required("Exceeds configured maximum token cap."));
    }
    let streams = body.get("stream") == Some(&Value::Bool(true));
    if let Some(failure) = asked_failure(&app, model) {
        // Once it streams the real one has no status left to say it with.
        return match streams {
            true => Ok(events(
                vec![frame(&json!({"error": true, "message": failure.message}))],
                None,
            )),
            false => Err(failure),
        };
    }
    let said = say(model, messages, &body);
    let shown = match body.get("thinking") == Some(&Value::Bool(true)) {
        true => format!("{model}:thinking"),
        false => model.to_owned(),
    };
    if streams {
        let pause = (model == "fx/slow").then_some(Duration::from_millis(50));
        return Ok(events(frames(model, &said), pause));
    }
    let mut answer = json!({"text": said.text, "metadata": metadata(&shown)});
    for (key, list) in [("tool_calls", said.tool_calls), ("annotations", said.annotations)] {
        if let (false, Some(map)) = (list.is_empty(), answer.as_object_mut()) {
            map.insert(key.to_owned(), list.into());
        }
    }
    Ok(ok(&answer))
}

fn say(model: &str, messages: &[Value], body: &Map<String, Value>) -> Said {
    let mut said = Said::default();
    let last = messages.last().cloned().unwrap_or_default();
    let asked = words(&last);
    let searches =
        body.contains_key("webSearch") || body.contains_key("fileParser") || model == "fx/annotations";
    if searches {
        said.annotations.push(json!({"type": "url_citation", "urlCitation":
            {"url": "https://example.com/a", "title": "A", "content": "snippet", "startIndex": 0, "endIndex": 3}}));
    }
    let tools = body
        .get("tools")
        .and_then(Value::as_array)
        .filter(|_| body.get("toolChoice") != Some(&json!("none")));
    match (model, tools) {
        ("fx/empty", _) => {}
        ("fx/slow", _) => said.text = "slow ".repeat(30),
        ("fx/two-tools", _) => {
            said.tool_calls = vec![
                call("call_a", "weather", &json!({"city": "Rome"})),
                call("call_b", "time", &json!({})),
            ];
        }
        (_, _) if last["role"] == "tool" => said.text = format!("The tool says: {asked}"),
        (_, Some(tools)) if !tools.is_empty() => {
            let tool = tools.first().cloned().unwrap_or_default();
            let name = tool["function"]["name"].as_str().unwrap_or_default().to_owned();
            said.tool_calls = vec![call(
                "call_1",
                &name,
                &arguments(&tool["function"]["parameters"], &asked),
            )];
        }
        _ => said.text = format!("You said: {asked}"),
    }
    said
}

/// Each property of the schema gets the message's last word, or a number from it.
fn arguments(schema: &Value, asked: &str) -> Value {
    let word = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let last = word(asked.split_whitespace().last().unwrap_or_default());
    let number = asked
        .split_whitespace()
        .find_map(|part| word(part).parse::<i64>().ok())
        .unwrap_or(1);
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    let pairs = properties.into_iter().map(|(name, property)| {
        // One that may be null has a list of types.
        let kind = property["type"].as_str().or_else(|| property["type"][0].as_str());
        let value = match kind {
            _ if property["enum"].is_array() => property["enum"][0].clone(),
            Some("integer" | "number") => json!(number),
            Some("boolean") => json!(true),
            Some("array") => json!([last]),
            _ => json!(last),
        };
        (name, value)
    });
    Value::Object(pairs.collect())
}

fn call(id: &str, name: &str, arguments: &Value) -> Value {
    json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments.to_string()}})
}

/// The text of a message.
fn words(message: &Value) -> String {
    match &message["content"] {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
            texts.join(" ")
        }
        _ => String::new(),
    }
}

/// The frames in the real one's order: pieces of text, usage, tools, sources, the end.
fn frames(model: &str, said: &Said) -> Vec<String> {
    let mut frames: Vec<String> = said
        .text
        .split_inclusive(' ')
        .map(|piece| frame(&json!({"chunk": piece})))
        .collect();
    match model {
        "fx/midstream-error" => {
            frames.push(frame(
                &json!({"error": true, "message": "Failed to stream response: Provider disconnected"}),
            ));
            return frames;
        }
        "fx/midstream-garbage" => {
            frames.push("data: <html>\n\n".to_owned());
            return frames;
        }
        "fx/truncated" => return frames,
        "fx/comments" => {
            frames = frames
                .iter()
                .map(|frame| format!(": OPENROUTER PROCESSING\n\n{frame}:\n"))
                .collect();
        }
        _ => {}
    }
    frames.push(frame(
        &json!({"tokenUsage": {"promptTokens": 3, "completionTokens": 5, "totalTokens": 8}}),
    ));
    if !said.tool_calls.is_empty() {
        frames.push(frame(&json!({"tool_calls": said.tool_calls})));
    }
    if !said.annotations.is_empty() {
        frames.push(frame(&json!({"annotations": said.annotations})));
    }
    frames.push(frame(&json!({"done": true})));
    frames
}

fn frame(body: &Value) -> String {
    format!("data: {body}\n\n")
}

fn events(frames: Vec<String>, pause: Option<Duration>) -> Response {
    let pieces = stream::iter(frames).then(move |frame| async move {
        if let Some(pause) = pause {
            tokio::time::sleep(pause).await;
        }
        Ok::<_, Infallible>(Bytes::from(frame))
    });
    let mut response = Response::new(Body::from_stream(pieces));
    let kind = HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
