//! Whom or what a payment is for, and the notes on it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{Error, Result};

/// Whom or what a payment is for, in the program's own terms: a user, a team, a workspace. Policies of the project decide
/// who may pay for which.
///
/// ```
/// use insforge::payments::Subject;
///
/// let team = Subject::new("team", "42");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Subject {
    /// What sort of thing, 1 to 100 characters.
    #[serde(rename = "type")]
    pub kind: String,
    /// Which of them, 1 to 255 characters.
    pub id: String,
}

impl Subject {
    /// The thing of this sort and id.
    #[must_use]
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        check_text("the subject's type", &self.kind, 100)?;
        check_text("the subject's id", &self.id, 255)
    }
}

/// Notes on a payment that the provider keeps.
pub(super) type Notes = BTreeMap<String, String>;

/// Keys that begin so are InsForge's own.
const RESERVED: &str = "insforge_";

pub(super) fn check_notes(what: &str, notes: &Notes) -> Result<()> {
    match notes.keys().find(|key| key.starts_with(RESERVED)) {
        Some(key) => Err(Error::request(format!(
            "{what} may not have the key {key:?}: keys that begin with {RESERVED} are InsForge's own"
        ))),
        None => Ok(()),
    }
}

pub(super) fn check_text(what: &str, text: &str, limit: usize) -> Result<()> {
    let length = text.trim().encode_utf16().count();
    if length == 0 {
        Err(Error::request(format!("{what} is empty")))
    } else if length > limit {
        Err(Error::request(format!(
            "{what} has {length} characters, and {limit} are allowed"
        )))
    } else {
        Ok(())
    }
}

pub(super) fn check_optional(what: &str, text: Option<&String>, limit: usize) -> Result<()> {
    text.map_or(Ok(()), |text| check_text(what, text, limit))
}

pub(super) fn check_url(what: &str, url: &str) -> Result<()> {
    match url::Url::parse(url.trim()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::request(format!(
            "{what} is no URL; write it whole, like https://shop.example.com/done"
        ))
        .with_source(error)),
    }
}
