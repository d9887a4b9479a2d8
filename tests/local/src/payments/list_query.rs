//! Which records a list shall show.

use serde_json::{Value, json};
use url::form_urlencoded;

use crate::reply::Failure;

/// The parameters of a list.
pub(super) struct ListQuery {
    pub(super) limit: i64,
    subject: Option<(String, String)>,
}

impl ListQuery {
    /// Reads the parameters; `known` names those beside `limit`.
    pub(super) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, Failure> {
        let (mut limit, mut kind, mut id) = (50, None, None);
        let (mut issues, mut unknown) = (Vec::new(), Vec::new());
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "limit" => match value.trim().parse::<i64>() {
                    Ok(number @ 1..=100) => limit = number,
                    Ok(..1) => issues.push("limit: Number must be greater than or equal to 1".to_owned()),
                    Ok(_) => issues.push("limit: Number must be less than or equal to 100".to_owned()),
                    Err(_) => issues.push("limit: Expected number, received nan".to_owned()),
                },
                "subjectType" if known.contains(&"subjectType") => kind = Some(value.into_owned()),
                "subjectId" if known.contains(&"subjectId") => id = Some(value.into_owned()),
                other => unknown.push(format!("'{other}'")),
            }
        }
        if !unknown.is_empty() {
            issues.push(format!(
                "(root): Unrecognized key(s) in object: {}",
                unknown.join(", ")
            ));
        }
        if issues.is_empty() && kind.is_some() != id.is_some() {
            issues.push("(root): subjectType and subjectId must be provided together".to_owned());
        }
        if issues.is_empty() {
            let subject = kind.zip(id);
            Ok(Self { limit, subject })
        } else {
            Err(Failure::invalid_input(issues.join(", ")))
        }
    }

    /// The values that the rows have.
    pub(super) fn whose(&self, env: &str) -> Value {
        match &self.subject {
            None => json!({"environment": env}),
            Some((kind, id)) => json!({"environment": env, "subject_type": kind, "subject_id": id}),
        }
    }
}

/// Both parts of a subject.
pub(super) const SUBJECT: &[&str] = &["subjectType", "subjectId"];
