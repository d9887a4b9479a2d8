//! `/api/functions`: definitions are kept, their JavaScript is not run; a closure of the same slug answers calls.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text, ok};

pub(super) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all = app.functions.definitions();
    Ok(ok(
        &json!({"functions": all, "runtime": {"status": "running"}, "deploymentUrl": null}),
    ))
}

pub(super) async fn get(State(app): State<Arc<App>>, Path(slug): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let functions = app.functions.lock();
    functions.definitions.get(&slug).map(ok).ok_or_else(not_found)
}

pub(super) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    let missing: Vec<Value> = ["name", "code"]
        .iter()
        .filter(|field| !body.get(**field).is_some_and(Value::is_string))
        .map(|field| json!({"code": "invalid_type", "path": [field], "message": "Required"}))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::invalid_input(Value::from(missing).to_string()));
    }
    check_code(&body)?;
    let given = body.get("slug").and_then(Value::as_str);
    if given.is_some_and(|slug| !is_slug(slug)) {
        let issue = json!([{
            "validation": "regex", "code": "invalid_string", "path": ["slug"],
            "message": "Invalid slug format - must be alphanumeric with hyphens or underscores only"
        }]);
        return Err(Failure::invalid_input(issue.to_string()));
    }
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    let slug = given.map_or_else(|| name.to_lowercase().replace(' ', "-"), str::to_owned);
    if slug == "health" {
        let message = "Reserved slug - \"health\" is used by the functions runtime and cannot be used as a function slug";
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "FUNCTION_SLUG_RESERVED",
            message,
        ));
    }
    let mut functions = app.functions.lock();
    if functions.definitions.contains_key(&slug) {
        let message = "Function with this slug already exists";
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "FUNCTION_ALREADY_EXISTS",
            message,
        ));
    }
    let now = iso_now();
    let status = body.get("status").and_then(Value::as_str).unwrap_or("active");
    let definition = json!({
        "id": uuid::Uuid::new_v4().to_string(), "slug": slug, "name": name,
        "description": body.get("description"), "code": body.get("code"), "status": status, "createdAt": now,
        "updatedAt": now, "deployedAt": (status == "active").then_some(&now)
    });
    let answer = json!({"success": true, "function": definition, "deployment": null});
    functions.definitions.insert(slug, definition);
    Ok(json_text(StatusCode::CREATED, answer.to_string()))
}

fn is_slug(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(fits)
}

pub(super) async fn update(
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let body = object(&headers, &body)?;
    Caller::admin(&app, &headers)?;
    check_code(&body)?;
    let mut functions = app.functions.lock();
    let definition = functions.definitions.get_mut(&slug).ok_or_else(not_found)?;
    if let Some(map) = definition.as_object_mut() {
        for field in ["name", "code", "description", "status"] {
            if let Some(value) = body.get(field) {
                map.insert(field.to_owned(), value.clone());
            }
        }
        map.insert("updatedAt".to_owned(), iso_now().into());
    }
    Ok(ok(
        &json!({"success": true, "function": definition, "deployment": null}),
    ))
}

pub(super) async fn delete(
    State(app): State<Arc<App>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let mut functions = app.functions.lock();
    functions.definitions.remove(&slug).ok_or_else(not_found)?;
    functions.closures.remove(&slug);
    Ok(ok(
        &json!({"success": true, "message": format!("Function {slug} deleted successfully")}),
    ))
}

pub(super) async fn build_logs(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let message = "Build logs not available. Deno Deploy may not be configured or no deployments found.";
    Err(Failure::new(StatusCode::NOT_FOUND, "LOG_NOT_FOUND", message))
}

fn check_code(body: &Map<String, Value>) -> Result<(), Failure> {
    if body
        .get("code")
        .and_then(Value::as_str)
        .is_some_and(|code| code.contains("Deno.serve("))
    {
        return Err(Failure::invalid_input(
            "Function source cannot contain Deno.serve(). Use \"export default async function(req: Request)\" instead; the router handles serving automatically.",
        ));
    }
    Ok(())
}

fn not_found() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "FUNCTION_NOT_FOUND", "Function not found")
}
