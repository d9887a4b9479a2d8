//! The JSON of the catalogue's query, as it comes.

use serde::Deserialize;

use crate::null_is_default::null_is_default;

#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) exposed: Option<String>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) schemas: Vec<SchemaRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) types: Vec<TypeRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) relations: Vec<RelationRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) functions: Vec<FunctionRow>,
}

#[derive(Deserialize)]
pub(super) struct SchemaRow {
    pub(super) name: String,
    pub(super) internal: bool,
}

#[derive(Deserialize)]
pub(super) struct TypeRow {
    pub(super) oid: u32,
    pub(super) array: u32,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) base: Option<u32>,
    pub(super) base_spelled: Option<String>,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    pub(super) labels: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct RelationRow {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) partition: bool,
    pub(super) comment: Option<String>,
    pub(super) row_security: bool,
    pub(super) security_invoker: bool,
    pub(super) anon_reads: bool,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) columns: Vec<ColumnRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) keys: Vec<KeyRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) indexes: Vec<IndexRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) foreign_keys: Vec<ForeignKeyRow>,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) triggers: Vec<TriggerRow>,
}

#[derive(Deserialize)]
pub(super) struct ColumnRow {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) oid: u32,
    pub(super) spelled: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    pub(super) identity: String,
    pub(super) generated: Option<String>,
    pub(super) comment: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct KeyRow {
    pub(super) name: String,
    pub(super) primary: bool,
    pub(super) columns: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct IndexRow {
    pub(super) name: String,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) columns: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct ForeignKeyRow {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    pub(super) key: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct TriggerRow {
    pub(super) name: String,
    pub(super) function: String,
    pub(super) before_insert: bool,
}

#[derive(Deserialize)]
pub(super) struct FunctionRow {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) comment: Option<String>,
    pub(super) volatility: String,
    pub(super) set: bool,
    pub(super) returns: u32,
    pub(super) returns_spelled: String,
    pub(super) inputs: usize,
    pub(super) defaults: usize,
    #[serde(deserialize_with = "null_is_default")]
    pub(super) arguments: Vec<ArgumentRow>,
}

#[derive(Deserialize)]
pub(super) struct ArgumentRow {
    pub(super) name: String,
    pub(super) mode: String,
    #[serde(rename = "type")]
    pub(super) oid: u32,
    pub(super) spelled: String,
}
