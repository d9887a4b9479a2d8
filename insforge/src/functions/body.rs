//! What a function is given, and what of it survives the way there.
//!
//! The project's own route `/functions/{slug}` reads the body as JSON and writes it anew in JavaScript: texts, bytes and
//! forms arrive as `{}`, scalars are refused, and integers beyond 2^53 change. A functions host of its own passes on
//! what it gets.

use ::http::HeaderValue;
use bytes::Bytes;
use serde::Serialize;

use crate::error::{Error, Result};

#[derive(Clone, Debug, Default)]
pub(super) enum Body {
    #[default]
    None,
    Json(Bytes),
    Raw {
        content_type: HeaderValue,
        bytes: Bytes,
    },
}

impl Body {
    pub(super) fn json<B: Serialize + ?Sized>(body: &B) -> Result<Self> {
        let json = serde_json::to_vec(body)
            .map_err(|error| Error::request("the function's input has no JSON form").with_source(error))?;
        Ok(Self::Json(Bytes::from(json)))
    }

    pub(super) fn raw(content_type: &str, bytes: Bytes) -> Result<Self> {
        let content_type = HeaderValue::from_str(content_type).map_err(|_| {
            Error::request(format!(
                "{content_type:?} is no content type; write one like image/png"
            ))
        })?;
        Ok(Self::Raw { content_type, bytes })
    }

    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Refuses what would arrive as something else by the project's own route.
    ///
    /// # Errors
    /// [`Request`](crate::error::ErrorKind::Request), saying what would happen and what to do instead.
    pub(super) fn check_for_proxy(&self) -> Result<()> {
        match self {
            Self::None => Ok(()),
            Self::Raw { .. } => Err(Error::request(
                "the project's route to functions passes on JSON only, and this body would arrive as {}; send JSON (base64 \
                 for bytes), or set functions_url on the client's builder so that the function is called directly",
            )),
            Self::Json(json) if !matches!(json.first(), Some(b'{' | b'[')) => Err(Error::request(
                "the project's route to functions takes JSON objects and arrays only; wrap the value, as in {\"value\": 1}",
            )),
            Self::Json(json) => match changed_integer(json) {
                Some(number) => Err(Error::request(format!(
                    "the project's route to functions rewrites numbers in JavaScript, and {number} would change; send it as \
                     a string"
                ))),
                None => Ok(()),
            },
        }
    }
}

/// The first integer beyond 2^53 in a JSON text, outside its strings.
fn changed_integer(json: &[u8]) -> Option<String> {
    const EXACT: u128 = 1 << 53;
    let mut rest = json;
    while let Some((byte, tail)) = rest.split_first() {
        match byte {
            b'"' => rest = after_string(tail),
            b'0'..=b'9' => {
                let part =
                    |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
                let end = rest.iter().position(|byte| !part(byte)).unwrap_or(rest.len());
                let (number, tail) = rest.split_at(end);
                let digits = std::str::from_utf8(number).unwrap_or_default();
                // Fractions and exponents were floats before, and JavaScript keeps floats.
                let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
                if is_integer && digits.parse::<u128>().map_or(true, |integer| integer > EXACT) {
                    return Some(digits.to_owned());
                }
                rest = tail;
            }
            _ => rest = tail,
        }
    }
    None
}

fn after_string(mut rest: &[u8]) -> &[u8] {
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'"' => break,
            b'\\' => rest = rest.get(1..).unwrap_or_default(),
            _ => {}
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_would_be_changed_is_refused_with_the_way_out() {
        for body in [
            json!({"n": 9_007_199_254_740_992_u64}),
            json!([1.5, "9007199254740993", {"a\"1": -1}]),
            json!({}),
        ] {
            assert!(Body::json(&body).unwrap().check_for_proxy().is_ok(), "{body}");
        }
        for (body, words) in [
            (
                Body::json(&json!({"n": [9_007_199_254_740_993_u64]})).unwrap(),
                "9007199254740993",
            ),
            (
                Body::json(&json!([-9_007_199_254_740_993_i64])).unwrap(),
                "as a string",
            ),
            (Body::json("text").unwrap(), "wrap the value"),
            (Body::json(&7).unwrap(), "wrap the value"),
            (Body::json(&()).unwrap(), "wrap the value"),
            (
                Body::raw("image/png", Bytes::from_static(b"x")).unwrap(),
                "would arrive as {}",
            ),
        ] {
            let error = body.check_for_proxy().unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert!(Body::raw("a\nb", Bytes::new()).is_err());
    }

    proptest! {
        #[test]
        fn an_integer_is_found_wherever_it_is(text in ".{0,20}", number in any::<i64>()) {
            let changes = number.unsigned_abs() > 1 << 53;
            let body = json!({text.clone(): [text, number, 0.5]});
            prop_assert_eq!(Body::json(&body).unwrap().check_for_proxy().is_err(), changes);
        }
    }
}
