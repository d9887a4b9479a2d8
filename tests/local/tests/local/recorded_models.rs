//! The recorded answers of a real backend 2.3.1 about models and mails, as far as no provider has a part in them.

use std::path::Path;

use insforge_local::Local;
use serde_json::Value;

use crate::client::{call, sign_up, text};

fn exchange(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let file = std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
    serde_json::from_str(&file).unwrap()
}

/// Sends the recorded requests and compares status and body.
async fn are_answered_as_recorded(local: &Local, names: &[&str]) {
    let session = sign_up(local, "fx-models@fixtures.insforge.dev").await;
    for name in names {
        let exchange = exchange(name);
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let mut sent = call(local, text(request, "method"), text(request, "path"));
        if let Some(bearer) = request["headers"]["Authorization"].as_str() {
            let bearer = bearer
                .replace("<anon>", local.anon_key())
                .replace("<admin>", local.api_key())
                .replace("<user>", text(&session, "accessToken"));
            sent = sent.header("authorization", &bearer);
        }
        if !request["body"].is_null() {
            sent = sent.json(request["body"].to_string());
        }
        let reply = sent.send().await;
        assert_eq!(
            Some(u64::from(reply.status)),
            response["status"].as_u64(),
            "{name}"
        );
        match response["body"]["text"].as_str() {
            Some(stream) => assert_eq!(reply.text, stream, "{name}"),
            None => assert_eq!(reply.json(), response["body"], "{name}"),
        }
    }
}

#[tokio::test]
async fn a_project_without_a_provider_s_key_answers_as_recorded() {
    let local = Local::start().await.unwrap();
    local.ai().set_api_key(None);
    let routes = [
        "ai/off-api-key",
        "ai/off-chat",
        "ai/off-chat-stream",
        "ai/off-config",
        "ai/off-embeddings",
        "ai/off-image",
        "ai/off-overview",
    ];
    are_answered_as_recorded(&local, &routes).await;
    local.shutdown().await;
}

#[tokio::test]
async fn what_the_server_refuses_by_itself_is_refused_as_recorded() {
    let local = Local::start().await.unwrap();
    let refusals = [
        "ai/chat-bad-temperature",
        "ai/chat-max-tokens-too-big",
        "ai/chat-no-token",
        "ai/embeddings-missing-input",
        "ai/image-missing-prompt",
        "ai/models-as-anon",
        "ai/models-as-user",
        "email/send-anon-denied",
        "email/send-no-token",
        "email/send-ok-admin-full",
        "email/send-ok-user",
        "email/send-unknown-field",
    ];
    are_answered_as_recorded(&local, &refusals).await;
    local.shutdown().await;
}
