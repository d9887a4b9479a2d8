use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Value, json};

use super::fields::Fields;
use super::outbox::Mail;
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// Each mail with its words at the start; `{{ token }}`, `{{ link }}` and `{{ email }}` are filled in.
const INITIAL: [(&str, &str, &str); 5] = [
    (
        "email-verification-code",
        "Verify your email",
        "<p>Your code is {{ token }}.</p>",
    ),
    (
        "email-verification-link",
        "Verify your email",
        "<p><a href=\"{{ link }}\">Verify {{ email }}</a></p>",
    ),
    (
        "request-otp",
        "Your sign-in code",
        "<p>Your code is {{ token }}.</p>",
    ),
    (
        "reset-password-code",
        "Reset your password",
        "<p>Your code is {{ token }}.</p>",
    ),
    (
        "reset-password-link",
        "Reset your password",
        "<p><a href=\"{{ link }}\">Choose a new password</a></p>",
    ),
];

#[derive(Debug, Clone)]
struct Template {
    kind: &'static str,
    subject: String,
    html: String,
    changed: String,
}

impl Template {
    fn shown(&self, number: usize) -> Value {
        json!({
            "id": format!("00000000-0000-4000-8000-{number:012}"),
            "templateType": self.kind,
            "subject": self.subject,
            "bodyHtml": self.html,
            "createdAt": self.changed,
            "updatedAt": self.changed,
        })
    }
}

/// The words of the project's mails.
#[derive(Debug)]
pub(crate) struct Templates(Mutex<Vec<Template>>);

impl Default for Templates {
    fn default() -> Self {
        let all = INITIAL.map(|(kind, subject, html)| Template {
            kind,
            subject: subject.to_owned(),
            html: html.to_owned(),
            changed: iso_now(),
        });
        Self(Mutex::new(all.to_vec()))
    }
}

impl Templates {
    /// The mail of this kind to this address.
    pub(crate) fn mail(&self, kind: &str, to: &str, code: Option<&str>, link: Option<&str>) -> Mail {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let template = all.iter().find(|template| template.kind == kind);
        let words = [("token", code), ("link", link), ("email", Some(to))];
        let fill = |text: &str| {
            let filled = words.iter().filter_map(|(name, word)| Some((name, (*word)?)));
            filled.fold(text.to_owned(), |text, (name, word)| {
                text.replace(&format!("{{{{ {name} }}}}"), word)
                    .replace(&format!("{{{{{name}}}}}"), word)
            })
        };
        Mail {
            to: to.to_owned(),
            subject: template
                .map(|template| fill(&template.subject))
                .unwrap_or_default(),
            html: template.map(|template| fill(&template.html)).unwrap_or_default(),
            kind: kind.to_owned(),
            code: code.map(str::to_owned),
            link: link.map(str::to_owned),
        }
    }
}

/// `GET /api/auth/email-templates`
pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let all = app
        .auth
        .templates
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let shown: Vec<Value> = all
        .iter()
        .enumerate()
        .map(|(number, template)| template.shown(number))
        .collect();
    Ok(ok(&json!({ "data": shown })))
}

/// `PUT /api/auth/email-templates/{type}`
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Path(kind): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let mut all = app
        .auth
        .templates
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let Some((number, template)) = all
        .iter_mut()
        .enumerate()
        .find(|(_, template)| template.kind == kind)
    else {
        let kinds = INITIAL.map(|(kind, ..)| kind).join(", ");
        return Err(Failure::invalid_input(format!(
            "Invalid template type. Must be one of: {kinds}"
        )));
    };
    let body = object(&headers, &body)?;
    let mut fields = Fields::new(&body);
    let subject = fields.text("subject").unwrap_or_default();
    let html = fields.text("bodyHtml").unwrap_or_default();
    for (name, label, text) in [("subject", "Subject", subject), ("bodyHtml", "Body HTML", html)] {
        if text.is_empty() && body.contains_key(name) {
            fields.complain(&format!("{name}: {label} is required"));
        }
    }
    fields.check()?;
    template.subject = subject.to_owned();
    template.html = html.to_owned();
    template.changed = iso_now();
    Ok(ok(&template.shown(number)))
}
