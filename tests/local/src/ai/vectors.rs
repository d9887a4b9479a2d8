//! Embeddings: texts with the same words have vectors of the same direction.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::{asked_failure, required};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, ok};

pub(super) async fn embeddings(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    Caller::any(&app, &headers)?;
    let Some(model) = body.get("model").and_then(Value::as_str) else {
        return Err(required("Required"));
    };
    let texts: Vec<&str> = match body.get("input") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => return Err(required("Invalid input")),
    };
    if let Some(failure) = asked_failure(&app, model) {
        return Err(failure);
    }
    let dimensions = body.get("dimensions").and_then(Value::as_u64).unwrap_or(64);
    let dimensions = usize::try_from(dimensions).unwrap_or(64).clamp(1, 4096);
    let packed = body.get("encoding_format") == Some(&json!("base64"));
    let embedding = |text: &str| match vector(text, dimensions) {
        vector if packed => json!(base64(&vector)),
        vector => json!(vector),
    };
    let data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| json!({"object": "embedding", "embedding": embedding(text), "index": index}))
        .collect();
    let tokens = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum::<usize>();
    Ok(ok(&json!({
        "object": "list", "data": data,
        "metadata": {"model": model, "usage": {"promptTokens": tokens, "totalTokens": tokens}}
    })))
}

/// The numbers' bytes, the lowest first.
fn base64(vector: &[f32]) -> String {
    let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
    STANDARD.encode(bytes)
}

/// Counts each word, without its ending, in the place that its letters decide.
fn vector(text: &str, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0; dimensions];
    for word in text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
    {
        let stem: String = word.trim_end_matches(['s', 'e']).chars().take(5).collect();
        let hash = stem.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let place = usize::try_from(hash % dimensions as u64).unwrap_or(0);
        if let Some(count) = vector.get_mut(place) {
            *count += 1.0;
        }
    }
    vector
}
