//! A complete answer, and its decoding.

use std::fmt;

use ::http::header::CONTENT_RANGE;
use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::ContentRange;
use crate::error::{Error, Result};

pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body holds tokens: nothing of it may enter an error.
    pub(crate) secret: bool,
}

impl Response {
    /// Decodes the JSON body.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::error::ErrorKind::Decode), with the path of the value that does not fit.
    pub(crate) fn decode<T: DeserializeOwned>(&self, operation: &'static str) -> Result<T> {
        // The path costs time to keep, so it is sought only once decoding has failed.
        serde_json::from_slice(&self.body).map_err(|error| self.decode_error::<T>(&error, operation))
    }

    fn decode_error<T: DeserializeOwned>(&self, first: &serde_json::Error, operation: &'static str) -> Error {
        let mut deserializer = serde_json::Deserializer::from_slice(&self.body);
        let (path, cause) = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(error) => (error.path().to_string(), Some(error.into_inner())),
            // The value fits, and more follows it.
            Ok(_) => (String::new(), None),
        };
        let message = match cause.as_ref().unwrap_or(first).classify() {
            _ if self.body.is_empty() => "the answer is empty where JSON was expected",
            Category::Data => "the answer does not fit the type it is read into",
            Category::Eof => "the answer ends in the middle of its JSON",
            Category::Syntax | Category::Io => "the answer is not JSON",
        };
        let error = Error::decode(message)
            .with_operation(operation)
            .with_status(self.status.as_u16())
            .with_path(path);
        if self.secret {
            // Messages of serde quote the values they refuse.
            return error;
        }
        let error = error.with_body(&self.body);
        match cause {
            Some(cause) => error.with_source(cause),
            None => error.with_source(first.to_string()),
        }
    }

    /// Which rows the answer holds, where it says so in a form that can be read.
    pub(crate) fn content_range(&self) -> Option<ContentRange> {
        ContentRange::parse(self.headers.get(CONTENT_RANGE)?.to_str().ok()?)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use serde::Deserialize;

    use super::*;
    use crate::error::ErrorKind;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Level<T> {
        next: T,
    }

    type Five = Vec<Level<Level<Level<Level<u8>>>>>;

    fn response(body: &str, secret: bool) -> Response {
        let body = Bytes::copy_from_slice(body.as_bytes());
        Response {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body,
            secret,
        }
    }

    #[test]
    fn names_the_path_of_a_wrong_type_five_levels_deep() {
        let body = r#"[{"next":{"next":{"next":{"next":"deep"}}}}]"#;
        let error = response(body, false).decode::<Five>("test.call").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.path(), Some("[0].next.next.next.next"));
        assert_eq!(error.body(), Some(body));
        assert!(error.source().is_some());
        let line = error.to_string();
        assert!(
            line.contains("[0].next.next.next.next") && !line.contains("deep"),
            "{line}"
        );
    }

    #[test]
    fn says_what_is_wrong_with_a_body() {
        for (body, words) in [
            ("", "empty"),
            ("[1", "ends in the middle"),
            ("<html>", "not JSON"),
            ("\"x\"", "does not fit"),
            ("[1] tail", "not JSON"),
        ] {
            let error = response(body, false).decode::<Vec<u8>>("test.call").unwrap_err();
            assert!(error.to_string().contains(words), "{body:?}: {error}");
        }
        assert_eq!(
            response(" [1, 2]\n", false)
                .decode::<Vec<u8>>("test.call")
                .unwrap(),
            [1, 2]
        );
    }

    #[test]
    fn an_answer_with_tokens_leaves_none_in_the_error() {
        let error = response(r#"{"next":"canary"}"#, true)
            .decode::<Level<u8>>("auth.x")
            .unwrap_err();
        assert_eq!(error.path(), Some("next"));
        assert_eq!(error.body(), None);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
