/// Types that a browser would run if they were shown: they are kept as plain bytes.
const UNSAFE: [&str; 11] = [
    "text/html",
    "image/svg+xml",
    "text/javascript",
    "application/javascript",
    "application/ecmascript",
    "text/ecmascript",
    "application/x-javascript",
    "application/xhtml+xml",
    "application/x-xhtml+xml",
    "text/xml",
    "application/xml",
];

pub(crate) const BYTES: &str = "application/octet-stream";

/// The type an object is kept with.
pub(crate) fn safe(declared: &str) -> String {
    let bare = declared
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    if declared.trim().is_empty() || UNSAFE.contains(&bare.as_str()) {
        return BYTES.to_owned();
    }
    declared.to_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn active_content_becomes_bytes() {
        assert_eq!(safe("Text/HTML; charset=utf-8"), "application/octet-stream");
        assert_eq!(safe("text/plain; charset=utf-8"), "text/plain; charset=utf-8");
        assert_eq!(safe(" "), "application/octet-stream");
    }
}
