//! Cookie sessions of a web server, on a real InsForge.

mod accounts;
mod as_the_user;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use insforge::server::CookieSessions;
use insforge::server::axum::{AuthRoutes, SessionLayer};
use serde_json::Value;
use tower_service::Service;

/// The routes about accounts, around this application.
pub(crate) fn with_sessions(app: Router, sessions: &CookieSessions) -> Router {
    let routes = AuthRoutes::new(sessions, "https://app.example.com/api/auth").expect("an address");
    app.nest("/api/auth", routes.router())
        .layer(SessionLayer::new(sessions.clone()))
}

/// As much of a browser as keeps cookies.
pub(crate) struct Browser {
    app: Router,
    cookies: Vec<(String, String)>,
}

/// An answer of the application.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

impl Browser {
    pub(crate) fn new(app: Router) -> Self {
        Self {
            app,
            cookies: Vec::new(),
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.call(Method::GET, path, String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, body.to_string()).await
    }

    async fn call(&mut self, method: Method, path: &str, body: String) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/json".parse().expect("a value"));
        headers.insert("sec-fetch-site", "same-origin".parse().expect("a value"));
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !pairs.is_empty() {
            headers.insert(COOKIE, pairs.join("; ").parse().expect("a value"));
        }
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("a path");
        *request.headers_mut() = headers;
        let response = self.app.call(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("text").to_owned();
            let pair = line.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            self.set(name, value);
        }
        let text = to_bytes(body, 1 << 20).await.expect("a body");
        let location = head.headers.get("location");
        Answer {
            status: head.status,
            location: location
                .map_or("", |value| value.to_str().expect("text"))
                .to_owned(),
            text: String::from_utf8(text.to_vec()).expect("text"),
        }
    }
}

/// Answers who the user is.
pub(crate) async fn me(user: insforge::server::axum::AuthUser) -> String {
    user.0.sub
}
