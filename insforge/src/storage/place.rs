//! A bucket, or an object in it, as a path of the API.

use crate::error::{Error, Result};
use crate::http::Target;

use super::ObjectKey;

/// The name of a bucket, checked when a call is made.
#[derive(Clone, Debug)]
pub(super) struct BucketName(String);

impl BucketName {
    pub(super) fn new(name: String) -> Self {
        Self(name)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// `/api/storage/buckets/{bucket}`
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for a name that no bucket can have.
    pub(super) fn target(&self) -> Result<Target> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if self.0.is_empty() || !self.0.bytes().all(fits) {
            return Err(Error::request(format!(
                "{:?} cannot be the name of a bucket; use letters, digits, - and _",
                self.0
            )));
        }
        Target::new("/api/storage/buckets").segment(&self.0)
    }

    /// `/api/storage/buckets/{bucket}/objects`
    pub(super) fn objects(&self) -> Result<Target> {
        Ok(self.target()?.literal("/objects"))
    }

    /// `/api/storage/buckets/{bucket}/objects/{key}`, the key as one segment.
    pub(super) fn object(&self, key: &ObjectKey) -> Result<Target> {
        Ok(self.objects()?.encoded(key.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_segment_encoded_once() {
        let bucket = BucketName::new("b-1_x".into());
        let path = |key: &str| bucket.object(&ObjectKey::new(key).unwrap()).unwrap().finish();
        for (key, segment) in [
            ("a/b c.txt", "a%2Fb%20c.txt"),
            ("a%20b", "a%2520b"),
            ("what?#1+&=\"'", "what%3F%231%2B%26%3D%22%27"),
            ("ü/日", "%C3%BC%2F%E6%97%A5"),
            ("a\\b", "a%5Cb"),
        ] {
            assert_eq!(path(key), format!("/api/storage/buckets/b-1_x/objects/{segment}"));
        }
    }

    #[test]
    fn refuses_names_that_no_bucket_has() {
        for name in ["", "a b", "a/b", "..", "ü", "a.b"] {
            assert!(BucketName::new(name.into()).target().is_err(), "{name:?}");
        }
    }
}
