//! Cutting and cleaning text that came over the wire, so that it fits one line of a log.

use std::borrow::Cow;

/// As much of a body as an error keeps.
const BODY_LIMIT: usize = 1024;
/// As much of a server's message as an error keeps.
const MESSAGE_LIMIT: usize = 1024;

/// The first `limit` bytes, or a little less, so that no character is cut in two.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The text on one line of bounded length: control characters, which could forge log lines, become spaces.
pub(super) fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.len() <= MESSAGE_LIMIT && !text.chars().any(char::is_control) {
        return text;
    }
    let short = cut(&text, MESSAGE_LIMIT);
    let mut line: String = short
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if short.len() < text.len() {
        line.push('…');
    }
    Cow::Owned(line)
}

/// The beginning of a body as text; nothing for an empty body.
pub(super) fn excerpt(body: &[u8]) -> Option<String> {
    let head = body.get(..BODY_LIMIT).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    (!text.trim().is_empty()).then(|| cut(&text, BODY_LIMIT).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_a_message_of_several_lines_on_one() {
        assert_eq!(one_line("a\nb\r\x1b[31mc".into()), "a b  [31mc");
    }

    #[test]
    fn cuts_long_text_between_characters() {
        let long = "é".repeat(5000);
        assert!(one_line(long.clone().into()).len() <= MESSAGE_LIMIT + '…'.len_utf8());
        assert!(excerpt(long.as_bytes()).unwrap().len() <= BODY_LIMIT);
        assert_eq!(excerpt(b" \n"), None);
    }
}
