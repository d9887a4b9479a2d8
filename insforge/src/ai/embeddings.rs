//! Asking for the vectors of texts.

use serde::Serialize;

use super::Embeddings;
use crate::error::{Error, Result};
use crate::http::{Caller, json_call};
use crate::open_enum::open_enum;

const OPERATION: &str = "ai.embeddings.create";

open_enum! {
    /// How the vectors travel. They arrive as `f32` either way.
    pub enum EncodingFormat {
        /// As lists of numbers.
        Float = "float",
        /// As base64, a third of the size. Not every provider heeds it.
        Base64 = "base64",
    }
}

/// Which texts to turn into vectors, and how.
///
/// ```
/// use insforge::ai::EmbeddingRequest;
///
/// let request = EmbeddingRequest::new("openai/text-embedding-3-small", ["a cat", "a dog"]).dimensions(256);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct EmbeddingRequest {
    model: String,
    input: Vec<String>,
    encoding_format: Option<EncodingFormat>,
    dimensions: Option<u32>,
    batch_size: usize,
}

impl EmbeddingRequest {
    /// The vectors of these texts by this model.
    pub fn new<T: Into<String>>(model: impl Into<String>, texts: impl IntoIterator<Item = T>) -> Self {
        Self {
            model: model.into(),
            input: texts.into_iter().map(Into::into).collect(),
            encoding_format: None,
            dimensions: None,
            batch_size: 256,
        }
    }

    /// How the vectors travel.
    pub fn encoding_format(mut self, format: EncodingFormat) -> Self {
        self.encoding_format = Some(format);
        self
    }

    /// How long the vectors are, for models that can shorten theirs.
    pub fn dimensions(mut self, dimensions: u32) -> Self {
        self.dimensions = Some(dimensions);
        self
    }

    /// How many texts go into one call; 256. More texts take several calls, one after the other.
    pub fn batch_size(mut self, texts: usize) -> Self {
        self.batch_size = texts;
        self
    }

    fn check(&self) -> Result<()> {
        let refusal = if self.model.trim().is_empty() {
            "embeddings need the name of a model, such as openai/text-embedding-3-small"
        } else if self.batch_size == 0 {
            "a batch has at least one text"
        } else if self.dimensions == Some(0) {
            "a vector has at least one dimension"
        } else if self.input.iter().any(String::is_empty) {
            "a text is empty, and providers refuse empty texts; leave it out"
        } else {
            return Ok(());
        };
        Err(Error::request(refusal))
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    input: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding_format: Option<&'a EncodingFormat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dimensions: Option<u32>,
}

/// Texts as vectors; made by [`Ai::embeddings`](super::Ai::embeddings).
#[derive(Clone, Debug)]
pub struct EmbeddingsApi {
    caller: Caller,
}

impl EmbeddingsApi {
    pub(super) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// Turns texts into vectors: `POST /api/ai/embeddings`. No texts give no vectors, and no call.
    ///
    /// ```no_run
    /// use insforge::ai::EmbeddingRequest;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let texts = ["a cat", "a dog"];
    /// let vectors = client
    ///     .ai()
    ///     .embeddings()
    ///     .create(EmbeddingRequest::new("openai/text-embedding-3-small", texts))
    ///     .await?;
    /// println!("{}", vectors.data[0].similarity(&vectors.data[1]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no model provider,
    /// [`InsufficientBalance`](crate::ErrorKind::InsufficientBalance) where its credit is used up,
    /// [`Invalid`](crate::ErrorKind::Invalid) for a model there is not, [`Request`](crate::ErrorKind::Request) for an
    /// empty text, [`Decode`](crate::ErrorKind::Decode) where vectors are missing.
    pub async fn create(&self, request: EmbeddingRequest) -> Result<Embeddings> {
        request.check().map_err(|error| error.with_operation(OPERATION))?;
        let mut all = Embeddings::default();
        for batch in request.input.chunks(request.batch_size) {
            let body = Body {
                model: &request.model,
                input: batch,
                encoding_format: request.encoding_format.as_ref(),
                dimensions: request.dimensions,
            };
            let call = json_call(OPERATION, ::http::Method::POST, "/api/ai/embeddings", &body)?;
            // An embedding changes nothing, so an answer that was lost may be asked for again.
            let answer = self.caller.send(call.idempotent(true)).await?;
            let some: Embeddings = answer.decode(OPERATION)?;
            take_batch(&mut all, some, batch.len())?;
        }
        Ok(all)
    }
}

fn take_batch(all: &mut Embeddings, some: Embeddings, texts: usize) -> Result<()> {
    if some.data.len() != texts {
        return Err(Error::decode(format!(
            "the answer has {} vectors for {texts} texts",
            some.data.len()
        ))
        .with_operation(OPERATION));
    }
    let before = all.data.len();
    let numbered = some.data.into_iter().enumerate().map(|(place, mut embedding)| {
        embedding.index = before + place;
        embedding
    });
    all.data.extend(numbered);
    all.model = some.model;
    all.extra.extend(some.extra);
    if let Some(more) = some.usage {
        all.usage.get_or_insert_default().add(&more);
    }
    Ok(())
}
