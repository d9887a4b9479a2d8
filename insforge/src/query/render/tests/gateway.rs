//! What InsForge's gateway does to a query string: Express 4 parses it by `qs` 6.15, axios writes it again.
//!
//! Checked against those packages: an encoded bracket counts as a bare one, also in a value, and the first `]=` of
//! a parameter separates key from value, wherever it stands.

use percent_encoding::percent_decode_str;

/// A query on its way from the gateway to PostgREST, decoded.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Forwarded {
    pub(super) pairs: Vec<(String, String)>,
    /// The value of a `schema` parameter, which the gateway keeps.
    pub(super) schema: Option<String>,
}

/// Parameters beyond these are dropped.
const MAX_PARAMETERS: usize = 1000;
/// A longer array becomes an object.
const MAX_REPEATS: usize = 20;

/// What every JavaScript object inherits: keys of these names are at risk.
pub(super) const PROTOTYPE: [&str; 13] = [
    "__proto__",
    "constructor",
    "prototype",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

pub(super) fn forward(query: &str) -> Forwarded {
    let brackets = query
        .replace("%5B", "[")
        .replace("%5b", "[")
        .replace("%5D", "]")
        .replace("%5d", "]");
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    for part in brackets
        .split('&')
        .filter(|part| !part.is_empty())
        .take(MAX_PARAMETERS)
    {
        let end = part.find("]=").map(|at| at + 1).or_else(|| part.find('='));
        let (key, value) = end.map_or((part, ""), |at| (&part[..at], &part[at + 1..]));
        let (key, value) = (decode(key), decode(value));
        match values.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => known.push(value),
            None => values.push((key, vec![value])),
        }
    }
    let mut forwarded = Forwarded::default();
    for (key, values) in values {
        let Some(key) = rewritten(&key) else { continue };
        if key == "schema" {
            forwarded.schema = values.into_iter().next();
            continue;
        }
        let repeats = values.len();
        for (position, value) in values.into_iter().enumerate() {
            let key = match repeats {
                1 => key.clone(),
                2..=MAX_REPEATS => format!("{key}[]"),
                _ => format!("{key}[{position}]"),
            };
            forwarded.pairs.push((key, value));
        }
    }
    forwarded
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', "%20"))
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// The key after its brackets were made into objects and written again; `None` when it is dropped.
fn rewritten(key: &str) -> Option<String> {
    let Some(open) = key.find('[') else {
        return (!PROTOTYPE.contains(&key) && !key.is_empty()).then(|| key.to_owned());
    };
    let (parent, mut rest) = key.split_at(open);
    if PROTOTYPE.contains(&parent) {
        return None;
    }
    let mut out = parent.to_owned();
    while rest.starts_with('[') {
        let Some(close) = closing(rest) else {
            return Some(format!("{out}[{rest}]"));
        };
        out.push_str(&rest[..=close]);
        // What stands between one bracket group and the next is lost.
        rest = rest[close + 1..]
            .find('[')
            .map_or("", |next| &rest[close + 1 + next..]);
    }
    Some(out)
}

fn closing(text: &str) -> Option<usize> {
    let mut level = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => level += 1,
            ']' => {
                level -= 1;
                if level == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn the_model_does_what_qs_and_axios_do() {
    let of = |query: &str| {
        forward(query)
            .pairs
            .iter()
            .map(|(k, v)| format!("{k} = {v}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("a=eq.1&b=eq.2&a=lt.3"),
        ["a[] = eq.1", "a[] = lt.3", "b = eq.2"]
    );
    assert_eq!(of("title=eq.x%5D=not.is.null"), ["title=eq.x] = not.is.null"]);
    assert_eq!(of("title=eq.x%5D%3Dnot.is.null"), ["title = eq.x]=not.is.null"]);
    assert_eq!(of("data-%3E%3E%22k%5Bx%5D%22=eq.1"), ["data->>\"k[x] = eq.1"]);
    assert_eq!(
        of("constructor=eq.1&%22constructor%22=eq.1"),
        ["\"constructor\" = eq.1"]
    );
    assert_eq!(forward("schema=eq.x").schema.as_deref(), Some("eq.x"));
    assert_eq!(of(&"a=1&".repeat(21)).last().unwrap(), "a[20] = 1");
}
