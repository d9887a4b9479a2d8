//! The key of an object: checked once, and encoded once.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// The longest key that S3 takes, in bytes.
const MAX_LENGTH: usize = 1024;

/// The key of an object in its bucket, such as `2026/cat photo.jpg`.
///
/// It is plain text, never percent-encoded: this crate encodes it, once. Slashes make no folders, yet prefixes of keys
/// ([`ListObjects::prefix`](super::ListObjects::prefix)) are often used as such.
///
/// ```
/// use insforge::storage::ObjectKey;
///
/// let key = ObjectKey::new("reports/100% done? #1.pdf")?;
/// assert_eq!(key.as_str(), "reports/100% done? #1.pdf");
/// assert!(ObjectKey::new("../secrets").is_err());
/// # Ok::<(), insforge::Error>(())
/// ```
///
/// Methods take anything that becomes a key: a `&str`, a `String`, or an `ObjectKey`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// Checks a key.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::ErrorKind::Request) for an empty key, one of more than 1024 bytes, one with a control
    /// character, and one that a file system would read as another place: a `/` at its beginning, `..` anywhere, or
    /// a `.` between slashes.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = key.into();
        let refused = if key.is_empty() {
            "it is empty"
        } else if key.len() > MAX_LENGTH {
            "it is longer than 1024 bytes"
        } else if key.starts_with('/') {
            "it begins with a slash; write it without"
        } else if key.contains("..") {
            "it has two dots in a row, which mean another folder"
        } else if key.split('/').any(|part| part == ".") {
            "it has a dot between slashes, which means the same folder"
        } else if key.contains(char::is_control) {
            "it has a control character, such as a line end"
        } else {
            return Ok(Self(key));
        };
        let shown: String = key.chars().take(80).collect();
        Err(Error::request(format!(
            "{shown:?} cannot be the key of an object: {refused}"
        )))
    }

    /// The key as it was given, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last slash.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// What an upload may make. A server that keeps objects as files would store `a//b` where `a/b` is, and has no
    /// file for `a/`; objects that were made with such a key in another way can be read and removed all the same.
    pub(super) fn check_for_upload(&self) -> Result<()> {
        if self.0.split('/').any(str::is_empty) {
            return Err(Error::request(format!(
                "{:?} cannot be the key of an upload: it has an empty part between or after its slashes",
                self.0
            )));
        }
        Ok(())
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for ObjectKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for ObjectKey {
    type Err = Error;

    fn from_str(key: &str) -> Result<Self> {
        Self::new(key)
    }
}

impl TryFrom<&str> for ObjectKey {
    type Error = Error;

    fn try_from(key: &str) -> Result<Self> {
        Self::new(key)
    }
}

impl TryFrom<String> for ObjectKey {
    type Error = Error;

    fn try_from(key: String) -> Result<Self> {
        Self::new(key)
    }
}

impl TryFrom<&String> for ObjectKey {
    type Error = Error;

    fn try_from(key: &String) -> Result<Self> {
        Self::new(key.as_str())
    }
}

impl From<&Self> for ObjectKey {
    fn from(key: &Self) -> Self {
        key.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn refuses_what_would_leave_the_bucket_or_break_a_line() {
        let long = "x".repeat(1025);
        for key in [
            "",
            "/a",
            "..",
            "a/../b",
            "a..b",
            "./a",
            "a/.",
            "a\nb",
            "a\0",
            "\u{7f}",
            long.as_str(),
        ] {
            let error = ObjectKey::new(key).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Request, "{key:?}");
            assert!(!error.to_string().contains('\n'));
        }
        for key in ["a", "a/b", "a.b/.c", " ", "%2e%2e", "a\\b", "日本", "a//b", "a/"] {
            assert_eq!(ObjectKey::new(key).unwrap().as_str(), key);
        }
    }

    #[test]
    fn an_upload_makes_no_key_that_two_objects_could_share() {
        for key in ["a//b", "a/"] {
            let error = ObjectKey::new(key).unwrap().check_for_upload().unwrap_err();
            assert!(error.to_string().contains("empty part"), "{error}");
        }
        assert!(ObjectKey::new("a/b").unwrap().check_for_upload().is_ok());
    }
}
