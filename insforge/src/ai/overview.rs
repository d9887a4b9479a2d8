//! What the project's models have cost.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The project's use of models.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AiOverview {
    /// The key's limits and use.
    pub key: KeyUsage,
    /// The last 30 days.
    #[serde(default)]
    pub charts: Charts,
    /// The use by model; its form is the server's own.
    #[serde(default)]
    pub model_usage: Option<Vec<Value>>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A key's limits and use, in US dollars.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct KeyUsage {
    /// The key's name.
    pub label: Option<String>,
    /// The most it may spend; `None` is no limit.
    pub limit: Option<f64>,
    /// What is left of it.
    pub limit_remaining: Option<f64>,
    /// What it has spent.
    pub usage: Option<f64>,
    /// What it has spent today.
    pub usage_daily: Option<f64>,
    /// What it has spent this week.
    pub usage_weekly: Option<f64>,
    /// What it has spent this month.
    pub usage_monthly: Option<f64>,
    /// Whether the account is a free one.
    pub is_free_tier: Option<bool>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Use by day.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Charts {
    /// US dollars.
    pub spend: Vec<ChartPoint>,
    /// Calls.
    pub requests: Vec<ChartPoint>,
    /// Tokens.
    pub tokens: Vec<ChartPoint>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The value of one day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct ChartPoint {
    /// The day, ISO 8601.
    pub label: String,
    /// The value.
    pub value: f64,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
