//! A table's struct and a projection stay plain structs: serde's derives and others stand beside ours.

use insforge::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Table, Serialize, Deserialize, Debug, Clone, PartialEq, PartialOrd, Default)]
#[table(name = "todos")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Todo {
    #[column(pk)]
    pub id: i64,
    #[serde(rename = "heading")]
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
}

#[derive(Projection, Serialize, Debug, Clone, PartialEq, Eq, Hash)]
#[projection(Todo)]
#[serde(rename_all = "UPPERCASE")]
pub struct Brief {
    #[proj(column = title)]
    pub heading: String,
}

#[derive(PgEnum, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[pg_enum(closed)]
pub enum Level {
    Low,
    High,
}

#[test]
fn each_keeps_its_own_names() {
    let todo = Todo {
        id: 1,
        title: "a".into(),
        due_on: None,
    };
    assert_eq!(serde_json::to_string(&todo).unwrap(), r#"{"id":1,"heading":"a"}"#);
    assert_eq!(serde_json::to_string(&Level::Low).unwrap(), r#""Low""#);
    assert_eq!(Level::Low.as_str(), "low");
    assert_eq!(todo.clone(), Todo { ..todo });
}
