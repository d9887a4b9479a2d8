//! How PostgREST wants a name written: bare when it is plain, else in double quotes.

/// Appends a column name, quoted unless it is made of ASCII letters, digits and `_` alone.
///
/// Quotes keep PostgREST's reserved words (`limit`, `order`, `select`) and the gateway's (`schema`,
/// `constructor`) from being taken for parameters. Source: PostgREST, "Reserved characters".
pub(crate) fn write_identifier(name: &str, out: &mut String) {
    if is_bare(name) {
        out.push_str(name);
    } else {
        write_quoted(name, out);
    }
}

/// Appends a JSON object key of a path, quoted unless it is plain. Digits alone would be an array index.
pub(crate) fn write_json_key(key: &str, out: &mut String) {
    if is_plain(key) {
        out.push_str(key);
    } else {
        write_quoted(key, out);
    }
}

/// Appends text in double quotes with `"` and `\` escaped, as PostgREST reads names, list elements and operands.
pub(crate) fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for part in text.split_inclusive(['"', '\\']) {
        match part.strip_suffix(['"', '\\']) {
            Some(head) => {
                out.push_str(head);
                out.push('\\');
                out.push_str(part.get(head.len()..).unwrap_or_default());
            }
            None => out.push_str(part),
        }
    }
    out.push('"');
}

/// Whether the name stands bare, and so can be a key of its own.
pub(crate) fn is_bare(name: &str) -> bool {
    is_plain(name) && !is_reserved(name)
}

fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes
        .first()
        .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Words that PostgREST or the gateway would take for something else where a bare column name stands. Those of the
/// last lines every JavaScript object inherits; `qs` may drop a parameter of such a name, and with it a condition.
fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "select"
            | "columns"
            | "on_conflict"
            | "order"
            | "limit"
            | "offset"
            | "and"
            | "or"
            | "not"
            | "count"
            | "schema"
            | "constructor"
            | "prototype"
            | "hasOwnProperty"
            | "isPrototypeOf"
            | "propertyIsEnumerable"
            | "toLocaleString"
            | "toString"
            | "valueOf"
    ) || name.starts_with("__")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identifier(name: &str) -> String {
        let mut out = String::new();
        write_identifier(name, &mut out);
        out
    }

    #[test]
    fn plain_names_stay_bare() {
        assert_eq!(identifier("created_at"), "created_at");
        assert_eq!(identifier("_x9"), "_x9");
    }

    #[test]
    fn odd_and_reserved_names_are_quoted() {
        assert_eq!(identifier("limit"), "\"limit\"");
        assert_eq!(identifier("schema"), "\"schema\"");
        assert_eq!(identifier("a.b"), "\"a.b\"");
        assert_eq!(identifier("9lives"), "\"9lives\"");
        assert_eq!(identifier(""), "\"\"");
        assert_eq!(identifier("a\"b\\c"), "\"a\\\"b\\\\c\"");
        assert_eq!(identifier("größe"), "\"größe\"");
    }
}
