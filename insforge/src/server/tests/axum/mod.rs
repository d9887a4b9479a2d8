//! The layer, the extractors and the routes, called as axum calls them.

mod extractors;
mod layer;
mod routes;

use ::axum::Router;
use ::axum::body::{Body, to_bytes};
use ::http::{Method, Request, StatusCode};
use serde_json::json;
use tower_service::Service;

use super::*;
use crate::auth::tests::verify::{Pair, claims, keys};

/// An answer of the app.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_str(&self.text).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<String> {
        set_cookies(&self.headers)
    }

    #[track_caller]
    fn refused(&self, status: u16, code: &str) {
        let body = self.json();
        assert_eq!(
            (self.status.as_u16(), &body["error"]),
            (status, &code.into()),
            "{body}"
        );
        assert_eq!(body["statusCode"], status);
        assert!(
            body["message"].as_str().is_some_and(|text| !text.is_empty()),
            "{body}"
        );
        assert!(self.header("cache-control").contains("no-store"));
    }
}

async fn call(app: &Router, method: Method, path: &str, headers: HeaderMap, body: &str) -> Answer {
    let mut request = Request::new(Body::from(body.to_owned()));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().unwrap();
    *request.headers_mut() = headers;
    let response = app.clone().call(request).await.unwrap();
    let (head, body) = response.into_parts();
    let text = to_bytes(body, 1 << 20).await.unwrap();
    Answer {
        status: head.status,
        headers: head.headers,
        text: String::from_utf8(text.to_vec()).unwrap(),
    }
}

async fn get(app: &Router, path: &str, headers: HeaderMap) -> Answer {
    call(app, Method::GET, path, headers, "").await
}

/// Sends JSON as a script of the app's own page does.
async fn post(app: &Router, path: &str, headers: HeaderMap, body: Value) -> Answer {
    let mut headers = headers;
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
    call(app, Method::POST, path, headers, &body.to_string()).await
}

fn bearer(token: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
    headers
}
