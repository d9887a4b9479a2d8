//! Files that come with a form.

use axum::extract::{FromRequest, Multipart, Request};

use crate::reply::Failure;

/// A form: its texts, and a file.
#[derive(Debug, Default)]
pub(super) struct Upload {
    fields: Vec<(String, String)>,
    pub(super) file: Option<File>,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Upload {
    /// A body that is no form is an empty one.
    pub(super) async fn receive(request: Request) -> Result<Self, Failure> {
        let broken = |error: axum::extract::multipart::MultipartError| Failure::internal(error.body_text());
        let mut upload = Self::default();
        let Ok(mut parts) = Multipart::from_request(request, &()).await else {
            return Ok(upload);
        };
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) if field == "file" => {
                    let bytes = part.bytes().await.map_err(broken)?.to_vec();
                    upload.file = Some(File { name, bytes });
                }
                _ => upload.fields.push((field, part.text().await.map_err(broken)?)),
            }
        }
        Ok(upload)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, text)| text.as_str())
    }
}

impl File {
    /// The end of the name, with its dot.
    pub(super) fn extension(&self) -> String {
        let name = self.name.to_lowercase();
        name.rfind('.')
            .and_then(|place| name.get(place..))
            .unwrap_or(&name)
            .to_owned()
    }
}
