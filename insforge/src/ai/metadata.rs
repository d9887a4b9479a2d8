//! What every answer of the models' routes says beside its content.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Usage;
use crate::null_is_default::null_is_default;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    #[serde(deserialize_with = "null_is_default")]
    pub(super) model: String,
    pub(super) usage: Option<Usage>,
    #[serde(flatten)]
    pub(super) extra: Map<String, Value>,
}
