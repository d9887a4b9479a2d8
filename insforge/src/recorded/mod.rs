//! Recorded and made-up payloads of functions, AI, payments and administration: all are read, and so are their mutations, with words that
//! no enum knows and fields that no type has.

mod administration;
mod mutation;
mod payments;

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::mutation::Mutator;
use crate::ai::{AiConfig, AiOverview, ChatCompletion, Embeddings, ImageResponse, Model, OpenRouterKey};
use crate::functions::{FunctionChange, FunctionDefinition, FunctionList};
use crate::http::SseEvent;
use crate::payments as pay;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures");

/// Reads a payload into the type that the SDK reads it into.
type Read = fn(&Value) -> Result<(), String>;

fn read<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    T::deserialize(value).map(drop).map_err(|error| error.to_string())
}

/// A list in a field.
fn list<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    let object = value.as_object().ok_or("no object")?;
    // New fields of the mutations are lists too.
    let known = object
        .iter()
        .filter(|(key, value)| value.is_array() && !key.starts_with("newField"));
    for (_, list) in known {
        Vec::<T>::deserialize(list).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn frames(value: &Value) -> Result<(), String> {
    let event = SseEvent {
        data: value.to_string(),
        ..SseEvent::default()
    };
    crate::ai::read_frame(&event).map_err(|error| error.to_string())
}

/// How the answer of a recorded case is read; `None` where the SDK does not read it.
fn reader(area: &str, case: &str) -> Option<Read> {
    Some(match (area, case) {
        ("ai", "api-key") => read::<OpenRouterKey>,
        ("ai", "config" | "off-config") => read::<AiConfig>,
        ("ai", "overview" | "off-overview") => read::<AiOverview>,
        ("ai", "models") => read::<Vec<Model>>,
        ("ai", case) if case.starts_with("embeddings") => read::<Embeddings>,
        ("ai", case) if case.starts_with("image") => read::<ImageResponse>,
        ("ai", _) => read::<ChatCompletion>,
        ("functions", "admin-list") => read::<FunctionList>,
        ("functions", "admin-get") => read::<FunctionDefinition>,
        ("functions", "admin-delete") => read::<Value>,
        ("functions", case) if case.starts_with("admin-") => read::<FunctionChange>,
        // What a function answers is the function's own matter.
        ("functions", _) => return None,
        ("payments", case) if case.ends_with("status") => list::<pay::Connection>,
        ("payments", case) if case.ends_with("config") => list::<pay::ProviderKey>,
        ("payments", case) if case.ends_with("sync") => list::<pay::SyncResult>,
        ("payments", case) if case.ends_with("customers") => list::<pay::Customer>,
        ("payments", case) if case.ends_with("transactions") => list::<pay::Transaction>,
        ("payments", "stripe-catalog") => read::<pay::StripeCatalog>,
        ("payments", "razorpay-catalog") => read::<pay::RazorpayCatalog>,
        ("payments", "stripe-products") => list::<pay::StripeProduct>,
        ("payments", "stripe-prices") => list::<pay::StripePrice>,
        ("payments", "stripe-subscriptions") => list::<pay::StripeSubscription>,
        ("payments", "razorpay-subscriptions" | "razorpay-active-subscriptions") => {
            list::<pay::RazorpaySubscription>
        }
        ("payments", "razorpay-subscription-verified") => read::<pay::VerifiedSubscription>,
        ("payments", "razorpay-webhook-setup") => read::<pay::RazorpayWebhook>,
        (area, case) => return administration::reader(area, case),
    })
}

/// Every payload of an answer of success with its reader: whole bodies, and the frames of streams.
fn payloads() -> Vec<(String, Read, Value)> {
    let mut all = Vec::new();
    let areas = ["ai", "functions", "payments"];
    for area in areas.into_iter().chain(administration::AREAS) {
        for entry in std::fs::read_dir(Path::new(ROOT).join(area)).unwrap() {
            let path = entry.unwrap().path();
            let exchange: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let case = path.file_stem().unwrap().to_str().unwrap();
            let (response, name) = (&exchange["response"], format!("{area}/{case}"));
            if response["status"].as_u64() >= Some(300) {
                continue;
            }
            if area == "ai"
                && response["body"]["text"]
                    .as_str()
                    .is_some_and(|text| text.starts_with("data:"))
            {
                for line in response["body"]["text"].as_str().unwrap().lines() {
                    if let Some(data) = line.strip_prefix("data: ") {
                        all.push((name.clone(), frames as Read, serde_json::from_str(data).unwrap()));
                    }
                }
            } else if let Some(reader) = reader(area, case) {
                all.push((name, reader, response["body"].clone()));
            }
        }
    }
    all.extend(payments::made_up());
    all
}

#[test]
fn every_payload_is_read() {
    let all = payloads();
    assert!(all.len() > 90, "{}", all.len());
    for (name, reader, payload) in all {
        assert_eq!(reader(&payload), Ok(()), "{name}: {payload}");
    }
}

#[test]
fn words_and_fields_that_nobody_knows_never_fail_reading() {
    let (mut mutator, mut mutations) = (Mutator::new(7), 0);
    // A list of names has no place for a new field.
    for (name, reader, payload) in payloads()
        .into_iter()
        .filter(|(_, _, payload)| payload.to_string().contains('{'))
    {
        for _ in 0..5 {
            let mutated = mutator.mutate(&payload);
            assert_ne!(mutated, payload, "{name}");
            assert_eq!(reader(&mutated), Ok(()), "{name}: {mutated}");
            mutations += 1;
        }
    }
    assert!(mutations >= 450, "{mutations}");
}
