//! Times of cron, checked as the server checks them, so that the message can say what is wrong.

use crate::error::{Error, Result};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The fields: their names, their bounds, and the words that stand for numbers from the least on.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, &MONTHS),
    ("day of the week", 0, 7, &DAYS),
];

/// Refuses what is neither five fields of cron nor `1 second` to `59 seconds`.
pub(super) fn check(cron: &str) -> Result<()> {
    let refuse = |why: String| {
        Err(Error::request(format!(
            "{cron:?} is no time of a schedule: {why}"
        )))
    };
    let words: Vec<&str> = cron.split_whitespace().collect();
    if let [number, unit] = words.as_slice()
        && matches!(unit.to_ascii_lowercase().as_str(), "second" | "seconds")
    {
        return match number.parse::<u32>() {
            Ok(1..=59) => Ok(()),
            _ => {
                refuse("an interval has 1 to 59 seconds; write longer ones in cron, like */5 * * * *".into())
            }
        };
    }
    if words.len() != FIELDS.len() {
        return refuse(format!(
            "it has {} fields where cron has five (minute, hour, day of the month, month, day of the week)",
            words.len()
        ));
    }
    for (text, (name, least, most, names)) in words.iter().zip(FIELDS) {
        if !text.split(',').all(|part| fits(part, least, most, names)) {
            return refuse(format!(
                "{text:?} is no {name} ({least} to {most}, *, a-b, */n, a,b)"
            ));
        }
    }
    Ok(())
}

/// One part of a list: `*`, `5`, `1-5`, each also with `/n`. The rarer signs of cron are the server's to judge.
fn fits(part: &str, least: u32, most: u32, names: &[&str]) -> bool {
    if part.contains(['L', 'W', '#', '?', 'H']) {
        return true;
    }
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return false;
    }
    let number = |text: &str| {
        let word = text.to_ascii_lowercase();
        let named = names.iter().zip(least..).find(|(name, _)| **name == word);
        named
            .map(|(_, number)| number)
            .or_else(|| text.parse().ok())
            .filter(|number| (least..=most).contains(number))
    };
    match range.split_once('-') {
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) => first <= last,
            _ => false,
        },
        None => range == "*" || number(range).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn times_that_the_server_takes_pass() {
        for good in [
            "* * * * *",
            "*/5 * * * *",
            "0 3 * * 1-5",
            "0,30 9-17/2 1,15 JAN-MAR sun",
            "  0 0  * * 7 ",
            "1 second",
            "59 SECONDS",
            "0 0 L * *",
            "0 0 * * ?",
        ] {
            assert!(check(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn others_are_refused_with_a_reason() {
        for (bad, reason) in [
            ("often", "1 fields"),
            ("* * * * * *", "6 fields"),
            ("", "0 fields"),
            ("0 seconds", "1 to 59"),
            ("60 seconds", "1 to 59"),
            ("5 minutes", "2 fields"),
            ("60 * * * *", "minute"),
            ("* 24 * * *", "hour"),
            ("* * 0 * *", "day of the month"),
            ("* * * 13 *", "month"),
            ("* * * * 8", "day of the week"),
            ("*/0 * * * *", "minute"),
            ("5-1 * * * *", "minute"),
            ("a * * * *", "minute"),
            ("1,,2 * * * *", "minute"),
        ] {
            let error = check(bad).unwrap_err().to_string();
            assert!(error.contains(reason), "{bad}: {error}");
        }
    }
}
