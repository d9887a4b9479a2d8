//! What the backend checks of a body, in its words: every mistake is named, and a key that nobody knows is one.

use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::reply::Failure;

/// What a field holds.
pub(super) enum Rule {
    /// A text that is not empty, at most so long. The message is for an empty one, where it has words of its own.
    Text(&'static str, usize),
    /// A text that may be empty, at most so long.
    Any(usize),
    /// A whole address; the message is for what is none.
    Url(&'static str),
    Email,
    /// Three letters.
    Currency,
    /// A whole number within these bounds.
    Whole(i64, i64),
    Flag,
    /// Texts by name.
    Texts,
    OneOf(&'static [&'static str]),
    Object(&'static [Field]),
    /// So many objects.
    Objects(&'static [Field], usize),
}

/// A field of a body.
pub(super) struct Field {
    name: &'static str,
    rule: Rule,
    needed: bool,
    nullable: bool,
}

pub(super) const fn needed(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        needed: true,
        nullable: false,
    }
}

pub(super) const fn optional(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        needed: false,
        nullable: false,
    }
}

pub(super) const fn nullable(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        needed: false,
        nullable: true,
    }
}

/// Whom or what a payment is for.
pub(super) const SUBJECT: Rule = Rule::Object(&[
    needed("type", Rule::Text("", 100)),
    needed("id", Rule::Text("", 255)),
]);

/// A body with its texts trimmed, or all that is wrong with it.
pub(super) fn check(mut body: Map<String, Value>, fields: &[Field]) -> Result<Map<String, Value>, Failure> {
    let mut issues = Vec::new();
    object("", &mut body, fields, &mut issues);
    if issues.is_empty() {
        Ok(body)
    } else {
        Err(Failure::invalid_input(issues.join(", ")))
    }
}

/// A body of which any part may be missing, but not all.
pub(super) fn check_change(
    mut body: Map<String, Value>,
    fields: &[Field],
    empty: &str,
) -> Result<Map<String, Value>, Failure> {
    let mut issues = Vec::new();
    object("", &mut body, fields, &mut issues);
    if fields.iter().all(|field| !body.contains_key(field.name)) {
        issues.push(format!("(root): {empty}"));
    }
    if issues.is_empty() {
        Ok(body)
    } else {
        Err(Failure::invalid_input(issues.join(", ")))
    }
}

/// The JSON object of a body.
pub(super) fn parse(headers: &HeaderMap, bytes: &Bytes) -> Result<Map<String, Value>, Failure> {
    match serde_json::from_str(crate::body::json(headers, bytes)?) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(Failure::invalid_input("(root): Expected object, received array")),
    }
}

/// Keys of notes that begin with `insforge_` are the backend's own.
pub(super) fn check_notes(body: &Map<String, Value>, field: &str, name: &str) -> Result<(), Failure> {
    let notes = body.get(field).and_then(Value::as_object);
    if notes.is_some_and(|notes| notes.keys().any(|key| key.starts_with("insforge_"))) {
        return Err(Failure::invalid_input(format!(
            "{field}: {name} keys starting with insforge_ are reserved"
        )));
    }
    Ok(())
}

fn object(path: &str, body: &mut Map<String, Value>, fields: &[Field], issues: &mut Vec<String>) {
    for field in fields {
        let place = format!("{path}{}", field.name);
        match body.get_mut(field.name) {
            None if field.needed => issues.push(format!("{place}: Required")),
            None => {}
            Some(Value::Null) if field.nullable => {}
            Some(value) => value_of(&place, value, &field.rule, issues),
        }
    }
    let unknown: Vec<String> = body
        .keys()
        .filter(|key| fields.iter().all(|field| field.name != key.as_str()))
        .map(|key| format!("'{key}'"))
        .collect();
    if !unknown.is_empty() {
        let place = path.strip_suffix('.').unwrap_or("(root)");
        issues.push(format!(
            "{place}: Unrecognized key(s) in object: {}",
            unknown.join(", ")
        ));
    }
}

