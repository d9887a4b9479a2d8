use serde_json::{Map, Value};

use crate::reply::Failure;

/// Reads the fields of a JSON body and collects everything that is wrong with them, as the real backend reports it:
/// `email: Required, password: Required`.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    body: &'a Map<String, Value>,
    wrong: Vec<String>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(body: &'a Map<String, Value>) -> Self {
        Self {
            body,
            wrong: Vec::new(),
        }
    }

    /// An address, folded to lower case as the backend does.
    pub(crate) fn email(&mut self) -> String {
        let Some(text) = self.text("email") else {
            return String::new();
        };
        if !looks_like_email(text) {
            self.wrong.push("email: Invalid email format".to_owned());
        }
        text.to_lowercase()
    }

    /// A text that must be there.
    pub(crate) fn text(&mut self, name: &str) -> Option<&'a str> {
        let found = self.optional(name);
        if found.is_none() && self.body.get(name).is_none() {
            self.wrong.push(format!("{name}: Required"));
        }
        found
    }

    /// A text that may be missing.
    pub(crate) fn optional(&mut self, name: &str) -> Option<&'a str> {
        match self.body.get(name)? {
            Value::String(text) => Some(text),
            other => {
                self.wrong
                    .push(format!("{name}: Expected string, received {}", kind(other)));
                None
            }
        }
    }

    /// A person's name.
    pub(crate) fn name(&mut self) -> Option<&'a str> {
        let name = self.optional("name")?.trim();
        if name.is_empty() {
            self.wrong.push("name: Name is required".to_owned());
        } else if name.chars().count() > 100 {
            self.wrong
                .push("name: Name must be less than 100 characters".to_owned());
        }
        Some(name)
    }

    pub(crate) fn url(&mut self, name: &str) {
        if self
            .optional(name)
            .is_some_and(|text| url::Url::parse(text).is_err())
        {
            self.wrong.push(format!("{name}: Invalid url"));
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.body.get(name) {
            None => false,
            Some(Value::Bool(value)) => *value,
            Some(other) => {
                self.wrong
                    .push(format!("{name}: Expected boolean, received {}", kind(other)));
                false
            }
        }
    }

    /// Six digits.
    pub(crate) fn code(&mut self, name: &str, complaint: &str) -> String {
        let text = self.text(name).unwrap_or_default();
        let fits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !fits && self.body.get(name).is_some_and(Value::is_string) {
            self.wrong.push(format!("{name}: {complaint}"));
        }
        text.to_owned()
    }

    /// A complaint of the caller's own.
    pub(crate) fn complain(&mut self, text: &str) {
        self.wrong.push(text.to_owned());
    }

    /// All complaints at once.
    pub(crate) fn check(self) -> Result<(), Failure> {
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(Failure::invalid_input(self.wrong.join(", ")))
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn looks_like_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let part = |c: char| c.is_ascii_alphanumeric() || "_'+-.".contains(c);
    let label = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    !local.is_empty()
        && local.chars().all(part)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.chars().all(label)
        && domain.split('.').all(|label| !label.is_empty())
        && domain
            .rsplit_once('.')
            .is_some_and(|(_, top)| top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::{Fields, looks_like_email};

    #[test]
    fn complaints_come_together() {
        let body = serde_json::Map::new();
        let mut fields = Fields::new(&body);
        fields.email();
        fields.text("password");
        assert_eq!(
            fields.check().unwrap_err().message,
            "email: Required, password: Required"
        );
    }

    #[test]
    fn addresses_need_a_domain_with_a_dot() {
        assert!(looks_like_email("A.b+c@ex-ample.dev"));
        for bad in ["nope", "a@b", "@b.de", "a b@c.de", "a@.de", "a..b@c.de"] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }
}
