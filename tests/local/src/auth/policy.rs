use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::redirects;
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// The rules of the project for signing up and in; those of a fresh one at the start.
#[derive(Debug)]
pub(crate) struct Policy {
    rules: Mutex<Map<String, Value>>,
    made: String,
    changed: Mutex<String>,
}

impl Default for Policy {
    fn default() -> Self {
        let rules = json!({
            "requireEmailVerification": false,
            "passwordMinLength": 6,
            "requireNumber": false,
            "requireLowercase": false,
            "requireUppercase": false,
            "requireSpecialChar": false,
            "verifyEmailMethod": "code",
            "resetPasswordMethod": "code",
            "allowedRedirectUrls": [],
            "disableSignup": false,
        });
        Self {
            rules: Mutex::new(rules.as_object().cloned().unwrap_or_default()),
            made: iso_now(),
            changed: Mutex::new(iso_now()),
        }
    }
}

impl Policy {
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or_default()
    }

    /// Whether mails of this kind hold a link and not a code.
    pub(crate) fn by_link(&self, method: &str) -> bool {
        self.get(method) == "link"
    }

    /// A refusal recites all the rules, whichever of them is broken.
    pub(crate) fn check_password(&self, password: &str) -> Result<(), Failure> {
        let length = self.get("passwordMinLength").as_u64().unwrap_or_default();
        // JavaScript counts UTF-16 units.
        let mut good = password.encode_utf16().count() as u64 >= length;
        let mut rules = vec![format!("at least {length} characters long")];
        let mut need = |rule: &str, what: &str, has: fn(char) -> bool| {
            if self.flag(rule) {
                good &= password.chars().any(has);
                rules.push(format!("at least one {what}"));
            }
        };
        need("requireNumber", "number", |c| c.is_ascii_digit());
        need("requireLowercase", "lowercase letter", |c| c.is_ascii_lowercase());
        need("requireUppercase", "uppercase letter", |c| c.is_ascii_uppercase());
        need("requireSpecialChar", "special character", |c| {
            !c.is_ascii_alphanumeric() && !c.is_whitespace()
        });
        if good {
            return Ok(());
        }
        Err(Failure::invalid_input(format!(
            "Password must contain {}",
            rules.join(", ")
        )))
    }

    /// An empty list allows every URL.
    pub(crate) fn check_redirect(&self, url: &str) -> Result<(), Failure> {
        let allowed = self.get("allowedRedirectUrls");
        let allowed: Vec<&str> = allowed
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if allowed.is_empty() || allowed.iter().any(|pattern| redirects::matches(pattern, url)) {
            return Ok(());
        }
        Err(
            Failure::invalid_input(format!("{url} is not in the allowed redirect URLs")).hint(
                "Please add this URL to the allowed redirect URLs in the authentication configuration.",
            ),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Value {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.get(name).cloned().unwrap_or_default()
    }

    fn all(&self) -> Map<String, Value> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn shown(&self) -> Response {
        let mut all = self.all();
        all.insert("id".to_owned(), json!("00000000-0000-4000-8000-000000000001"));
        all.insert("createdAt".to_owned(), json!(self.made));
        let changed = self
            .changed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        all.insert("updatedAt".to_owned(), json!(changed));
        ok(&Value::Object(all))
    }

    fn change(&self, changes: &Map<String, Value>) -> Result<(), Failure> {
        let mut rules = self.all();
        let mut wrong = Vec::new();
        for (name, value) in changes {
            let complaint = match name.as_str() {
                "passwordMinLength" => length_complaint(value),
                "verifyEmailMethod" | "resetPasswordMethod" => match value.as_str() {
                    Some("code" | "link") => None,
                    _ => Some(format!(
                        "Invalid enum value. Expected 'code' | 'link', received '{}'",
                        value.as_str().unwrap_or_default()
                    )),
                },
                "allowedRedirectUrls" => match value {
                    Value::Null => None,
                    Value::Array(urls)
                        if urls
                            .iter()
                            .all(|url| url.as_str().is_some_and(|url| url.contains(':'))) =>
                    {
                        None
                    }
                    _ => Some("Invalid url".to_owned()),
                },
                known if rules.contains_key(known) => {
                    (!value.is_boolean()).then(|| "Expected boolean".to_owned())
                }
                _ => continue,
            };
            match complaint {
                Some(text) => wrong.push(format!("{name}: {text}")),
                None => {
                    rules.insert(name.clone(), value.clone());
                }
            }
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid_input(wrong.join(", ")));
        }
        *self.rules.lock().unwrap_or_else(PoisonError::into_inner) = rules;
        *self.changed.lock().unwrap_or_else(PoisonError::into_inner) = iso_now();
        Ok(())
    }
}

fn length_complaint(value: &Value) -> Option<String> {
    match value.as_u64() {
        Some(0..4) => Some("Number must be greater than or equal to 4".to_owned()),
        Some(4..=128) => None,
        Some(_) => Some("Number must be less than or equal to 128".to_owned()),
        None => Some("Expected number".to_owned()),
    }
}

/// `GET /api/auth/public-config`
pub(crate) async fn public(State(app): State<Arc<App>>) -> Response {
    let mut all = app.auth.policy.all();
    all.remove("allowedRedirectUrls");
    all.insert("oAuthProviders".to_owned(), json!(app.auth.providers.names()));
    all.insert(
        "customOAuthProviders".to_owned(),
        json!(app.auth.custom_providers.names()),
    );
    ok(&Value::Object(all))
}

/// `GET /api/auth/config`
pub(crate) async fn get(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    Ok(app.auth.policy.shown())
}

/// `PUT /api/auth/config`
pub(crate) async fn put(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    app.auth.policy.change(&object(&headers, &body)?)?;
    Ok(app.auth.policy.shown())
}

#[cfg(test)]
mod tests {
    use super::Policy;
    use serde_json::json;

    #[test]
    fn a_weak_password_hears_all_rules() {
        let policy = Policy::default();
        assert!(policy.check_password("abcdef").is_ok());
        let strict = json!({ "passwordMinLength": 8, "requireNumber": true, "requireUppercase": true, "requireSpecialChar": true });
        policy.change(strict.as_object().unwrap()).unwrap();
        assert_eq!(
            policy.check_password("Abcdefgh").unwrap_err().message,
            "Password must contain at least 8 characters long, at least one number, at least one uppercase letter, \
             at least one special character"
        );
        assert!(policy.check_password("Abcdefg1!").is_ok());
    }

    #[test]
    fn a_wrong_change_changes_nothing() {
        let policy = Policy::default();
        let wrong = json!({ "disableSignup": true, "verifyEmailMethod": "sms" });
        assert!(policy.change(wrong.as_object().unwrap()).is_err());
        assert!(!policy.flag("disableSignup"));
    }
}
