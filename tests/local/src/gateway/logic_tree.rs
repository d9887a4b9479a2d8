/// One condition of a logic tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// The column without quotes and without its JSON path.
    pub(crate) column: String,
    /// Operator and value: `in.("")`.
    pub(crate) condition: String,
}

/// The conditions of a tree such as `(age.gte.18,or(city.eq.Rome,not.and(a.is.null,b.eq.1)))`.
pub(crate) fn leaves(tree: &str) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(tree, &mut found);
    found
}

fn collect(tree: &str, found: &mut Vec<Leaf>) {
    let inner = tree
        .trim()
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(tree);
    for part in split(inner, ',') {
        let part = part.trim();
        let bare = part.strip_prefix("not.").unwrap_or(part);
        if let Some(nested) = bare.strip_prefix("and(").or_else(|| bare.strip_prefix("or(")) {
            collect(nested.strip_suffix(')').unwrap_or(nested), found);
            continue;
        }
        if let Some((column, condition)) = split_once(part, '.') {
            found.push(Leaf {
                column: base_name(column),
                condition: condition.to_owned(),
            });
        }
    }
}

/// A column's own name: no quotes, no JSON path, no cast.
pub(crate) fn base_name(text: &str) -> String {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('"') {
        return rest.split('"').next().unwrap_or(rest).to_owned();
    }
    text.split("->")
        .next()
        .and_then(|part| part.split("::").next())
        .unwrap_or(text)
        .trim()
        .to_owned()
}

/// Splits at `separator` outside quotes, parentheses and braces.
pub(crate) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for place in separators(text, separator) {
        parts.push(text.get(start..place).unwrap_or_default());
        start = place + separator.len_utf8();
    }
    let last = text.get(start..).unwrap_or_default();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

pub(crate) fn split_once(text: &str, separator: char) -> Option<(&str, &str)> {
    let place = separators(text, separator).into_iter().next()?;
    Some((text.get(..place)?, text.get(place + separator.len_utf8()..)?))
}

fn separators(text: &str, separator: char) -> Vec<usize> {
    let mut places = Vec::new();
    let mut depth = 0_i32;
    let mut quoted = false;
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            _ if c == separator && depth == 0 => places.push(place),
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{Leaf, leaves};

    #[test]
    fn a_tree_gives_its_conditions() {
        let tree = r#"(age.gte.18,or(city.in.(Rome,"a,b)"),not.and("odd, name".is.null,info->>k.not.eq.1)),t.ov.{1,2})"#;
        let found = leaves(tree);
        let names: Vec<&str> = found.iter().map(|leaf| leaf.column.as_str()).collect();
        assert_eq!(names, ["age", "city", "odd, name", "info", "t"]);
        assert_eq!(
            found[1],
            Leaf {
                column: "city".to_owned(),
                condition: r#"in.(Rome,"a,b)")"#.to_owned()
            }
        );
    }
}
