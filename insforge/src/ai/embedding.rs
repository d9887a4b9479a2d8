//! Vectors of texts, and how they are read from the wire.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Usage;
use super::metadata::Metadata;
use crate::null_is_default::null_is_default;

/// The vectors of some texts, in the order of the texts.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Embeddings {
    /// One vector a text.
    pub data: Vec<Embedding>,
    /// The model that made them.
    pub model: String,
    /// What the calls cost in all, where the provider says so.
    pub usage: Option<Usage>,
    /// Fields that this version does not know.
    pub extra: Map<String, Value>,
}

/// The vector of one text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Embedding {
    /// The text's place in the request.
    #[serde(default)]
    pub index: usize,
    /// The vector.
    #[serde(rename = "embedding", deserialize_with = "vector")]
    pub vector: Vec<f32>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Embedding {
    /// How alike two texts are: the cosine of the angle between their vectors, -1 to 1. Vectors of different lengths,
    /// which come from different models, give 0.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        cosine_similarity(&self.vector, &other.vector)
    }
}

/// The cosine of the angle between two vectors, -1 to 1; 0 where they differ in length or one is all zeros.
///
/// ```
/// use insforge::ai::cosine_similarity;
///
/// assert_eq!(cosine_similarity(&[1.0, 0.0], &[2.0, 0.0]), 1.0);
/// assert_eq!(cosine_similarity(&[1.0, 0.0], &[0.0, 3.0]), 0.0);
/// ```
#[must_use]
pub fn cosine_similarity(a: &[f32], b: &[f32]) -> f32 {
    if a.len() != b.len() {
        return 0.0;
    }
    let (mut product, mut left, mut right) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (f64::from(*a), f64::from(*b));
        product += a * b;
        left += a * a;
        right += b * b;
    }
    let norm = (left * right).sqrt();
    #[allow(clippy::cast_possible_truncation, reason = "a number between -1 and 1")]
    if norm > 0.0 { (product / norm) as f32 } else { 0.0 }
}

#[derive(Deserialize)]
struct Body {
    data: Vec<Embedding>,
    #[serde(default, deserialize_with = "null_is_default")]
    metadata: Metadata,
    #[serde(default, deserialize_with = "null_is_default")]
    model: String,
    #[serde(default)]
    usage: Option<Usage>,
    #[serde(default, rename = "object")]
    _object: Value,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Embeddings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut body = Body::deserialize(deserializer)?;
        body.data.sort_by_key(|embedding| embedding.index);
        body.extra.extend(body.metadata.extra);
        Ok(Self {
            data: body.data,
            model: if body.model.is_empty() {
                body.metadata.model
            } else {
                body.model
            },
            usage: body.usage.or(body.metadata.usage),
            extra: body.extra,
        })
    }
}

/// A list of numbers, or, where base64 was asked for, little-endian 32-bit floats. Providers do not always give what
/// was asked for, so both are read.
fn vector<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
    struct Numbers;

    impl<'de> Visitor<'de> for Numbers {
        type Value = Vec<f32>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of numbers or base64 of 32-bit floats")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<f32>, E> {
            let bytes = STANDARD.decode(text).map_err(E::custom)?;
            let (floats, rest) = bytes.as_chunks::<4>();
            if !rest.is_empty() {
                return Err(E::custom("the base64 is not made of 32-bit floats"));
            }
            Ok(floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<f32>, S::Error> {
            let mut vector = Vec::with_capacity(list.size_hint().unwrap_or(1536));
            while let Some(number) = list.next_element()? {
                vector.push(number);
            }
            Ok(vector)
        }
    }

    deserializer.deserialize_any(Numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_base64_give_the_same_vector_in_the_order_of_the_texts() {
        let answer: Embeddings = serde_json::from_str(
            r#"{"object":"list","data":[{"object":"embedding","index":1,"embedding":[0.5,-1]},
                {"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="}],"metadata":{"model":"m"}}"#,
        )
        .unwrap();
        assert_eq!(answer.data[0].vector, [0.5, -1.0]);
        assert_eq!(answer.data[1].vector, [0.5, -1.0]);
        assert_eq!((answer.data[0].index, answer.model.as_str()), (0, "m"));
        for bad in [r#""AAAA""#, r#""?""#, "7", "{}"] {
            let json = format!(r#"{{"data":[{{"embedding":{bad}}}]}}"#);
            assert!(serde_json::from_str::<Embeddings>(&json).is_err(), "{bad}");
        }
    }

    #[test]
    fn similarity_is_defined_for_any_vectors() {
        assert_eq!(cosine_similarity(&[], &[]), 0.0);
        assert_eq!(cosine_similarity(&[0.0], &[1.0]), 0.0);
        assert_eq!(cosine_similarity(&[1.0], &[1.0, 2.0]), 0.0);
        assert!((cosine_similarity(&[3.0e30, 4.0e30], &[-3.0e30, -4.0e30]) + 1.0).abs() < 1e-6);
    }
}
