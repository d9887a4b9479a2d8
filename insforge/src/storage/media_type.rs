//! The content type of an upload, given or guessed.

use crate::error::{Error, Result};

/// The type by the extension of a file name; plain bytes where the extension says nothing.
pub(super) fn guess(file_name: &str) -> String {
    mime_guess::from_path(file_name)
        .first_or_octet_stream()
        .to_string()
}

/// Checks a type that was given.
pub(super) fn check(media_type: &str) -> Result<()> {
    if media_type.parse::<mime_guess::Mime>().is_err() {
        return Err(Error::request(format!(
            "{media_type:?} is no content type; write it like image/png"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_by_the_extension() {
        assert_eq!(guess("a/b.PNG"), "image/png");
        assert_eq!(guess("archive.tar.gz"), "application/gzip");
        assert_eq!(guess("README"), "application/octet-stream");
        assert!(
            check("text/plain; charset=utf-8").is_ok() && check("text").is_err() && check("a/b\r\n").is_err()
        );
    }
}
