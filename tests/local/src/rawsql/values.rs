use serde_json::Value;

use crate::gateway::json_numbers::{as_javascript, through_javascript};

/// A value in PostgreSQL's text form as the JSON that the backend's driver makes of its type.
pub(crate) fn json(oid: u32, text: &str) -> String {
    match oid {
        // bool
        16 => (text == "t").to_string(),
        // int2, int4, oid, float4, float8
        21 | 23 | 26 | 700 | 701 => number(text),
        // bytea
        17 => buffer(text),
        // date, timestamp, timestamptz
        1082 | 1114 | 1184 => time(text),
        // interval
        1186 => interval(text),
        // json, jsonb
        114 | 3802 => through_javascript(text),
        1000 => array(16, text),
        1005 | 1007 | 1021 | 1022 | 1028 => array(23, text),
        1001 => array(17, text),
        1182 | 1115 | 1185 => array(1184, text),
        1187 => array(1186, text),
        199 | 3807 => array(114, text),
        // char, name, text, varchar, int8, numeric, uuid, inet, cidr, time and timetz arrays
        1002 | 1003 | 1008 | 1009 | 1014 | 1015 | 1016 | 1041 | 651 | 2951 | 1183 | 1270 => array(25, text),
        // numeric[] is the one array whose numbers the driver parses although it does not parse the type itself
        1231 => array(701, text),
        _ => string(text),
    }
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}

fn number(text: &str) -> String {
    match text {
        "NaN" | "Infinity" | "-Infinity" => "null".to_owned(),
        other => as_javascript(other),
    }
}

/// How Node shows a buffer in JSON.
fn buffer(text: &str) -> String {
    let hex = text.strip_prefix("\\x").unwrap_or_default();
    let bytes: Vec<String> = (0..hex.len() / 2)
        .filter_map(|place| u8::from_str_radix(hex.get(place * 2..place * 2 + 2)?, 16).ok())
        .map(|byte| byte.to_string())
        .collect();
    format!(r#"{{"type":"Buffer","data":[{}]}}"#, bytes.join(","))
}

/// `2026-01-02 01:04:05.678+00`, or a part of it, as a JavaScript date in UTC.
fn time(text: &str) -> String {
    if text.ends_with("infinity") {
        return "null".to_owned();
    }
    let (date, rest) = text.split_once(' ').unwrap_or((text, "00:00:00"));
    if date.split('-').next().is_none_or(|year| year.len() != 4) || rest.ends_with("BC") {
        return string(text);
    }
    let clock = rest.split(['+', '-']).next().unwrap_or_default();
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
    string(&format!("{date}T{clock}.{millis}Z"))
}

/// `1 year 2 mons 3 days 04:05:06.7` as an object without its zero parts.
fn interval(text: &str) -> String {
    let mut parts: Vec<(&str, f64)> = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word.contains(':') {
            let sign = if word.starts_with('-') { -1.0 } else { 1.0 };
            let mut clock = word
                .trim_start_matches(['-', '+'])
                .split(':')
                .map(|part| part.parse::<f64>().unwrap_or(0.0));
            parts.push(("hours", sign * clock.next().unwrap_or(0.0)));
            parts.push(("minutes", sign * clock.next().unwrap_or(0.0)));
            let seconds = clock.next().unwrap_or(0.0);
            parts.push(("seconds", sign * seconds.trunc()));
            parts.push(("milliseconds", sign * ((seconds.fract() * 1e6).round() / 1e3)));
        } else if let (Ok(value), Some(unit)) = (word.parse::<f64>(), words.next()) {
            let name = match unit {
                "year" | "years" => "years",
                "mon" | "mons" => "months",
                _ => "days",
            };
            parts.push((name, value));
        }
    }
    let members: Vec<String> = parts
        .into_iter()
        .filter(|(_, value)| *value != 0.0)
        .map(|(name, value)| format!("\"{name}\":{}", as_javascript(&value.to_string())))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// An array literal, `{a,"b c",NULL,{…}}`, with items of the type `oid`.
fn array(oid: u32, text: &str) -> String {
    // A literal with other bounds begins with them: `[0:1]={…}`.
    let text = text.split_once("]=").map_or(text, |(_, rest)| rest);
    let mut chars = text.chars().peekable();
    nested(oid, &mut chars)
}

fn nested(oid: u32, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    chars.next();
    let mut items = Vec::new();
    while let Some(c) = chars.peek().copied() {
        match c {
            '}' => {
                chars.next();
                break;
            }
            ',' => {
                chars.next();
            }
            '{' => items.push(nested(oid, chars)),
            '"' => {
                chars.next();
                let mut item = String::new();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    if c == '\\' {
                        item.extend(chars.next());
                    } else {
                        item.push(c);
                    }
                }
                items.push(json(oid, &item));
            }
            _ => {
                let mut item = String::new();
                while let Some(c) = chars.next_if(|c| !matches!(c, ',' | '}')) {
                    item.push(c);
                }
                items.push(if item == "NULL" {
                    "null".to_owned()
                } else {
                    json(oid, &item)
                });
            }
        }
    }
    format!("[{}]", items.join(","))
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn values_are_what_the_driver_makes_of_them() {
        for (oid, text, expected) in [
            (20, "9007199254740993", "\"9007199254740993\""),
            (1700, "12.50", "\"12.50\""),
            (701, "NaN", "null"),
            (1082, "1815-12-10", "\"1815-12-10T00:00:00.000Z\""),
            (1184, "2026-01-02 01:04:05.678+00", "\"2026-01-02T01:04:05.678Z\""),
            (1184, "2026-01-02 01:04:05+00", "\"2026-01-02T01:04:05.000Z\""),
            (17, "\\xdead", r#"{"type":"Buffer","data":[222,173]}"#),
            (
                1009,
                r#"{a,"b c","d,e","\"q\"",NULL}"#,
                r#"["a","b c","d,e","\"q\"",null]"#,
            ),
            (1007, "{{1,2},{3,4}}", "[[1,2],[3,4]]"),
            (
                3802,
                r#"{"big": 9007199254740993}"#,
                r#"{"big": 9007199254740992}"#,
            ),
            (
                1186,
                "1 year 2 mons 3 days 04:05:06.7",
                r#"{"years":1,"months":2,"days":3,"hours":4,"minutes":5,"seconds":6,"milliseconds":700}"#,
            ),
        ] {
            assert_eq!(json(oid, text), expected, "{text}");
        }
    }
}
