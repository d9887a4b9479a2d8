//! Parts of a message: text, images, sounds and files.

use serde::Serialize;

use crate::ai::data_uri;
use crate::open_enum::open_enum;

open_enum! {
    /// How closely the model looks at an image; closer costs more.
    pub enum ImageDetail {
        /// As the provider thinks right.
        Auto = "auto",
        /// At a small size.
        Low = "low",
        /// At full size.
        High = "high",
    }

    /// The format of a sound.
    pub enum AudioFormat {
        /// WAV.
        Wav = "wav",
        /// MP3.
        Mp3 = "mp3",
        /// AIFF.
        Aiff = "aiff",
        /// AAC.
        Aac = "aac",
        /// Ogg Vorbis.
        Ogg = "ogg",
        /// FLAC.
        Flac = "flac",
        /// MPEG-4 audio.
        M4a = "m4a",
    }
}

/// One part of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Part {
    /// A text.
    Text {
        /// The text.
        text: String,
    },
    /// An image.
    ImageUrl {
        /// Where it is.
        image_url: ImageUrl,
    },
    /// A sound.
    InputAudio {
        /// The sound.
        input_audio: InputAudio,
    },
    /// A document, such as a PDF.
    File {
        /// The document.
        file: FilePart,
    },
}

/// Where an image of a message is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ImageUrl {
    /// A public address, or a `data:` URI.
    pub url: String,
    /// How closely the model looks at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<ImageDetail>,
}

/// A sound of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InputAudio {
    /// The sound's bytes in base64. Addresses are not taken.
    pub data: String,
    /// Its format.
    pub format: AudioFormat,
}

/// A document of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FilePart {
    /// Its name, with its ending.
    pub filename: String,
    /// A public address, or a `data:` URI.
    pub file_data: String,
}

impl Part {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// An image at a public address.
    #[must_use]
    pub fn image_url(url: impl Into<String>) -> Self {
        let (url, detail) = (url.into(), None);
        Self::ImageUrl {
            image_url: ImageUrl { url, detail },
        }
    }

    /// An image of the program's own; `mime` is its type, such as `image/png`.
    #[must_use]
    pub fn image(mime: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::image_url(data_uri::encode(mime, bytes.as_ref()))
    }

    /// Says how closely the model looks at the image. Other parts stay as they are.
    #[must_use]
    pub fn detail(mut self, detail: ImageDetail) -> Self {
        if let Self::ImageUrl { image_url } = &mut self {
            image_url.detail = Some(detail);
        }
        self
    }

    /// A sound of the program's own.
    #[must_use]
    pub fn audio(format: AudioFormat, bytes: impl AsRef<[u8]>) -> Self {
        let data = data_uri::base64(bytes.as_ref());
        Self::InputAudio {
            input_audio: InputAudio { data, format },
        }
    }

    /// A document at a public address.
    #[must_use]
    pub fn file_url(filename: impl Into<String>, url: impl Into<String>) -> Self {
        let (filename, file_data) = (filename.into(), url.into());
        Self::File {
            file: FilePart { filename, file_data },
        }
    }

    /// A document of the program's own; `mime` is its type, such as `application/pdf`.
    #[must_use]
    pub fn file(filename: impl Into<String>, mime: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::file_url(filename, data_uri::encode(mime, bytes.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn parts_have_the_form_of_the_wire() {
        assert_eq!(
            to_value([
                Part::image_url("https://a.b/c.png").detail(ImageDetail::Low),
                Part::image("image/png", [0xff, 0x00]),
                Part::audio(AudioFormat::Wav, b"RIFF"),
                Part::file("a.pdf", "application/pdf", b"%PDF"),
            ])
            .unwrap(),
            json!([
                {"type": "image_url", "image_url": {"url": "https://a.b/c.png", "detail": "low"}},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,/wA="}},
                {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERg=="}}
            ])
        );
    }
}
