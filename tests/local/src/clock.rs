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

/// A time as JavaScript's `toISOString` writes it.
pub(crate) fn iso(seconds: u64, millis: u32) -> String {
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
pub(crate) fn date(days: u64) -> (u64, u64, u64) {
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

/// A time that [`iso`] has written, as HTTP headers write it.
pub(crate) fn http(iso: &str) -> String {
    let number = |from: usize, to: usize| {
        iso.get(from..to)
            .and_then(|text| text.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // Any day of a month has the number of its first and the days since; `date` says which number the first has.
    let guess =
        year.saturating_sub(1970) * 365 + year.saturating_sub(1969) / 4 + month.saturating_sub(1) * 28;
    let days = (guess..guess + 64)
        .find(|days| date(*days) == (year, month, day))
        .unwrap_or(0);
    let seconds = days * 86_400 + number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19);
    httpdate::fmt_http_date(UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::{http, iso};

    #[test]
    fn times_are_written_as_javascript_does() {
        assert_eq!(iso(0, 0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400, 7), "2000-02-29T00:00:00.007Z");
        assert_eq!(iso(1_795_427_074, 869), "2026-11-23T09:44:34.869Z");
    }

    #[test]
    fn a_time_is_rewritten_for_headers() {
        for seconds in [
            0,
            951_782_400,
            1_709_164_800,
            1_795_427_074,
            1_798_761_599,
            4_102_444_799,
        ] {
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            assert_eq!(http(&iso(seconds, 5)), httpdate::fmt_http_date(time));
        }
    }
}
