use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// How mails would be sent. They all go to the outbox whatever is written here.
#[derive(Debug)]
pub(crate) struct Smtp(Mutex<Map<String, Value>>);

impl Default for Smtp {
    fn default() -> Self {
        let initial = json!({
            "id": "00000000-0000-4000-8000-000000000002",
            "enabled": false,
            "host": "",
            "port": 465,
            "username": "",
            "hasPassword": false,
            "senderEmail": "",
            "senderName": "",
            "minIntervalSeconds": 60,
            "createdAt": iso_now(),
            "updatedAt": iso_now(),
        });
        Self(Mutex::new(initial.as_object().cloned().unwrap_or_default()))
    }
}

/// `GET /api/auth/smtp-config`
pub(crate) async fn get(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let smtp = app.auth.smtp.0.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(ok(&Value::Object(smtp.clone())))
}

/// `PUT /api/auth/smtp-config`
pub(crate) async fn put(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    if !matches!(
        body.get("port").and_then(Value::as_u64),
        Some(25 | 465 | 587 | 2525)
    ) {
        return Err(Failure::invalid_input(
            "port: Port must be one of: 25, 465, 587, 2525",
        ));
    }
    let host = body.get("host").and_then(Value::as_str).unwrap_or_default();
    if host.parse().is_ok_and(is_private) {
        return Err(Failure::invalid_input(
            "SMTP host is a private or loopback address, which is not allowed",
        ));
    }
    let mut smtp = app.auth.smtp.0.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, value) in body {
        match name.as_str() {
            "password" => {
                smtp.insert(
                    "hasPassword".to_owned(),
                    json!(value.as_str().is_some_and(|text| !text.is_empty())),
                );
            }
            "enabled" | "host" | "port" | "username" | "senderEmail" | "senderName"
            | "minIntervalSeconds" => {
                smtp.insert(name, value);
            }
            _ => {}
        }
    }
    smtp.insert("updatedAt".to_owned(), json!(iso_now()));
    Ok(ok(&Value::Object(smtp.clone())))
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}
