//! `data:` URIs, in which images and documents travel inside JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn encode(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", base64(bytes))
}

/// Type and bytes of a `data:` URI; `None` where the text is another kind of address.
///
/// # Errors
/// [`Decode`](crate::error::ErrorKind::Decode) where the base64 is none.
pub(super) fn decode(uri: &str) -> Result<Option<(String, Vec<u8>)>> {
    let Some((head, data)) = uri.strip_prefix("data:").and_then(|rest| rest.split_once(',')) else {
        return Ok(None);
    };
    let (mime, bytes) = match head.strip_suffix(";base64") {
        Some(mime) => {
            let text: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            let bytes = STANDARD
                .decode(text)
                .map_err(|error| Error::decode("the data: URI has no valid base64").with_source(error))?;
            (mime, bytes)
        }
        None => (head, percent_decode_str(data).collect()),
    };
    let mime = if mime.is_empty() { "text/plain" } else { mime };
    Ok(Some((mime.to_owned(), bytes)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_both_forms_and_refuses_garbage() {
        assert_eq!(
            decode("data:,a%20b").unwrap(),
            Some(("text/plain".into(), b"a b".to_vec()))
        );
        assert_eq!(decode("https://a.b/c").unwrap(), None);
        assert_eq!(decode("data:nothing").unwrap(), None);
        assert!(decode("data:image/png;base64,###").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(decode(&encode("image/png", &bytes)).unwrap(), Some(("image/png".to_owned(), bytes)));
        }
    }
}
