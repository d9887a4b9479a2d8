//! Images that a model has made.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::metadata::Metadata;
use super::{Usage, data_uri};
use crate::error::{Error, Result};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

open_enum! {
    /// The form of a made image.
    pub enum ImageKind {
        /// An address or a `data:` URI.
        ImageUrl = "imageUrl",
    }
}

/// What a model has made.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ImageResponse {
    /// The images; none where the model only answered in words.
    pub images: Vec<GeneratedImage>,
    /// What it said beside them.
    pub text: Option<String>,
    /// The model.
    pub model: String,
    /// What the call cost, where the provider says so.
    pub usage: Option<Usage>,
    /// Fields that this version does not know.
    pub extra: Map<String, Value>,
}

/// An image that a model has made.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GeneratedImage {
    /// The form it comes in.
    #[serde(rename = "type", default = "image_url")]
    pub kind: ImageKind,
    /// A `data:` URI with the image, or an address to get it from.
    #[serde(rename = "imageUrl", alias = "image_url", alias = "url")]
    pub url: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn image_url() -> ImageKind {
    ImageKind::ImageUrl
}

/// An image as bytes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageData {
    /// Its type, such as `image/png`.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl GeneratedImage {
    /// The image's bytes, where they came with the answer. [`Images::download`](super::Images::download) gets those of
    /// an address as well.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) where the image is at an address,
    /// [`Decode`](crate::ErrorKind::Decode) where its base64 is none.
    pub fn decode(&self) -> Result<ImageData> {
        match data_uri::decode(&self.url)? {
            Some((mime, bytes)) => Ok(ImageData { mime, bytes }),
            None => Err(Error::unsupported(
                "the image is at an address and did not come with the answer; get it by ai().images().download(&image)",
            )),
        }
    }

    /// Whether the image is at an address and did not come with the answer.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        !self.url.starts_with("data:")
    }
}

impl fmt::Debug for GeneratedImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A data: URI is the image itself; its beginning says enough.
        let shown: String = self.url.chars().take(64).collect();
        f.debug_struct("GeneratedImage")
            .field("kind", &self.kind)
            .field("url", &shown)
            .field("length", &self.url.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ImageData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageData")
            .field("mime", &self.mime)
            .field("length", &self.bytes.len())
            .finish()
    }
}

#[derive(Deserialize)]
struct Body {
    #[serde(default, deserialize_with = "null_is_default")]
    images: Vec<GeneratedImage>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    metadata: Metadata,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for ImageResponse {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut body = Body::deserialize(deserializer)?;
        body.extra.extend(body.metadata.extra);
        Ok(Self {
            images: body.images,
            text: body.text,
            model: body.metadata.model,
            usage: body.metadata.usage,
            extra: body.extra,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn an_image_is_decoded_or_says_where_it_is() {
        let answer: ImageResponse = serde_json::from_str(
            r#"{"images":[{"type":"imageUrl","imageUrl":"data:image/png;base64,iVBORw0KGgo="},{"type":"new","imageUrl":"https://a.b/c.png"}]}"#,
        )
        .unwrap();
        let image = answer.images[0].decode().unwrap();
        assert_eq!(
            (image.mime.as_str(), &image.bytes[1..4]),
            ("image/png", &b"PNG"[..])
        );
        assert!(answer.images[1].is_remote());
        assert_eq!(
            answer.images[1].decode().unwrap_err().kind(),
            ErrorKind::Unsupported
        );
        assert!(format!("{:?}", answer.images[0]).len() < 200);
    }
}
