//! What JavaScript makes of numbers: the gateway reads and writes JSON with it, both ways.

/// Rewrites every number in `json`, which must be valid, as JavaScript writes it after reading it.
pub(crate) fn through_javascript(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut done = 0;
    for (start, end) in numbers(json) {
        out.push_str(json.get(done..start).unwrap_or_default());
        out.push_str(&as_javascript(json.get(start..end).unwrap_or_default()));
        done = end;
    }
    out.push_str(json.get(done..).unwrap_or_default());
    out
}

/// The first number in `json` that JavaScript would change.
pub(crate) fn first_changed(json: &str) -> Option<&str> {
    numbers(json)
        .into_iter()
        .filter_map(|(start, end)| json.get(start..end))
        .find(|literal| changed(literal))
}

/// Where the number literals of a valid JSON text are.
fn numbers(json: &str) -> Vec<(usize, usize)> {
    let bytes = json.as_bytes();
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        match byte {
            b'"' => place = string_end(bytes, place),
            b'-' | b'0'..=b'9' => {
                let length = bytes
                    .iter()
                    .skip(place)
                    .take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
                    .count();
                found.push((place, place + length));
                place += length;
            }
            _ => place += 1,
        }
    }
    found
}

/// The place behind the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut place = start + 1;
    while let Some(byte) = bytes.get(place) {
        match byte {
            b'"' => return place + 1,
            b'\\' => place += 2,
            _ => place += 1,
        }
    }
    place
}

/// `JSON.stringify(JSON.parse(literal))`.
pub(crate) fn as_javascript(literal: &str) -> String {
    let Ok(value) = literal.parse::<f64>() else {
        return literal.to_owned();
    };
    if !value.is_finite() {
        return "null".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // serde_json, too, writes the shortest digits that give the same number back, and the even ones of two such.
    let (_, digits, power) = exact(&serde_json::Value::from(value).to_string());
    let point = i32::try_from(power).unwrap_or(0) + i32::try_from(digits.len()).unwrap_or(0);
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", place_point(&digits, point))
}

/// `digits` with the decimal point after `point` of them, in JavaScript's choice of forms.
fn place_point(digits: &str, point: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |number: i32| "0".repeat(usize::try_from(number).unwrap_or(0));
    if (count..=21).contains(&point) {
        format!("{digits}{}", zeros(point - count))
    } else if (1..=21).contains(&point) {
        let (whole, part) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{part}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{first}{dot}{rest}e{:+}", point - 1)
    }
}

/// Whether a number arrives as another one, or loses the zeros behind its point. `1.0` may become `1`: that is how
/// floating-point numbers are commonly written, and they are the same to the database.
pub(crate) fn changed(literal: &str) -> bool {
    let whole = !literal.contains(['.', 'e', 'E']);
    if whole
        && literal
            .trim_start_matches('-')
            .parse::<u128>()
            .map_or(true, |value| value > 1 << 53)
    {
        return true;
    }
    let mantissa = literal.split(['e', 'E']).next().unwrap_or(literal);
    let fraction = mantissa.split_once('.').map_or("", |(_, fraction)| fraction);
    let scale_lost = fraction.ends_with('0') && fraction != "0";
    scale_lost || exact(literal) != exact(&as_javascript(literal))
}

/// A decimal literal as sign, significant digits and the power of ten of the last one.
fn exact(literal: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
    let negative = mantissa.starts_with('-');
    let (whole, fraction) = mantissa
        .trim_start_matches('-')
        .split_once('.')
        .unwrap_or((mantissa.trim_start_matches('-'), ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    let dropped = digits.len() - digits.trim_end_matches('0').len();
    let power = exponent
        .trim_start_matches('+')
        .parse::<i64>()
        .unwrap_or(i64::MAX / 2)
        - i64::try_from(fraction.len()).unwrap_or(0)
        + i64::try_from(dropped).unwrap_or(0);
    (negative, significant.to_owned(), power)
}

#[cfg(test)]
mod tests {
    use super::{as_javascript, changed, first_changed, through_javascript};

    #[test]
    fn numbers_are_written_as_javascript_does() {
        for (literal, expected) in [
            ("9007199254740993", "9007199254740992"),
            ("-9223372036854775808", "-9223372036854776000"),
            ("12.50", "12.5"),
            ("1e300", "1e+300"),
            (
                "123456789012345678901234567890.123456789",
                "1.2345678901234568e+29",
            ),
            ("100000000000000000000", "100000000000000000000"),
            ("1000000000000000000000", "1e+21"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1e-7"),
            ("1.5e-9", "1.5e-9"),
            ("-0", "0"),
            ("-0.01", "-0.01"),
            ("1e400", "null"),
            ("1e2", "100"),
        ] {
            assert_eq!(as_javascript(literal), expected, "{literal}");
        }
    }

    #[test]
    fn only_numbers_are_touched() {
        let json = r#"{"a 1.50":"12.50 \" 1e400","b":[1.50,-0,{"c":9007199254740993}]}"#;
        let expected = r#"{"a 1.50":"12.50 \" 1e400","b":[1.5,0,{"c":9007199254740992}]}"#;
        assert_eq!(through_javascript(json), expected);
    }

    #[test]
    fn changes_are_told_from_spellings() {
        for same in [
            "1",
            "1.0",
            "-12.5",
            "1e3",
            "1e16",
            "9007199254740992",
            "0.1",
            "1.7976931348623157e308",
            "0",
            "-1.1896197869790673e-170",
            "-2139340177652384.2",
        ] {
            assert!(!changed(same), "{same}");
        }
        for other in [
            "9007199254740993",
            "9007199254740994",
            "12.50",
            "0.1234567890123456789",
            "1e400",
        ] {
            assert!(changed(other), "{other}");
        }
        assert_eq!(
            first_changed(r#"{"a":"9007199254740993","b":12.50}"#),
            Some("12.50")
        );
    }
}
