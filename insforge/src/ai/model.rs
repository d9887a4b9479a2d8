//! The models that the project can use.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::open_enum::open_enum;

open_enum! {
    /// What a model takes or gives.
    pub enum Modality {
        /// Text.
        Text = "text",
        /// Images.
        Image = "image",
        /// Sound.
        Audio = "audio",
        /// Moving pictures.
        Video = "video",
        /// Documents.
        File = "file",
    }
}

/// A model.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Model {
    /// The model's id.
    pub id: String,
    /// What a request calls it, such as `openai/gpt-4o-mini`.
    #[serde(default)]
    pub model_id: String,
    /// Who offers it.
    #[serde(default)]
    pub provider: String,
    /// What it takes.
    #[serde(default)]
    pub input_modality: Vec<Modality>,
    /// What it gives.
    #[serde(default)]
    pub output_modality: Vec<Modality>,
    /// US dollars for a million tokens of input.
    #[serde(default)]
    pub input_price: Option<f64>,
    /// US dollars for a million tokens of output.
    #[serde(default)]
    pub output_price: Option<f64>,
    /// The input's price in words.
    #[serde(default)]
    pub input_price_label: Option<String>,
    /// The output's price in words.
    #[serde(default)]
    pub output_price_label: Option<String>,
    /// When it appeared, in seconds since 1970.
    #[serde(default)]
    pub created: Option<i64>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
