use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use url::Url;

use crate::app::App;
use crate::auth::mails::base;
use crate::auth::verify::redirect;
use crate::reply::{Answer, Failure};

/// Whom the fake provider knows, beside everybody who types in an address.
const PEOPLE: [(&str, &str); 3] = [
    ("ada@example.com", "Ada Lovelace"),
    ("grace@example.com", "Grace Hopper"),
    ("alan@example.com", "Alan Turing"),
];

/// The provider's own codes: who is behind each, once.
#[derive(Debug, Default)]
pub(crate) struct Grants(Mutex<HashMap<String, (String, String)>>);

impl Grants {
    pub(crate) fn take(&self, code: &str) -> Option<(String, String)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(code)
    }

    fn create(&self, email: &str, name: &str) -> String {
        let code = format!("{:032x}", rand::random::<u128>());
        let grant = (email.to_owned(), name.to_owned());
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(code.clone(), grant);
        code
    }
}

/// `GET /fake-provider/{provider}/authorize`: asks who you are.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let asked = pairs(query.as_deref().unwrap_or_default().as_bytes());
    let (redirect_uri, state) = checked(&app, &provider, &asked, &headers)?;
    let people: String = PEOPLE
        .iter()
        .enumerate()
        .map(|(number, (email, name))| {
            let checked = if number == 0 { " checked" } else { "" };
            format!(
                "<p><label><input type=\"radio\" name=\"user\" value=\"{email}\"{checked}> {name} ({email})</label></p>"
            )
        })
        .collect();
    let hint = escape(asked.get("login_hint").map(String::as_str).unwrap_or_default());
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Fake {provider}</title></head>\
         <body style=\"font:1rem system-ui;margin:3rem auto;max-width:30rem\"><h1>Fake {provider}</h1>\
         <p>This page of the local InsForge stands in for the provider. Who are you?</p>\
         <form method=\"post\" action=\"{action}\">\
         <input type=\"hidden\" name=\"redirect_uri\" value=\"{redirect_uri}\">\
         <input type=\"hidden\" name=\"state\" value=\"{state}\">\
         <input type=\"hidden\" name=\"client_id\" value=\"{client_id}\">{people}\
         <p><label>Somebody else: <input name=\"email\" type=\"email\" value=\"{hint}\"></label></p>\
         <p><button id=\"approve\" name=\"decision\" value=\"approve\">Approve</button> \
         <button id=\"deny\" name=\"decision\" value=\"deny\">Deny</button></p></form></body></html>",
        provider = escape(&provider),
        action = escape(&format!("/fake-provider/{provider}/authorize")),
        redirect_uri = escape(&redirect_uri),
        state = escape(&state),
        client_id = escape(asked.get("client_id").map(String::as_str).unwrap_or_default()),
    );
    Ok(html(page))
}

/// `POST /fake-provider/{provider}/authorize`: the form of the page.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let form = pairs(&body);
    let (redirect_uri, state) = checked(&app, &provider, &form, &headers)?;
    if form.get("decision").map(String::as_str) != Some("approve") {
        let pairs = [("error", "access_denied"), ("state", state.as_str())];
        return redirect(Some(&redirect_uri), &pairs);
    }
    let typed = form.get("email").filter(|email| !email.trim().is_empty());
    let Some(email) = typed.or_else(|| form.get("user")).map(|email| email.trim()) else {
        return Err(Failure::invalid_input("choose a user or type an address in"));
    };
    let known = PEOPLE.iter().find(|(known, _)| *known == email);
    let name = known.map_or_else(|| email.split('@').next().unwrap_or_default(), |(_, name)| name);
    let code = app.auth.grants.create(email, name);
    let pairs = [("code", code.as_str()), ("state", state.as_str())];
    redirect(Some(&redirect_uri), &pairs)
}

/// A provider sends nobody anywhere but to the callback it knows, and deals with its own clients only.
fn checked(
    app: &App,
    provider: &str,
    asked: &HashMap<String, String>,
    headers: &HeaderMap,
) -> Result<(String, String), Failure> {
    let text = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let config = app
        .auth
        .providers
        .get(provider)
        .or_else(|| app.auth.custom_providers.get(provider));
    let client_id = config
        .as_ref()
        .and_then(|config| config.get("clientId"))
        .and_then(serde_json::Value::as_str);
    if client_id != Some(&text("client_id")) {
        return Err(Failure::invalid_input(
            "the fake provider knows no such client_id",
        ));
    }
    let redirect_uri = text("redirect_uri");
    let own = Url::parse(&redirect_uri).is_ok_and(|url| {
        redirect_uri.starts_with(&format!("{}/api/auth/oauth/", base(headers)))
            && url.path().ends_with("/callback")
    });
    if !own {
        return Err(Failure::invalid_input(
            "the fake provider redirects to the callback of this InsForge only",
        ));
    }
    Ok((redirect_uri, text("state")))
}

fn pairs(query: &[u8]) -> HashMap<String, String> {
    url::form_urlencoded::parse(query).into_owned().collect()
}

fn html(page: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::OK, kind, page).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
