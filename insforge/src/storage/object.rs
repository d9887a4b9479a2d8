//! An object as the server describes it.

use serde::{Deserialize, Deserializer};

use crate::schema::Timestamp;

/// An object in a bucket.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredObject {
    /// The bucket's name.
    pub bucket: String,
    /// The key, not encoded.
    pub key: String,
    /// The size in bytes.
    pub size: u64,
    /// The content type; HTML, SVG, XML and scripts are kept as `application/octet-stream`.
    #[serde(default)]
    pub mime_type: Option<String>,
    /// When it was last uploaded.
    #[serde(deserialize_with = "time")]
    pub uploaded_at: Timestamp,
    /// The address that the server gives, with a version at its end for caches. A private bucket wants a token there,
    /// and a server whose own address is set wrongly gives a wrong one;
    /// [`get_public_url`](super::Bucket::get_public_url) is built from the client's address.
    #[serde(default)]
    pub url: String,
    /// The hash of the content: MD5 in hexadecimal digits, unless it was uploaded in parts through the S3 gateway.
    /// Known in lists only.
    #[serde(default)]
    pub etag: Option<String>,
    /// The id of the user who uploaded it first. Known in lists only; `None` for objects of administrators.
    #[serde(default, rename = "uploaded_by")]
    pub uploaded_by: Option<String>,
}

pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

pub(super) fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Option::<String>::deserialize(deserializer)?
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .transpose()
}
