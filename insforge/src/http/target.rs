//! Path and query in one percent-encoded string.
//!
//! Two decoders read it, node's `qs` and, behind the gateway, PostgREST's WAI. Both agree on what stays readable
//! here; everything else is encoded, and always in the same way.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, Result};

/// One segment of a path: unreserved characters only.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// A query key. Brackets are encoded, since `qs` builds objects from bare ones.
const KEY: &AsciiSet = &SEGMENT
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b':')
    .remove(b'!');
/// A query value. `=` is encoded too: behind a bracket, which it takes for one in either spelling, `qs` would end the
/// key there, and the value `x]=not.is.null` would become a filter of its own.
const VALUE: &AsciiSet = KEY;

/// Characters that end a segment, or that a server between here and the API might read as such.
const FORBIDDEN: [char; 6] = ['/', '\\', '?', '#', '"', '\''];

/// A request target under construction.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    text: String,
    has_query: bool,
}

impl Target {
    /// Starts with a fixed path of the API, which needs no encoding.
    pub(crate) fn new(path: &'static str) -> Self {
        let mut text = String::with_capacity(path.len() + 224);
        text.push_str(path);
        Self {
            text,
            has_query: false,
        }
    }

    /// Adds one segment to the path, encoded exactly once. Call it before [`pair`](Self::pair).
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for a name that cannot be one segment.
    pub(crate) fn segment(mut self, raw: &str) -> Result<Self> {
        debug_assert!(!self.has_query, "segments come before the query");
        let refused = match raw {
            "" => Some("it is empty"),
            "." | ".." => Some("it means another folder"),
            _ if raw.contains(char::is_control) => Some("it has a control character"),
            _ if raw.contains(FORBIDDEN) => Some("it has one of / \\ ? # \" '"),
            _ => None,
        };
        if let Some(reason) = refused {
            return Err(Error::request(format!(
                "{raw:?} cannot be a name in a path: {reason}"
            )));
        }
        self.text.push('/');
        self.text.extend(utf8_percent_encode(raw, SEGMENT));
        Ok(self)
    }

    /// Adds a fixed part of the path, which needs no encoding.
    pub(crate) fn literal(mut self, part: &'static str) -> Self {
        debug_assert!(!self.has_query, "segments come before the query");
        self.text.push_str(part);
        self
    }

    /// Adds one segment of any text, slashes included, encoded exactly once: the key of an object, whose own type has
    /// refused what cannot be one.
    pub(crate) fn encoded(mut self, raw: &str) -> Self {
        debug_assert!(!self.has_query, "segments come before the query");
        self.text.push('/');
        self.text.extend(utf8_percent_encode(raw, SEGMENT));
        self
    }

    /// Adds a parameter to the query, both parts encoded.
    pub(crate) fn pair(&mut self, key: &str, value: &str) {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.extend(utf8_percent_encode(key, KEY));
        self.text.push('=');
        self.text.extend(utf8_percent_encode(value, VALUE));
    }

    /// The length so far, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::{Url, form_urlencoded};

    use super::*;

    fn records() -> Target {
        Target::new("/api/database/records")
    }

    #[test]
    fn keeps_readable_what_both_decoders_leave_alone() {
        let mut target = records().segment("todos").unwrap();
        target.pair("select", "id,owner:profiles!fk(*)");
        target.pair("and", "(done.is.false,age.gte.1)");
        target.pair("a=b[c]", "x=1 +&%#'\"é");
        assert_eq!(
            target.finish(),
            "/api/database/records/todos?select=id,owner:profiles!fk(*)&and=(done.is.false,age.gte.1)\
             &a%3Db%5Bc%5D=x%3D1%20%2B%26%25%23%27%22%C3%A9"
        );
    }

    #[test]
    fn refuses_segments_that_would_leave_their_place() {
        for raw in [
            "", ".", "..", "a/b", "a\\b", "a?b", "a#b", "a\"b", "a'b", "a\nb", "\0", "\u{7f}", "\u{85}",
        ] {
            let error = records().segment(raw).unwrap_err();
            assert_eq!(error.kind(), crate::error::ErrorKind::Request, "{raw:?}");
        }
        assert_eq!(
            records().segment("a%2Fb ü").unwrap().finish(),
            "/api/database/records/a%252Fb%20%C3%BC"
        );
        assert_eq!(
            records().segment("...").unwrap().finish(),
            "/api/database/records/..."
        );
    }

    proptest! {
        #[test]
        fn any_pairs_come_back_as_they_were(pairs in prop::collection::vec((".{0,20}", "(?s).{0,40}"), 0..6)) {
            let mut target = records();
            for (key, value) in &pairs {
                target.pair(key, value);
            }
            let text = target.finish();
            let query = text.split_once('?').map_or("", |(_, query)| query);
            let decoded: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            prop_assert_eq!(&decoded, &pairs);
            prop_assert!(text.is_ascii());
            // The URL library must find nothing to change, so that what is inspected is what is sent.
            let url = Url::parse(&format!("http://h{text}")).unwrap();
            prop_assert_eq!(url.as_str(), format!("http://h{text}"));
        }

        #[test]
        fn any_accepted_segment_comes_back_as_it_was(raw in ".{1,30}") {
            if let Ok(target) = records().segment(&raw) {
                let text = target.finish();
                let url = Url::parse(&format!("http://h{text}")).unwrap();
                prop_assert_eq!(url.path(), &text);
                let last = url.path_segments().and_then(|mut segments| segments.next_back()).unwrap();
                let decoded = percent_encoding::percent_decode_str(last).decode_utf8().unwrap();
                prop_assert_eq!(decoded, raw);
            }
        }
    }
}
