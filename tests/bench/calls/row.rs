//! The table that every measurement reads.

use std::fmt::Display;
use std::str::FromStr;

use insforge::prelude::*;
use serde::{Deserialize, Deserializer};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "todos")]
pub(crate) struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    pub owner_id: i64,
    pub title: String,
    pub body: Option<String>,
    #[column(default)]
    pub done: bool,
    #[column(default)]
    pub stars: i32,
    #[column(default, readonly)]
    pub created_at: Timestamp,
}

/// The same row by hand, for a side that knows serde alone.
#[derive(Deserialize, Debug)]
#[expect(dead_code, reason = "only decoded")]
pub(crate) struct PlainTodo {
    #[serde(deserialize_with = "text")]
    id: i64,
    #[serde(deserialize_with = "text")]
    owner_id: i64,
    title: String,
    body: Option<String>,
    done: bool,
    stars: i32,
    #[serde(deserialize_with = "text")]
    created_at: Timestamp,
}

fn text<'de, V: FromStr<Err: Display>, D: Deserializer<'de>>(deserializer: D) -> Result<V, D::Error> {
    <&str>::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

/// An answer of so many rows; the 64-bit numbers are strings, since both sides ask for them as text.
pub(crate) fn answer(rows: u32) -> String {
    let rows: Vec<String> = (0..rows)
        .map(|id| {
            format!(
                r#"{{"id":"{id}","owner_id":"7","title":"Write docs, part {id}","body":"It is \"late\" again","done":false,"stars":{},"created_at":"2026-11-25T10:00:00.123456+00:00"}}"#,
                id % 6
            )
        })
        .collect();
    format!("[{}]", rows.join(","))
}
