//! The recorded exchanges of the auth surface, told as the scenes they were recorded in: the local InsForge gives the
//! same statuses, the same refusals to the letter, and successes of the same shape.

mod administration;
mod mails;
mod people;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use insforge_local::Local;
use serde_json::{Value, json};

use crate::client::{Reply, call};

struct Scene {
    local: Local,
    /// What the placeholders of the recordings stand for at the moment.
    values: HashMap<&'static str, String>,
    played: BTreeSet<String>,
}

impl Scene {
    async fn start() -> Self {
        let local = Local::start().await.unwrap();
        let values = HashMap::from([
            ("<anon>", local.anon_key().to_owned()),
            ("<admin>", local.api_key().to_owned()),
            ("<admin-password>", local.auth().administrator().1.to_owned()),
        ]);
        Self {
            local,
            values,
            played: BTreeSet::new(),
        }
    }

    fn set(&mut self, placeholder: &'static str, value: &Value) {
        self.values
            .insert(placeholder, value.as_str().expect("a text").to_owned());
    }

    fn fill(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, (placeholder, value)| {
                text.replace(placeholder, value)
            })
    }

    /// Sends a recorded request, compares the answer, and remembers what it hands out.
    async fn play(&mut self, name: &str) -> Value {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../fixtures/auth/{name}.json"));
        let exchange: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let (request, response) = (&exchange["request"], &exchange["response"]);
        let path = self.fill(request["path"].as_str().unwrap());
        let mut sent = call(&self.local, request["method"].as_str().unwrap(), &path);
        for (header, value) in request["headers"].as_object().unwrap() {
            if header != "Content-Type" {
                sent = sent.header(header, &self.fill(value.as_str().unwrap()));
            }
        }
        if !request["body"].is_null() {
            sent = sent.json(self.fill(&request["body"].to_string()));
        }
        let reply = sent.send().await;
        let shown = format!("{name}: {} {}", reply.status, reply.text);
        assert_eq!(
            u64::from(reply.status),
            response["status"].as_u64().unwrap(),
            "{shown}"
        );
        self.compare(name, response, &reply);
        self.played.insert(name.to_owned());
        let body = serde_json::from_str(&reply.text).unwrap_or_default();
        self.learn(request["body"]["email"].as_str(), &body, &reply);
        body
    }

    fn compare(&self, name: &str, response: &Value, reply: &Reply) {
        let location = response["headers"]["location"].as_str();
        assert_eq!(
            reply.header("location"),
            self.fill(location.unwrap_or_default()),
            "{name}"
        );
        for header in ["retry-after", "ratelimit-limit"] {
            // The recordings carry the limits of a development setting on ordinary answers.
            if response["headers"].get("retry-after").is_some() {
                assert_eq!(
                    reply.header(header),
                    response["headers"][header].as_str().unwrap(),
                    "{name}"
                );
            }
        }
        let cookie = response["headers"]["set-cookie"].as_str().unwrap_or_default();
        assert_eq!(
            attributes(reply.header("set-cookie")),
            attributes(cookie),
            "the cookie of {name}"
        );
        if location.is_some() {
            return;
        }
        if reply.status >= 400 {
            assert_eq!(reply.json(), response["body"], "{name}");
        } else {
            assert_eq!(
                shape(&reply.json()),
                shape(&response["body"]),
                "{name}: {}",
                reply.text
            );
        }
    }

    fn learn(&mut self, email: Option<&str>, body: &Value, reply: &Reply) {
        let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default();
        if let Some((_, token)) = cookie.split_once('=').filter(|(_, token)| !token.is_empty()) {
            self.values.insert("<refresh>", token.to_owned());
        }
        for (field, placeholder) in [
            ("refreshToken", "<refresh>"),
            ("csrfToken", "<csrf>"),
            ("token", "<reset-token>"),
        ] {
            if body[field].is_string() {
                self.set(placeholder, &body[field]);
            }
        }
        let mail = email.and_then(|email| self.local.outbox().last_to(&email.to_lowercase()));
        if let Some(mail) = mail {
            if let Some(code) = mail.code {
                self.values.insert("<otp>", code);
            }
            if let Some(link) = mail.link {
                let token = link.split_once("token=").unwrap().1.to_owned();
                self.values.insert("<link-token>", token);
            }
            self.local.outbox().clear();
        }
    }

    async fn play_all(&mut self, names: &[&str]) {
        for name in names {
            self.play(name).await;
        }
    }

    /// A call of the suite's own that is not compared.
    async fn admin(&self, method: &str, path: &str, body: Value) -> Value {
        let reply = call(&self.local, method, path)
            .bearer(self.local.api_key())
            .json(body.to_string())
            .send()
            .await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()
    }

    async fn rules(&self, rules: Value) {
        self.admin("PUT", "/api/auth/config", rules).await;
    }

    async fn user(&self, email: &str) -> Value {
        let body = json!({ "email": email, "password": "Fixture-Pass-1", "autoConfirm": true });
        self.admin("POST", "/api/auth/users", body).await
    }
}

/// The value with its texts, numbers and truths replaced by what they are.
pub(crate) fn shape(value: &Value) -> Value {
    match value {
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("truth"),
        Value::Null => Value::Null,
        Value::Array(items) => items
            .first()
            .map_or_else(|| json!([]), |first| json!([shape(first)])),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                // A profile has whatever keys its user has given it.
                let free = matches!(name.as_str(), "profile" | "metadata");
                (
                    name.clone(),
                    if free {
                        json!(value.is_object())
                    } else {
                        shape(value)
                    },
                )
            })
            .collect(),
    }
}

/// A cookie without its value and the dates in it.
fn attributes(cookie: &str) -> BTreeSet<String> {
    cookie
        .split(';')
        .map(|part| match part.trim().split_once('=') {
            Some((name, "")) => format!("{name} is cleared"),
            Some((name, value)) if name.starts_with("insforge") => format!("{name} {}", value.is_empty()),
            Some(("Expires", _)) => String::new(),
            _ => part.trim().to_owned(),
        })
        .filter(|part| !part.is_empty())
        .collect()
}

#[tokio::test]
async fn auth_is_answered_as_recorded() {
    let mut scene = Scene::start().await;
    people::accounts(&mut scene).await;
    people::sessions(&mut scene).await;
    people::profiles(&mut scene).await;
    mails::codes(&mut scene).await;
    mails::verification(&mut scene).await;
    mails::links(&mut scene).await;
    mails::resets(&mut scene).await;
    administration::providers(&mut scene).await;
    administration::administration(&mut scene).await;
    administration::rules(&mut scene).await;
    administration::limits(&mut scene).await;

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/auth");
    let all: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(all, scene.played, "every recording has its place in a scene");
    scene.local.shutdown().await;
}
