//! What an answer rests on: pages of the web, documents.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A source of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Annotation {
    /// A page of the web.
    UrlCitation(UrlCitation),
    /// A document that was read.
    File(FileAnnotation),
    /// A kind that this version does not know, or one with a field it cannot read: as it came.
    Other(Value),
}

/// A page of the web that an answer rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UrlCitation {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// The passage.
    #[serde(default)]
    pub content: Option<String>,
    /// Where in the answer the citation begins, in characters.
    #[serde(default, alias = "start_index")]
    pub start_index: Option<u64>,
    /// Where it ends.
    #[serde(default, alias = "end_index")]
    pub end_index: Option<u64>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A document that was read for an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FileAnnotation {
    /// Its name.
    pub filename: String,
    /// What was read.
    #[serde(default, alias = "parsed_content")]
    pub parsed_content: Option<String>,
    /// What the reader noted.
    #[serde(default)]
    pub metadata: Option<Map<String, Value>>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Annotation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let inner = |names: [&str; 2]| names.iter().find_map(|name| value.get(name)).cloned();
        let known = match value.get("type").and_then(Value::as_str) {
            Some("url_citation") => inner(["urlCitation", "url_citation"])
                .and_then(|inner| serde_json::from_value(inner).ok())
                .map(Self::UrlCitation),
            Some("file") => inner(["file", "file"])
                .and_then(|inner| serde_json::from_value(inner).ok())
                .map(Self::File),
            _ => None,
        };
        Ok(known.unwrap_or(Self::Other(value)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_annotation_is_read_somehow() {
        let all: Vec<Annotation> = serde_json::from_value(json!([
            {"type": "url_citation", "urlCitation": {"url": "https://e.x", "startIndex": 0, "new": 1}},
            {"type": "url_citation", "url_citation": {"url": "https://e.x", "end_index": 4}},
            {"type": "file", "file": {"filename": "a.pdf", "parsedContent": "x"}},
            {"type": "video", "video": {}},
            {"type": "url_citation", "urlCitation": {}},
            7
        ]))
        .unwrap();
        assert!(matches!(&all[0], Annotation::UrlCitation(page) if page.extra["new"] == 1));
        assert!(matches!(&all[1], Annotation::UrlCitation(page) if page.end_index == Some(4)));
        assert!(matches!(&all[2], Annotation::File(file) if file.parsed_content.as_deref() == Some("x")));
        assert!(
            all[3..]
                .iter()
                .all(|annotation| matches!(annotation, Annotation::Other(_)))
        );
    }
}
