//! `json` and `jsonb` columns: a serde type in `Json<..>`, or `serde_json::Value` itself.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Visitor};
use serde::{Deserializer, Serialize, Serializer, ser};
use serde_json::Value;

use super::text::check_nul;
use crate::schema::sql_type::Jsonb;
use crate::schema::value::{PgValue, ValueError};

/// A `jsonb` column that holds a serde type. For a `json` column add `#[column(sql = "json")]`.
///
/// Integers beyond ±2^53 inside the document are refused when sent: InsForge's gateway would round them. Store such
/// a number as a string.
///
/// ```
/// use insforge::Json;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Meta { color: String }
///
/// let meta = Json(Meta { color: "red".into() });
/// assert_eq!(meta.color, "red");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Json<T>(pub T);

impl<T> core::ops::Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> core::ops::DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize + DeserializeOwned> PgValue for Json<T> {
    type Sql = Jsonb;
    // The document's text, which the gateway passes on untouched, keeps every digit.
    const CAST: Option<&'static str> = Some("text");
    const ARRAY_CAST: Option<&'static str> = Some("_text");

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        let text = serde_json::to_string(&self.0).map_err(|error| ValueError::new(error.to_string()))?;
        out.push_str(&text);
        Ok(())
    }

    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = serde_json::to_value(&self.0).map_err(<S::Error as ser::Error>::custom)?;
        check_document(&value).map_err(<S::Error as ser::Error>::custom)?;
        value.serialize(serializer)
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_str(DocumentVisitor(PhantomData))
            .map(Json)
    }
}

/// Parses the document out of the string that the cast to text made of it.
struct DocumentVisitor<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Visitor<'_> for DocumentVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON document as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        let deserializer = &mut serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = error.path().to_string();
            E::custom(format!("in the document at `{path}`: {}", error.into_inner()))
        })
    }
}

impl PgValue for Value {
    type Sql = Jsonb;
    const IS_PLAIN_JSON: bool = true;
    const CAST: Option<&'static str> = Some("text");
    const ARRAY_CAST: Option<&'static str> = Some("_text");

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(&self.to_string());
        Ok(())
    }

    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_document(self).map_err(<S::Error as ser::Error>::custom)?;
        self.serialize(serializer)
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DocumentVisitor(PhantomData))
    }
}

/// The largest integer that a JavaScript number holds exactly.
const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;

/// Refuses a document that would be stored as something else: PostgREST makes SQL's NULL of a JSON `null`.
fn check_document(value: &Value) -> Result<(), ValueError> {
    if value.is_null() {
        return Err(ValueError::new(
            "the JSON document `null` cannot be written, InsForge stores NULL instead: write `None`, or a document that \
             holds the null",
        ));
    }
    check_exact(value)
}

/// Refuses what the gateway's JavaScript would change, and the NUL that PostgreSQL would refuse.
pub(crate) fn check_exact(value: &Value) -> Result<(), ValueError> {
    match value {
        Value::Number(number) => {
            let safe = match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => integer.unsigned_abs() <= MAX_SAFE_INTEGER,
                (None, Some(_)) => false,
                (None, None) => true,
            };
            if safe {
                Ok(())
            } else {
                Err(ValueError::new(format!(
                    "{number} in a JSON document is beyond ±2^53 and InsForge would round it: store it as a string"
                )))
            }
        }
        Value::String(text) => check_nul(text),
        Value::Array(elements) => elements.iter().try_for_each(check_exact),
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            check_nul(key)?;
            check_exact(value)
        }),
        Value::Null | Value::Bool(_) => Ok(()),
    }
}
