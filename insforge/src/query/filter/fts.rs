//! Full-text search.

use super::node::{Arg, Node, Operator};
use super::pattern;
use crate::schema::{ColumnRef, ValueError};

/// A full-text query: its words, how they are read, and the text search configuration (language).
///
/// Source: PostgREST, "Full-Text Search"; PostgreSQL, `to_tsquery` and its kin.
///
/// ```
/// use insforge::query::Fts;
///
/// let search = Fts::web("\"exact phrase\" -without").config("english");
/// # let _ = search;
/// ```
#[derive(Debug, Clone)]
#[must_use = "a search does nothing until it is given to `fts`"]
pub struct Fts {
    kind: &'static str,
    words: String,
    config: Option<String>,
}

impl Fts {
    /// Words as a search engine takes them: quotes for phrases, `or`, `-` for not (`websearch_to_tsquery`).
    pub fn web(words: impl Into<String>) -> Self {
        Self {
            kind: "wfts",
            words: words.into(),
            config: None,
        }
    }

    /// All of these words, in any order (`plainto_tsquery`).
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            kind: "plfts",
            words: words.into(),
            config: None,
        }
    }

    /// These words in this order (`phraseto_tsquery`).
    pub fn phrase(words: impl Into<String>) -> Self {
        Self {
            kind: "phfts",
            words: words.into(),
            config: None,
        }
    }

    /// An expression of `&`, `|`, `!` and `<->` (`to_tsquery`). A syntax error comes from the server.
    pub fn expression(expression: impl Into<String>) -> Self {
        Self {
            kind: "fts",
            words: expression.into(),
            config: None,
        }
    }

    /// The text search configuration, such as `english`; else the database's default.
    pub fn config(mut self, config: impl Into<String>) -> Self {
        self.config = Some(config.into());
        self
    }

    pub(super) fn into_node(self, column: ColumnRef) -> Node {
        if let Some(config) = &self.config
            && (config.is_empty() || !config.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        {
            let reason = ValueError::new(format!(
                "`{config}` is not the name of a text search configuration"
            ));
            return Node::broken(&column, &reason);
        }
        match pattern::checked(&self.words) {
            Ok(words) => {
                let operator = Operator::Search {
                    kind: self.kind,
                    config: self.config,
                };
                Node::leaf(column, operator, Arg::Text(words))
            }
            Err(reason) => Node::broken(&column, &reason),
        }
    }
}
