use std::time::{SystemTime, UNIX_EPOCH};

/// The time as JavaScript's `toISOString` writes it.
pub(crate) fn iso_now() -> String {
    iso_at(SystemTime::now())
}

/// Any time since 1970, written the same way.
pub(crate) fn iso_at(time: SystemTime) -> String {
    let passed = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    iso(passed.as_secs(), passed.subsec_millis())
}

fn iso(seconds: u64, millis: u32) -> String {
    let (year, month, day) = date(seconds / 86_400);
    let rest = seconds % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{millis:03}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// Days since 1970 as a date. Counts in years that begin in March, so that leap days come last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day = days % 146_097;
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let march = era * 400 + year;
    let (year, shown) = if month < 10 {
        (march, month + 3)
    } else {
        (march + 1, month - 9)
    };
    (year, shown, day - (153 * month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn times_are_written_as_javascript_does() {
        assert_eq!(iso(0, 0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400, 7), "2000-02-29T00:00:00.007Z");
        assert_eq!(iso(1_795_427_074, 869), "2026-11-23T09:44:34.869Z");
    }
}