fn value_of(place: &str, value: &mut Value, rule: &Rule, issues: &mut Vec<String>) {
    let complaint = match rule {
        Rule::Text(..) | Rule::Any(_) | Rule::Url(_) | Rule::Email | Rule::Currency => {
            let Value::String(text) = value else {
                return issues.push(wrong_type(place, "string", value));
            };
            *text = text.trim().to_owned();
            text_complaint(text, rule)
        }
        Rule::Whole(least, most) => match value.as_i64() {
            Some(number) => number_complaint(number, *least, *most),
            None if value.is_number() => Some("Expected integer, received float".to_owned()),
            None => return issues.push(wrong_type(place, "number", value)),
        },
        Rule::Flag if value.is_boolean() => None,
        Rule::Flag => return issues.push(wrong_type(place, "boolean", value)),
        Rule::OneOf(words) => {
            let expected = words
                .iter()
                .map(|word| format!("'{word}'"))
                .collect::<Vec<_>>()
                .join(" | ");
            match value.as_str() {
                Some(word) if words.contains(&word) => None,
                Some(word) => Some(format!(
                    "Invalid enum value. Expected {expected}, received '{word}'"
                )),
                None => return issues.push(wrong_type(place, &expected, value)),
            }
        }
        Rule::Texts => {
            let Value::Object(texts) = value else {
                return issues.push(wrong_type(place, "object", value));
            };
            let wrong = texts.iter().filter(|(_, text)| !text.is_string());
            issues.extend(wrong.map(|(name, text)| wrong_type(&format!("{place}.{name}"), "string", text)));
            None
        }
        Rule::Object(fields) => match value {
            Value::Object(body) => {
                object(&format!("{place}."), body, fields, issues);
                None
            }
            _ => return issues.push(wrong_type(place, "object", value)),
        },
        Rule::Objects(fields, most) => match value {
            Value::Array(list) if list.is_empty() => {
                Some("Array must contain at least 1 element(s)".to_owned())
            }
            Value::Array(list) if list.len() > *most => {
                Some(format!("Array must contain at most {most} element(s)"))
            }
            Value::Array(list) => {
                for (index, item) in list.iter_mut().enumerate() {
                    value_of(&format!("{place}.{index}"), item, &Rule::Object(fields), issues);
                }
                None
            }
            _ => return issues.push(wrong_type(place, "array", value)),
        },
    };
    issues.extend(complaint.map(|complaint| format!("{place}: {complaint}")));
}

fn text_complaint(text: &str, rule: &Rule) -> Option<String> {
    let length = text.encode_utf16().count();
    let too_long =
        |most: usize| (length > most).then(|| format!("String must contain at most {most} character(s)"));
    match *rule {
        Rule::Text(message, _) if length == 0 => Some(match message {
            "" => "String must contain at least 1 character(s)".to_owned(),
            message => message.to_owned(),
        }),
        Rule::Text(_, most) | Rule::Any(most) => too_long(most),
        Rule::Url(message) => url::Url::parse(text).is_err().then(|| message.to_owned()),
        Rule::Email => {
            let valid = text
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '));
            (!valid).then(|| "Invalid email".to_owned())
        }
        Rule::Currency => {
            (length != 3).then(|| "Currency must be a three-letter ISO currency code".to_owned())
        }
        _ => None,
    }
}

fn number_complaint(number: i64, least: i64, most: i64) -> Option<String> {
    if number < least {
        Some(match least {
            1 => "Number must be greater than 0".to_owned(),
            least => format!("Number must be greater than or equal to {least}"),
        })
    } else if number > most {
        Some(format!("Number must be less than or equal to {most}"))
    } else {
        None
    }
}

fn wrong_type(place: &str, expected: &str, value: &Value) -> String {
    let received = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    format!("{place}: Expected {expected}, received {received}")
}
