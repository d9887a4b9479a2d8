//! The code and message of an S3 error document and the title of an HTML page, found by plain search: an error
//! path needs no parser, and whatever it cannot read becomes a text body.

use super::text;

/// `<Code>` and `<Message>` of `<Error>…</Error>`.
pub(super) fn s3_error(body: &str) -> Option<(String, String)> {
    let (_, rest) = body.split_once("<Error>")?;
    Some((
        element(rest, "<Code>", "</Code>")?,
        element(rest, "<Message>", "</Message>").unwrap_or_default(),
    ))
}

/// The size that S3 would have taken, in bytes.
pub(super) fn size_limit(body: &str) -> Option<u64> {
    element(body, "<MaxSizeAllowed>", "</MaxSizeAllowed>")?
        .parse()
        .ok()
}

/// The title of an HTML page, shortened. `Some("")` for a page without one, `None` for anything but HTML.
pub(super) fn html_title(body: &str) -> Option<String> {
    let head = text::cut(body, 4096).to_ascii_lowercase();
    let start = head.trim_start();
    if !(start.starts_with("<!doctype html") || start.starts_with("<html")) {
        return None;
    }
    // Lower-casing ASCII keeps every byte's place, so the positions hold for the original too.
    let title = head.find("<title").and_then(|open| {
        let from = open + head.get(open..)?.find('>')? + 1;
        let to = from + head.get(from..)?.find('<')?;
        body.get(from..to)
    });
    Some(text::cut(title.unwrap_or_default().trim(), 120).to_owned())
}

fn element(text: &str, open: &str, close: &str) -> Option<String> {
    let (_, rest) = text.split_once(open)?;
    let (value, _) = rest.split_once(close)?;
    let value = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    Some(value.replace("&apos;", "'").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_s3_error() {
        let body =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>a &amp;lt; b</Message></Error>";
        assert_eq!(s3_error(body), Some(("NoSuchKey".into(), "a &lt; b".into())));
        assert_eq!(s3_error("<Error><Code>X"), None);
    }

    #[test]
    fn reads_the_title_of_a_page() {
        let page = "<!DOCTYPE html>\n<HTML><head><Title lang=\"en\">502 Bad Gateway</Title></head></HTML>";
        assert_eq!(html_title(page).as_deref(), Some("502 Bad Gateway"));
        assert_eq!(html_title("<html><title").as_deref(), Some(""));
        assert_eq!(html_title("{\"a\":1}"), None);
    }
}
