//! The recorded exchanges of a real backend 2.3.1, as far as they do not depend on what was written before them.

use std::path::{Path, PathBuf};

use insforge_local::Local;
use serde_json::Value;

use crate::client::{call, sign_up, text};

/// Answers that depend on rows other recorded requests have written, on the wall clock or on how a body is sent, or that
/// come from routes that are not here.
const DEPENDENT: [&str; 27] = [
    "if-none-match",
    "op-fts",
    "op-fts-lang",
    "op-int8-exact",
    "op-plfts",
    "op-range-cd",
    "op-range-cs",
    "op-range-nxl",
    "op-range-nxr",
    "op-range-sl",
    "op-range-sr",
    "op-wfts",
    "prefer-tx-rollback-after",
    "rls-select-as-admin",
    "rls-select-as-anon",
    "rls-select-as-user",
    "rpc-chunked-body",
    "rpc-setof-count",
    "rpc-setof-get",
    "rpc-setof",
    "rpc-timeout",
    "rpc-volatile",
    "rpc-whoami-user",
    "invalid-json-body",
    "bad-uuid-in-path",
    "admin-route-x-api-key",
    "wrong-x-api-key-beats-user-token",
];

fn exchanges(area: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures")
        .join(area);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::test]
async fn reads_are_answered_as_recorded() {
    let local = Local::builder()
        .strict(false)
        .schema_sql(include_str!("recorded.sql"))
        .start()
        .await
        .unwrap();
    let session = sign_up(&local, "fx-main@fixtures.insforge.dev").await;
    let fill = |value: &str| {
        value
            .replace("<anon-key>", "anon_wrong")
            .replace("<api-key>", "ik_wrong")
            .replace("<anon>", local.anon_key())
            .replace("<admin>", local.api_key())
            .replace("<user>", text(&session, "accessToken"))
    };
    let mut compared = 0;
    for file in exchanges("database").into_iter().chain(exchanges("errors")) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let exchange: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let (method, path) = (text(request, "method"), text(request, "path"));
        let reads = matches!(method, "GET" | "HEAD") || path.contains("/rpc/");
        let headers = request["headers"].as_object().unwrap();
        // Dashboard tokens and third parties' are not made here.
        let foreign = ["<admin_jwt>", "<expired>", "<jwt-with-role-editor>"];
        let foreign = headers
            .values()
            .any(|value| foreign.iter().any(|kind| text_of(value).contains(kind)));
        if !reads || foreign || DEPENDENT.contains(&name) {
            continue;
        }
        let mut sent = call(&local, method, path);
        for (header, value) in headers {
            if header != "Content-Type" {
                sent = sent.header(header, &fill(text_of(value)));
            }
        }
        sent = match &request["body"] {
            Value::Null => sent,
            Value::String(raw) => sent.json(raw.clone()),
            body => sent.json(body.to_string()),
        };
        let reply = sent.send().await;
        let wanted = match response["body"]["text"].as_str() {
            Some(raw) => serde_json::from_str(raw).unwrap(),
            None => response["body"].clone(),
        };
        let got = if reply.text.is_empty() {
            Value::Null
        } else {
            reply.json()
        };
        assert_eq!(
            (u64::from(reply.status), got),
            (response["status"].as_u64().unwrap(), wanted),
            "{name}"
        );
        for header in [
            "content-range",
            "preference-applied",
            "content-profile",
            "content-type",
        ] {
            let wanted = response["headers"][header].as_str().unwrap_or_default();
            assert_eq!(reply.header(header), wanted, "{header} of {name}");
        }
        compared += 1;
    }
    assert!(compared > 200, "only {compared} exchanges were compared");
    local.shutdown().await;
}
