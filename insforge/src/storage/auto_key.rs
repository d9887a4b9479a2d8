//! Keys that no other upload gets.

use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use super::ObjectKey;
use crate::error::Result;

/// What is readable of a file name, the time in milliseconds, six random characters and the extension, as the
/// JavaScript SDK makes them.
pub(super) fn make(file_name: &str) -> Result<ObjectKey> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (base, extension) = match name.rsplit_once('.') {
        Some((base, extension)) if !base.is_empty() && is_plain(extension) => (base, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let readable: String = base
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .take(32)
        .collect();
    let readable = if readable.is_empty() { "file" } else { &readable };
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_millis());
    ObjectKey::new(format!("{readable}-{millis}-{}{extension}", random()))
}

/// An extension that any server and file system takes.
fn is_plain(extension: &str) -> bool {
    (1..=16).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn random() -> String {
    let mut number = RandomState::new().hash_one(SystemTime::now());
    (0..6)
        .map(|_| {
            let digit = u32::try_from(number % 36).unwrap_or(0);
            number /= 36;
            char::from_digit(digit, 36).unwrap_or('0')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keeps_what_is_readable_and_differs_each_time() {
        for (name, begin, end) in [
            ("My File (1).txt", "My-File--1--", ".txt"),
            ("/home/me/ümlaut.PNG", "-mlaut-", ".PNG"),
            ("C:\\x\\y.jpg", "y-", ".jpg"),
            (".env", "-env-", ""),
            ("", "file-", ""),
            ("a.b/../c", "c-", ""),
            ("x.t t", "x-t-t-", ""),
        ] {
            let key = make(name).unwrap();
            assert!(
                key.as_str().starts_with(begin) && key.as_str().ends_with(end),
                "{name}: {key}"
            );
        }
        let keys: HashSet<_> = (0..1000).map(|_| make("a.txt").unwrap()).collect();
        assert!(keys.len() > 990);
    }
}
