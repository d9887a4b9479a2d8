//! What agents remember from one task to the next.
//!
//! [`Client::<Admin>::memory`](crate::client::Client::memory) returns [`Memory`]. Remembering and recalling need the
//! project's model provider.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::handle;
use crate::error::Result;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const REMEMBER: &str = "admin.memory.remember";
const RECALL: &str = "admin.memory.recall";
const INDEX: &str = "admin.memory.index";

handle! {
    /// What agents remember, apart by scope.
    ///
    /// ```no_run
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// use insforge::admin::memory::{Recall, Remember};
    ///
    /// let memory = admin.memory();
    /// memory.remember(Remember::text("deploys", "they go out on Mondays").scope("ops")).await?;
    /// for found in memory.recall(Recall::new("when do we deploy?").scope("ops")).await? {
    ///     println!("{:.2} {}", found.similarity, found.content);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub struct Memory;
}

open_enum! {
    /// What is remembered.
    pub enum MemoryKind {
        /// Something that is so.
        Fact = "fact",
        /// Something that was decided.
        Decision = "decision",
        /// How somebody likes it.
        Preference = "preference",
        /// Where something is.
        Reference = "reference",
    }

    /// What became of something to remember.
    pub enum MemoryAction {
        /// It is new.
        Added = "ADD",
        /// It took the place of something else.
        Updated = "UPDATE",
        /// It was known.
        Unchanged = "NOOP",
    }
}

/// Something to remember.
#[derive(Clone, Debug, Default, Serialize)]
#[must_use]
pub struct Remember {
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<MemoryKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transcript: Option<String>,
}

impl Remember {
    /// One text (up to 20000 characters) under a title (up to 2000).
    pub fn text(title: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            title: Some(title.into()),
            content: Some(content.into()),
            ..Self::default()
        }
    }

    /// What a model finds worth remembering in the record of a task, up to 50000 characters.
    pub fn transcript(text: impl Into<String>) -> Self {
        Self {
            transcript: Some(text.into()),
            ..Self::default()
        }
    }

    /// Where it belongs; `default` unless said.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Where it comes from.
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What it is.
    pub fn kind(mut self, kind: MemoryKind) -> Self {
        self.kind = Some(kind);
        self
    }
}

/// What became of something to remember.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Remembered {
    /// What became of it.
    pub action: MemoryAction,
    /// Its id, a UUID.
    #[serde(default)]
    pub id: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: String,
}

/// A question to the memory.
#[derive(Clone, Debug, Serialize)]
#[must_use]
pub struct Recall {
    query: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
}

impl Recall {
    /// What is like this text, up to 4000 characters; the five likest.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            scope: None,
            limit: None,
            threshold: None,
        }
    }

    /// Where to look; `default` unless said.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// How many, 1 to 50.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How like it must be, 0 to 1.
    pub fn threshold(mut self, similarity: f64) -> Self {
        self.threshold = Some(similarity);
        self
    }
}

/// Something that was remembered.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Recalled {
    /// Its id, a UUID.
    pub id: String,
    /// What it is.
    pub kind: MemoryKind,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub content: String,
    /// How like the question it is, 0 to 1.
    #[serde(default)]
    pub similarity: f64,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// Something that is remembered, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MemoryEntry {
    /// Its id, a UUID.
    pub id: String,
    /// What it is.
    pub kind: MemoryKind,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default, deserialize_with = "null_is_default")]
    results: Vec<Remembered>,
}

#[derive(Deserialize)]
struct Memories {
    #[serde(default, deserialize_with = "null_is_default")]
    memories: Vec<Recalled>,
}

#[derive(Deserialize)]
struct Entries {
    #[serde(default, deserialize_with = "null_is_default")]
    entries: Vec<MemoryEntry>,
}

#[derive(Serialize)]
struct Scope<'a> {
    scope: &'a str,
}

impl Memory {
    /// Remembers something: `POST /api/memory/remember`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for texts that are empty or too long,
    /// [`Server`](crate::ErrorKind::Server) where no model provider is set up.
    pub async fn remember(&self, memory: Remember) -> Result<Vec<Remembered>> {
        let path = "/api/memory/remember";
        let results: Results = self.calls.write(REMEMBER, Method::POST, path, &memory).await?;
        Ok(results.results)
    }

    /// Finds what is like a text, the likest first: `POST /api/memory/recall`.
    ///
    /// # Errors
    /// As [`remember`](Self::remember).
    pub async fn recall(&self, recall: Recall) -> Result<Vec<Recalled>> {
        let path = "/api/memory/recall";
        let memories: Memories = self.calls.write(RECALL, Method::POST, path, &recall).await?;
        Ok(memories.memories)
    }

    /// Lists what is remembered in a scope, without its content: `POST /api/memory/index`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for an empty scope.
    pub async fn index(&self, scope: &str) -> Result<Vec<MemoryEntry>> {
        let path = "/api/memory/index";
        let entries: Entries = self
            .calls
            .write(INDEX, Method::POST, path, &Scope { scope })
            .await?;
        Ok(entries.entries)
    }
}
