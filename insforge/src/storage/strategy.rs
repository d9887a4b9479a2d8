//! What the server answers when it is asked how to upload.

use std::fmt;

use ::http::Method;
use bytes::Bytes;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use super::ObjectKey;
use super::place::BucketName;
use crate::error::{Error, Result};
use crate::http::{Caller, Request};

/// Where an upload goes.
pub(super) enum Strategy {
    /// To the API.
    Direct,
    /// To another server, with a form that this one has signed.
    Presigned { url: Url, fields: Vec<(String, String)> },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    filename: &'a str,
    content_type: &'a str,
    size: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    method: String,
    #[serde(default)]
    upload_url: String,
    #[serde(default)]
    fields: Fields,
}

/// The fields of a form, in the order in which the server wrote them.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    fields.push(pair);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

/// Asks how to upload: `POST /api/storage/buckets/{bucket}/upload-strategy`.
pub(super) async fn ask(
    caller: &Caller,
    operation: &'static str,
    bucket: &BucketName,
    key: &ObjectKey,
    content_type: &str,
    size: u64,
) -> Result<Strategy> {
    let question = Question {
        filename: key.as_str(),
        content_type,
        size,
    };
    let target = bucket.target()?.literal("/upload-strategy").finish();
    // It reserves nothing, so asking twice does no harm.
    let request = Request::new(operation, Method::POST, target)
        .json_body(json(&question)?)
        .idempotent(true)
        .secret_answer();
    let answer: Answer = caller.send(request).await?.decode(operation)?;
    match answer.method.as_str() {
        // The server's own URL is not looked at: on a server that does not know its address it names another one.
        "direct" => Ok(Strategy::Direct),
        "presigned" => {
            let url = Url::parse(&answer.upload_url).map_err(|error| {
                Error::decode("the server gives no valid URL to upload to").with_source(error)
            })?;
            Ok(Strategy::Presigned {
                url,
                fields: answer.fields.0,
            })
        }
        other => Err(Error::unsupported(format!(
            "the server wants uploads by the method {other:?}, which this crate does not know"
        ))),
    }
}

pub(super) fn json(value: &impl Serialize) -> Result<Bytes> {
    serde_json::to_vec(value)
        .map(Bytes::from)
        .map_err(|error| Error::request("the call has no JSON form").with_source(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_fields_in_their_order() {
        let answer: Answer = serde_json::from_str(
            r#"{"method":"presigned","uploadUrl":"https://s3","fields":{"z":"1","a":"2","m":"3"},"new":1}"#,
        )
        .unwrap();
        let names: Vec<_> = answer.fields.0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "a", "m"]);
    }
}
