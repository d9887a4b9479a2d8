use axum::http::{StatusCode, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::reply::Failure;

/// What JavaScript's `encodeURIComponent` leaves alone.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The bucket and the key in a path, decoded and checked.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

impl Place {
    /// From `/api/storage/buckets/{bucket}{between}{key}`, less `suffix`.
    pub(crate) fn of(uri: &Uri, between: &str, suffix: &str) -> Result<Self, Failure> {
        let rest = after_buckets(uri)?;
        let (bucket, key) = rest.split_once(between).unwrap_or((rest, ""));
        let key = key.strip_suffix(suffix).unwrap_or(key);
        let place = Self {
            bucket: decode(bucket)?,
            key: decode(key)?,
        };
        check_bucket(&place.bucket)?;
        check_key(&place.key)?;
        Ok(place)
    }
}

/// The bucket in `/api/storage/buckets/{bucket}…`.
pub(crate) fn bucket(uri: &Uri) -> Result<String, Failure> {
    let rest = after_buckets(uri)?;
    let bucket = decode(rest.split('/').next().unwrap_or_default())?;
    check_bucket(&bucket)?;
    Ok(bucket)
}

fn after_buckets(uri: &Uri) -> Result<&str, Failure> {
    uri.path()
        .strip_prefix("/api/storage/buckets/")
        .ok_or_else(|| Failure::internal("not a path of a bucket"))
}

fn decode(part: &str) -> Result<String, Failure> {
    // `percent_decode_str` lets a lone percent sign pass, which the real server does not.
    let bytes = part.as_bytes();
    let broken = bytes.iter().enumerate().any(|(at, byte)| {
        *byte == b'%'
            && !bytes
                .get(at + 1..at + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    percent_decode_str(part)
        .decode_utf8()
        .ok()
        .filter(|_| !broken)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| Failure::internal(format!("Failed to decode param '{part}'")))
}

pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "STORAGE_INVALID_PARAMETER", message)
}

pub(crate) fn check_bucket(name: &str) -> Result<(), Failure> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name.is_empty() || !name.bytes().all(fits) {
        return Err(invalid(
            "Invalid bucket name. Use only letters, numbers, hyphens, and underscores.",
        ));
    }
    Ok(())
}

pub(crate) fn check_key(key: &str) -> Result<(), Failure> {
    if key.is_empty() {
        return Err(invalid("Object key is required"));
    }
    if key.contains("..") || key.starts_with('/') {
        return Err(invalid("Invalid key. Cannot use \"..\" or start with \"/\""));
    }
    Ok(())
}

/// A key as one segment of a path.
pub(crate) fn component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// The path of an object, as answers write it.
pub(crate) fn path(bucket: &str, key: &str) -> String {
    format!("/api/storage/buckets/{bucket}/objects/{}", component(key))
}

/// A key that no other upload gets: what is readable of the file's name, the time and a few random characters.
pub(crate) fn auto(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (base, extension) = match name.rfind('.') {
        Some(dot) if dot > 0 => name.split_at(dot),
        _ => (name, ""),
    };
    let base = if base.is_empty() { "file" } else { base };
    let base: String = base
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        })
        .take(32)
        .collect();
    let millis = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |passed| passed.as_millis());
    let random: String = (0..6)
        .map(|_| char::from_digit(rand::random::<u32>() % 36, 36).unwrap_or('0'))
        .collect();
    format!("{base}-{millis}-{random}{extension}")
}

#[cfg(test)]
mod tests {
    use super::{Place, auto};

    #[test]
    fn a_key_is_decoded_once_whether_its_slashes_are_encoded_or_not() {
        for (path, key) in [
            ("/api/storage/buckets/b/objects/a%2Fb.txt", "a/b.txt"),
            ("/api/storage/buckets/b/objects/a/b.txt", "a/b.txt"),
            ("/api/storage/buckets/b/objects/a%252Fb", "a%2Fb"),
            ("/api/storage/buckets/b/objects/a+b", "a+b"),
        ] {
            let place = Place::of(&path.parse().unwrap(), "/objects/", "").unwrap();
            assert_eq!((place.bucket.as_str(), place.key.as_str()), ("b", key));
        }
        let bad = Place::of(
            &"/api/storage/buckets/b/objects/%E0%A4%A".parse().unwrap(),
            "/objects/",
            "",
        );
        assert_eq!(bad.unwrap_err().message, "Failed to decode param '%E0%A4%A'");
    }

    #[test]
    fn an_automatic_key_keeps_what_is_readable() {
        let key = auto("My File (1).txt");
        assert!(key.starts_with("My-File--1--") && key.ends_with(".txt"), "{key}");
    }
}
