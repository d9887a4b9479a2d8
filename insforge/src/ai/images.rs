//! Asking for images.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ::http::Method;
use ::http::header::CONTENT_TYPE;
use serde::Serialize;
use url::Url;

use super::{GeneratedImage, ImageData, ImageResponse, data_uri};
use crate::error::{Error, Result};
use crate::http::{Caller, Request, json_call};

const GENERATE: &str = "ai.images.generate";
const DOWNLOAD: &str = "ai.images.download";
const SAVE: &str = "ai.images.save";
const LIMIT: Duration = Duration::from_secs(180);

/// Which image to make. There are no options for size, quality or number: say them in the prompt.
///
/// ```
/// use insforge::ai::ImageRequest;
///
/// let request = ImageRequest::new("google/gemini-2.5-flash-image", "a cat in the snow, square");
/// ```
#[derive(Clone, Debug, Serialize)]
#[must_use]
pub struct ImageRequest {
    model: String,
    prompt: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<Source>,
}

#[derive(Clone, Debug, Serialize)]
struct Source {
    url: String,
}

impl ImageRequest {
    /// An image of this description by this model.
    pub fn new(model: impl Into<String>, prompt: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            prompt: prompt.into(),
            images: Vec::new(),
        }
    }

    /// Adds an image to work from, at a public address or as a `data:` URI.
    pub fn image_url(mut self, url: impl Into<String>) -> Self {
        self.images.push(Source { url: url.into() });
        self
    }

    /// Adds an image of the program's own to work from; `mime` is its type, such as `image/png`.
    pub fn image(self, mime: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.image_url(data_uri::encode(mime, bytes.as_ref()))
    }

    fn check(&self) -> Result<()> {
        let refusal = if self.model.trim().is_empty() {
            "an image needs the name of a model, such as google/gemini-2.5-flash-image"
        } else if self.prompt.trim().is_empty() {
            "an image needs a prompt that says what it shows"
        } else {
            return Ok(());
        };
        Err(Error::request(refusal).with_operation(GENERATE))
    }
}

/// Images from words; made by [`Ai::images`](super::Ai::images).
#[derive(Clone, Debug)]
pub struct Images {
    caller: Caller,
}

impl Images {
    pub(super) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// Makes images: `POST /api/ai/image/generation`. It may take three minutes, or as long as the client's own limits
    /// where those are longer, and is not repeated.
    ///
    /// ```no_run
    /// use insforge::ai::ImageRequest;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let images = client.ai().images();
    /// let made = images.generate(ImageRequest::new("google/gemini-2.5-flash-image", "a cat")).await?;
    /// for (number, image) in made.images.iter().enumerate() {
    ///     images.save(image, format!("cat-{number}.png")).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`create`](super::ChatCompletions::create) of chats.
    pub async fn generate(&self, request: ImageRequest) -> Result<ImageResponse> {
        request.check()?;
        let call = json_call(GENERATE, Method::POST, "/api/ai/image/generation", &request)?
            .limits(self.caller.at_least(LIMIT, Duration::ZERO, LIMIT));
        self.caller.send(call).await?.decode(GENERATE)
    }

    /// An image's bytes, wherever they are. An image at an address is got from there, without any credential; only
    /// `https` addresses are (and `http` ones for a project that is on `http` itself). The address is the model's: on a
    /// server with access to inner networks, look at it first.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for an address of another kind, and those of the way there.
    pub async fn download(&self, image: &GeneratedImage) -> Result<ImageData> {
        if !image.is_remote() {
            return image.decode().map_err(|error| error.with_operation(DOWNLOAD));
        }
        let url = Url::parse(&image.url).ok().filter(|url| {
            url.scheme() == "https" || (url.scheme() == "http" && !self.caller.base().is_https())
        });
        let Some(url) = url else {
            return Err(
                Error::unsupported("the image is neither a data: URI nor at an https:// address")
                    .with_operation(DOWNLOAD),
            );
        };
        let answer = self
            .caller
            .send(Request::foreign(DOWNLOAD, Method::GET, url))
            .await?;
        let mime = answer
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        Ok(ImageData {
            mime: mime.unwrap_or("application/octet-stream").to_owned(),
            bytes: answer.body.to_vec(),
        })
    }

    /// Writes an image to a file, replacing it.
    ///
    /// # Errors
    /// As [`download`](Self::download); [`Config`](crate::ErrorKind::Config) where the file cannot be written.
    pub async fn save(&self, image: &GeneratedImage, path: impl AsRef<Path>) -> Result<()> {
        let data = self.download(image).await?;
        let path: PathBuf = path.as_ref().to_owned();
        let written = tokio::task::spawn_blocking(move || std::fs::write(path, data.bytes)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(failed(error)),
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::config("the image's file cannot be written")
        .with_source(error)
        .with_operation(SAVE)
}
