//! Times of cron: which there are, and when the next is. Time zones other than UTC and the rarer signs are not here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// When a schedule is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cron {
    Seconds(u64),
    /// The values of each field that are right.
    Fields(Box<[Vec<u64>; 5]>, Any),
}

/// Which of the two fields of days are `*`: days of the month and of the week are joined by *or* where neither is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Any {
    day: bool,
    weekday: bool,
}

const BOUNDS: [(u64, u64); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
const DAYS: &str = "sunmontuewedthufrisat";
const MINUTE: u64 = 60;
const DAY: u64 = 86_400;

impl Cron {
    pub(super) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if let [number, unit] = words.as_slice() {
            let seconds = matches!(unit.to_ascii_lowercase().as_str(), "second" | "seconds");
            let number: u64 = number.parse().ok()?;
            return (seconds && (1..60).contains(&number)).then_some(Self::Seconds(number));
        }
        let words: [&str; 5] = words.try_into().ok()?;
        let mut fields: [Vec<u64>; 5] = Default::default();
        for ((field, word), bounds) in fields.iter_mut().zip(words).zip(BOUNDS) {
            *field = values(word, bounds)?;
        }
        if fields[4].contains(&7) {
            fields[4].push(0);
        }
        let any = Any {
            day: words[2].starts_with('*'),
            weekday: words[4].starts_with('*'),
        };
        Some(Self::Fields(Box::new(fields), any))
    }

    /// The first time after another.
    pub(super) fn next(&self, after: SystemTime) -> Option<SystemTime> {
        let seconds = after.duration_since(UNIX_EPOCH).ok()?.as_secs();
        let (fields, any) = match self {
            Self::Seconds(number) => return Some(after + Duration::from_secs(*number)),
            Self::Fields(fields, any) => (fields, any),
        };
        let mut minute = (seconds / MINUTE + 1) * MINUTE;
        // Four years hold every date.
        let end = minute + 4 * 366 * DAY;
        while minute < end {
            let (_, month, day) = crate::clock::date(minute / DAY);
            let weekday = (minute / DAY + 4) % 7;
            let (days, weekdays) = (fields[2].contains(&day), fields[4].contains(&weekday));
            let right = match (any.day, any.weekday) {
                (false, false) => days || weekdays,
                _ => days && weekdays,
            };
            if !right || !fields[3].contains(&month) {
                minute = (minute / DAY + 1) * DAY;
            } else if !fields[1].contains(&(minute % DAY / 3600)) {
                minute = (minute / 3600 + 1) * 3600;
            } else if !fields[0].contains(&(minute % 3600 / MINUTE)) {
                minute += MINUTE;
            } else {
                return Some(UNIX_EPOCH + Duration::from_secs(minute));
            }
        }
        None
    }
}

/// The values of a list such as `1,5-10/2,*/15`.
fn values(word: &str, (least, most): (u64, u64)) -> Option<Vec<u64>> {
    let names = match least {
        1 if most == 12 => MONTHS,
        0 if most == 7 => DAYS,
        _ => "",
    };
    let number = |text: &str| -> Option<u64> {
        let word = text.to_ascii_lowercase();
        let named = names
            .find(&word)
            .filter(|place| word.len() == 3 && place % 3 == 0)
            .map(|place| place as u64 / 3 + least);
        named
            .or_else(|| text.parse().ok())
            .filter(|number| (least..=most).contains(number))
    };
    let mut found = Vec::new();
    for part in word.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<u64>().ok().filter(|step| *step > 0)?)),
            None => (part, None),
        };
        let (first, last) = match (range, range.split_once('-')) {
            ("*", _) => (least, most),
            (_, Some((first, last))) => (number(first)?, number(last)?),
            (one, None) => {
                let one = number(one)?;
                (one, if step.is_some() { most } else { one })
            }
        };
        if first > last {
            return None;
        }
        let step = usize::try_from(step.unwrap_or(1)).ok()?;
        found.extend((first..=last).step_by(step));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::Cron;
    use crate::clock::iso_at;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn the_next_time_is_found() {
        // 2026-11-23, a Monday, 09:44:34.
        let after = UNIX_EPOCH + Duration::from_secs(1_795_427_074);
        for (cron, next) in [
            ("* * * * *", "2026-11-23T09:45:00.000Z"),
            ("0 3 * * *", "2026-11-24T03:00:00.000Z"),
            ("*/15 9-10 * * 1-5", "2026-11-23T09:45:00.000Z"),
            ("30 8 * * sat", "2026-11-28T08:30:00.000Z"),
            ("0 0 1 jan *", "2027-01-01T00:00:00.000Z"),
            ("0 0 29 2 *", "2028-02-29T00:00:00.000Z"),
            ("0 0 1 * 7", "2026-11-29T00:00:00.000Z"),
            ("30 seconds", "2026-11-23T09:45:04.000Z"),
        ] {
            let found = Cron::read(cron).unwrap().next(after).unwrap();
            assert_eq!(iso_at(found), next, "{cron}");
        }
        assert_eq!(Cron::read("0 0 31 2 *").unwrap().next(after), None);
        for bad in [
            "often",
            "60 * * * *",
            "* * * * 8",
            "0 seconds",
            "60 seconds",
            "* * * * * *",
            "5-1 * * * *",
        ] {
            assert_eq!(Cron::read(bad), None, "{bad}");
        }
    }
}
