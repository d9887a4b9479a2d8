//! The recorded exchanges of administration, told in the order in which they can happen: the local InsForge gives the same
//! statuses, the same refusals to the letter, and successes of the same shape.

use std::collections::BTreeSet;
use std::path::Path;

use insforge_local::Local;
use serde_json::Value;

use crate::client::{call, sign_up, text};
use crate::recorded_auth::shape;

const AREAS: [&str; 5] = ["database-admin", "logs", "schedules", "secrets", "usage"];

/// What is played first, in this order; the rest follows by name.
const ORDER: [&str; 65] = [
    "database-admin/migrations-list-empty",
    "database-admin/migrations-dry-run-safe",
    "database-admin/tables-create-parent",
    "database-admin/tables-create",
    "database-admin/tables-create-duplicate",
    "database-admin/tables-create-fk",
    "database-admin/tables-create-other-schema",
    "database-admin/tables-schema",
    "database-admin/tables-schema-with-fk",
    "database-admin/tables-alter-empty",
    "database-admin/tables-alter-add-column",
    "database-admin/tables-alter-add-existing-column",
    "database-admin/tables-alter-rename-column-default",
    "database-admin/tables-alter-drop-column",
    "database-admin/tables-alter-add-fk",
    "database-admin/tables-alter-drop-fk",
    "database-admin/tables-alter-drop-fk-real-name",
    "database-admin/tables-alter-drop-unknown-column",
    "database-admin/tables-alter-system-column",
    "database-admin/tables-alter-not-found",
    "database-admin/migrations-dry-run-danger",
    "database-admin/tables-alter-rename-table",
    "database-admin/tables-drop",
    "database-admin/tables-drop-again",
    "database-admin/tables-drop-other-schema",
    "database-admin/migrations-create",
    "database-admin/migrations-create-duplicate",
    "database-admin/migrations-create-older",
    "database-admin/migrations-create-sql-error",
    "database-admin/migrations-list",
    "database-admin/rawsql-insert",
    "database-admin/rawsql-unique-violation",
    "database-admin/rawsql-update-no-returning",
    "database-admin/rows-insert",
    "database-admin/rows-insert-duplicate",
    "database-admin/rows-patch",
    "database-admin/rows-delete",
    "database-admin/rows-delete-none",
    "database-admin/rows-list-all",
    "database-admin/metadata-table",
    "database-admin/export-json",
    "database-admin/export-sql",
    "database-admin/bulk-upsert-csv",
    "database-admin/bulk-upsert-json",
    "secrets/create",
    "secrets/create-duplicate",
    "secrets/list",
    "secrets/get",
    "secrets/update",
    "secrets/delete",
    "secrets/get-after-delete",
    "schedules/create-unknown-secret",
    "schedules/create",
    "schedules/list",
    "schedules/get",
    "schedules/logs",
    "schedules/update",
    "schedules/get-after-update",
    "schedules/delete",
    "schedules/delete-not-found",
    "usage/mcp-record",
    "usage/mcp-list",
    "logs/audits",
    "logs/audits-empty",
    "logs/audits-past-end",
];

/// What is not played, and why.
const LEFT_OUT: [(&str, &str); 20] = [
    ("logs/audits-stats", "other modules have audits there"),
    ("logs/search", "entries have what this server knows of a request"),
    ("logs/source", "entries have what this server knows of a request"),
    (
        "database-admin/rawsql-create-functions",
        "done by the schema of this test",
    ),
    (
        "database-admin/rawsql-create-relations",
        "done by the schema of this test",
    ),
    (
        "database-admin/rawsql-create-rls-and-schemas",
        "done by the schema of this test",
    ),
    (
        "database-admin/rawsql-create-types-table",
        "done by the schema of this test",
    ),
    (
        "database-admin/rawsql-explain",
        "a plan has the shape of the server's version",
    ),
    (
        "database-admin/metadata-root-markdown",
        "a text of this project's own tables",
    ),
    ("database-admin/metadata-auth", "no mail server is set up here"),
    ("database-admin/metadata-functions", "there are no functions here"),
    ("database-admin/metadata-realtime", "there are no channels here"),
    ("database-admin/metadata-root", "as its parts"),
    ("database-admin/metadata-storage", "there are no buckets here"),
    (
        "database-admin/schemas",
        "the backend's own schemas are fewer here",
    ),
    (
        "logs/audits-filter",
        "rules for signing in are not among the audits here",
    ),
    ("usage/analytics-connection-anon", "no part of this server"),
    ("usage/compute-list", "recorded with another setting"),
    ("usage/s3-gateway-error", "a test of the storage"),
    ("usage/webscraper-connection", "no part of this server"),
];

#[tokio::test]
async fn administration_is_answered_as_recorded() {
    let local = Local::builder()
        .strict(false)
        .schema_sql(include_str!("recorded.sql"))
        .start()
        .await
        .unwrap();
    let session = sign_up(&local, "fx-main@fixtures.insforge.dev").await;
    let mut left: BTreeSet<String> = BTreeSet::new();
    for area in AREAS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fixtures")
            .join(area);
        for entry in std::fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            left.insert(format!("{area}/{}", file.file_stem().unwrap().to_str().unwrap()));
        }
    }
    for (name, _) in LEFT_OUT {
        assert!(left.remove(name), "{name} is there");
    }
    let mut order: Vec<String> = ORDER.iter().map(|name| (*name).to_owned()).collect();
    order.extend(
        left.iter()
            .filter(|name| !ORDER.contains(&name.as_str()))
            .cloned(),
    );
    let (mut schedule, mut wrong) = (String::new(), Vec::new());
    for name in order {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../fixtures/{name}.json"));
        let exchange: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let fill = |value: &str| {
            value
                .replace("<anon>", local.anon_key())
                .replace("<admin>", local.api_key())
                .replace("<user>", text(&session, "accessToken"))
        };
        let mut path = text(request, "path").to_owned();
        if !schedule.is_empty() {
            path = path.replace("0931c606-506a-452f-a15f-a4f49b789ac0", &schedule);
        }
        let mut sent = call(&local, text(request, "method"), &path);
        let mut kind = "application/json";
        for (header, value) in request["headers"].as_object().unwrap() {
            if header == "Content-Type" {
                kind = value.as_str().unwrap();
            } else {
                sent = sent.header(header, &fill(value.as_str().unwrap()));
            }
        }
        sent = match &request["body"] {
            Value::Null => sent,
            Value::String(raw) => sent.body(kind, raw.clone()),
            body => sent.body(kind, body.to_string()),
        };
        let reply = sent.send().await;
        let wanted = &response["body"];
        let same = match reply.status {
            status if u64::from(status) != response["status"].as_u64().unwrap() => false,
            400.. => reply.json() == *wanted,
            _ => shape(&reply.json()) == shape(wanted),
        };
        if !same {
            wrong.push(format!(
                "{name}: {} {}\nrecorded: {wanted}",
                reply.status, reply.text
            ));
        }
        if name == "schedules/create" {
            schedule = text(&reply.json(), "id").to_owned();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    local.shutdown().await;
}
