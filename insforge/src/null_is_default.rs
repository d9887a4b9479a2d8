//! Reading `null` where a server means nothing.

use serde::{Deserialize, Deserializer};

/// Reads `null` as the type's default. With `#[serde(default)]` beside it a missing field is that too.
pub(crate) fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
