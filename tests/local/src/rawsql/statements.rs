/// Splits SQL at its top-level semicolons. Comments are dropped, so that each statement begins with its first word.
pub(crate) fn split(sql: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut current = String::new();
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' => quoted(rest, '\'', current.ends_with(['e', 'E'])),
            '"' => quoted(rest, '"', false),
            '-' if rest.starts_with("--") => {
                rest = rest
                    .find('\n')
                    .map_or("", |end| rest.get(end..).unwrap_or_default());
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.get(comment(rest)..).unwrap_or_default();
                current.push(' ');
                continue;
            }
            '$' if !current.ends_with(|before: char| before.is_alphanumeric() || before == '_') => {
                dollar(rest)
            }
            ';' => {
                finish(&mut current, &mut statements);
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            other => other.len_utf8(),
        };
        let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        current.push_str(taken);
        rest = left;
    }
    finish(&mut current, &mut statements);
    statements
}

/// The first words of a statement in lower case.
pub(crate) fn words(statement: &str) -> Vec<String> {
    statement
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .take(4)
        .map(str::to_lowercase)
        .collect()
}

fn finish(current: &mut String, statements: &mut Vec<String>) {
    let statement = std::mem::take(current);
    if !statement.trim().is_empty() {
        statements.push(statement.trim().to_owned());
    }
}

/// The length of a quoted text; a doubled quote does not end it.
fn quoted(text: &str, quote: char, backslashes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((place, c)) = chars.next() {
        if backslashes && c == '\\' || c == quote && chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
        } else if c == quote {
            return place + quote.len_utf8();
        }
    }
    text.len()
}

/// The length of a comment; they nest.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut place = 0;
    while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            place += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            place += 2;
            if depth == 0 {
                return place;
            }
        } else {
            place += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a dollar-quoted text, or of the dollar sign alone.
fn dollar(text: &str) -> usize {
    let Some(end) = text.get(1..).and_then(|rest| rest.find('$')) else {
        return 1;
    };
    let tag = text.get(..end + 2).unwrap_or_default();
    let name = tag.trim_matches('$');
    if name.starts_with(|c: char| c.is_ascii_digit())
        || name.contains(|c: char| !(c.is_alphanumeric() || c == '_'))
    {
        return 1;
    }
    let body = text.get(tag.len()..).unwrap_or_default();
    body.find(tag).map_or(text.len(), |place| place + 2 * tag.len())
}

#[cfg(test)]
mod tests {
    use super::{split, words};

    #[test]
    fn semicolons_inside_texts_do_not_split() {
        let sql = "select 'a;''b' as \"x;y\"; -- c;\n/* ; /* ; */ */ do $t$ begin; $$ ; end $t$; select e'\\';', $1;";
        let parts = split(sql);
        assert_eq!(parts.len(), 3, "{parts:?}");
        assert_eq!(parts[0], "select 'a;''b' as \"x;y\"");
        assert!(parts[1].starts_with("do $t$") && parts[1].ends_with("$t$"));
        assert_eq!(words("SET  LOCAL role = x"), ["set", "local", "role", "x"]);
    }
}
