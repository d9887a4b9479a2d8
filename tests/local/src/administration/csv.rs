//! Comma-separated values (RFC 4180).

/// The lines of a text, each a list of values; empty lines are left out.
pub(super) fn lines(text: &str) -> Result<Vec<Vec<String>>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut lines, mut line, mut value) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut was_quoted) = (false, false);
    let mut chars = text.chars().peekable();
    let mut end = |line: &mut Vec<String>, value: &mut String, was_quoted: bool| {
        if !line.is_empty() || !value.is_empty() || was_quoted {
            line.push(std::mem::take(value));
            lines.push(std::mem::take(line));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                value.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if value.is_empty() => (quoted, was_quoted) = (true, true),
            c if quoted => value.push(c),
            ',' => {
                line.push(std::mem::take(&mut value));
                was_quoted = false;
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                end(&mut line, &mut value, was_quoted);
                was_quoted = false;
            }
            c => value.push(c),
        }
    }
    if quoted {
        return Err("Quote Not Closed: the parsing is finished with an opening quote".to_owned());
    }
    end(&mut line, &mut value, was_quoted);
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn quotes_commas_and_line_ends_are_read() {
        let text = "\u{feff}id,name\r\n1,\"a, \"\"b\"\"\nc\"\n\n2,\n3,\"\"\n";
        assert_eq!(
            lines(text).unwrap(),
            [
                vec!["id", "name"],
                vec!["1", "a, \"b\"\nc"],
                vec!["2", ""],
                vec!["3", ""]
            ]
        );
        assert!(lines("a\n\"b").is_err());
    }
}
