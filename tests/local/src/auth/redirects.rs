use url::Url;

/// Whether a URL fits an entry of the list of allowed ones: a URL, or a pattern where `*` stands for anything but a
/// slash, `**` for anything, and `?` for one character that is no slash.
pub(crate) fn matches(pattern: &str, url: &str) -> bool {
    let Some(url) = normal(url) else { return false };
    if !pattern.contains(['*', '?']) {
        return normal(pattern) == Some(url);
    }
    glob(pattern.as_bytes(), url.as_bytes())
}

/// Without the end slash and the letters' case that make no difference.
fn normal(url: &str) -> Option<String> {
    let text = Url::parse(url).ok()?.to_string();
    Some(text.strip_suffix('/').map(str::to_owned).unwrap_or(text))
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        // `/**` also fits nothing at all.
        [b'/', b'*', b'*'] if text.is_empty() => true,
        [b'*', b'*', rest @ ..] => {
            (0..=text.len()).any(|at| text.get(at..).is_some_and(|text| glob(rest, text)))
        }
        [b'*', rest @ ..] => {
            let end = text.iter().position(|byte| *byte == b'/').unwrap_or(text.len());
            (0..=end).any(|at| text.get(at..).is_some_and(|text| glob(rest, text)))
        }
        [b'?', rest @ ..] => matches!(text, [first, tail @ ..] if *first != b'/' && glob(rest, tail)),
        [byte, rest @ ..] => {
            matches!(text, [first, tail @ ..] if first.eq_ignore_ascii_case(byte) && glob(rest, tail))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_stop_at_slashes_unless_they_are_double() {
        for (pattern, url, expected) in [
            ("https://my.app/cb", "https://my.app/cb/", true),
            ("https://my.app/cb", "https://my.app/cb2", false),
            ("https://*.my.app/cb", "https://a.my.app/cb", true),
            ("https://*.my.app/cb", "https://evil.net/.my.app/cb", false),
            ("https://my.app/*", "https://my.app/a", true),
            ("https://my.app/*", "https://my.app/a/b", false),
            ("https://my.app/**", "https://my.app/a/b", true),
            ("https://my.app/**", "https://my.app", true),
            ("https://my.app/**", "http://my.app/a", false),
            ("myapp://cb", "myapp://cb", true),
            ("http://127.0.0.1:*/**", "http://127.0.0.1:4711/callback/x", true),
        ] {
            assert_eq!(matches(pattern, url), expected, "{pattern} {url}");
        }
    }
}
