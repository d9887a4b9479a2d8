//! Columns and foreign keys of a request, as SQL.

use axum::http::StatusCode;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::names::{self, quoted};
use crate::reply::Failure;

/// The columns that every table has.
pub(crate) const RESERVED: [(&str, &str); 3] = [
    ("id", "uuid"),
    ("created_at", "datetime"),
    ("updated_at", "datetime"),
];

const ACTIONS: [&str; 5] = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"];

pub(crate) fn is_reserved(column: &str) -> bool {
    RESERVED.iter().any(|(name, _)| *name == column)
}

/// The SQL type of a column type, and the backend's own default for columns that may not be null.
pub(crate) fn sql_type(column_type: &str) -> Result<(&'static str, Option<&'static str>), Failure> {
    Ok(match column_type {
        "string" => ("TEXT", None),
        "date" => ("DATE", Some("now()")),
        "datetime" => ("TIMESTAMPTZ", Some("now()")),
        "integer" => ("INTEGER", None),
        "float" => ("DOUBLE PRECISION", None),
        "boolean" => ("BOOLEAN", Some("false")),
        "uuid" => ("UUID", Some("gen_random_uuid()")),
        "json" => ("JSONB", None),
        _ => {
            return Err(Failure::internal(
                "Cannot read properties of undefined (reading 'sqlType')",
            ));
        }
    })
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Leaves the reserved columns out where their types are right.
pub(crate) fn own_columns(columns: &[Value]) -> Result<Vec<&Value>, Failure> {
    let mut own = Vec::new();
    for column in columns {
        let (name, given) = (text(column, "columnName"), text(column, "type"));
        match RESERVED.iter().find(|(reserved, _)| *reserved == name) {
            Some((_, wanted)) if *wanted != given => {
                return Err(validation(format!(
                    "Column '{name}' is a reserved field that requires type '{wanted}', but got '{given}'"
                ))
                .hint(
                    "Please check the column name and type, id/created_at/updated_at are reserved fields and cannot \
                     be used as column names",
                ));
            }
            Some(_) => {}
            None => own.push(column),
        }
    }
    Ok(own)
}

pub(crate) fn validation(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "DATABASE_VALIDATION_ERROR", message)
}

/// A column as it stands in `create table` and after `add column`.
pub(crate) fn column(column: &Value) -> Result<String, Failure> {
    let (sql, own) = sql_type(text(column, "type"))?;
    let nullable = column["isNullable"] == true;
    let default = match (
        column["defaultValue"].as_str().filter(|value| !value.is_empty()),
        own,
    ) {
        (Some(value), _) => default(value),
        (None, Some(own)) if !nullable => default(own),
        _ => String::new(),
    };
    Ok(format!(
        "{} {sql} {} {} {default}",
        quoted(text(column, "columnName")),
        if nullable { "" } else { "NOT NULL" },
        if column["isUnique"] == true { "UNIQUE" } else { "" },
    ))
}

/// Two functions are called; anything else is a literal.
pub(crate) fn default(value: &str) -> String {
    let value = value.trim();
    let lowered = value.to_lowercase();
    if matches!(lowered.as_str(), "now()" | "gen_random_uuid()") {
        return format!("DEFAULT {lowered}");
    }
    format!("DEFAULT {}", crate::database::literal(value))
}

pub(crate) fn pairs(key: &Value) -> Vec<(&str, &str)> {
    let list = key["referenceColumns"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    list.iter()
        .map(|pair| (text(pair, "sourceColumn"), text(pair, "referenceColumn")))
        .collect()
}

/// The source column of a foreign key that the backend keeps for itself.
pub(crate) fn reserved_source(key: &Value) -> Option<&str> {
    pairs(key)
        .into_iter()
        .map(|(source, _)| source)
        .find(|source| is_reserved(source))
}

/// A foreign key's constraint. Its name is the backend's choice, whatever was asked for.
pub(crate) fn foreign_key(key: &Value, schema: &str) -> Result<String, Failure> {
    let pairs = pairs(key);
    let table = text(key, "referenceTable");
    let list = |columns: Vec<&str>| columns.into_iter().map(quoted).collect::<Vec<_>>().join(", ");
    let joined = |columns: Vec<&str>| columns.join("_");
    let (sources, targets): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
    let name = format!(
        "fk_{}_{}_{}",
        joined(sources.clone()),
        table.replace('.', "_"),
        joined(targets.clone())
    );
    let parts: Vec<&str> = table.split('.').collect();
    let referenced = match parts.as_slice() {
        [table] => {
            names::check(table, "table")?;
            names::qualified(schema, table)?
        }
        [schema, table] => names::qualified(schema, table)?,
        _ => {
            return Err(
                Failure::invalid_input(format!("Invalid table reference \"{table}\""))
                    .hint("Use either \"table\" or \"schema.table\" when referencing a table."),
            );
        }
    };
    let action = |field: &str| {
        Some(text(key, field))
            .filter(|word| !word.is_empty())
            .unwrap_or("RESTRICT")
            .to_owned()
    };
    Ok(format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {referenced}({}) ON DELETE {} ON UPDATE {}",
        quoted(&shortened(&name)),
        list(sources),
        list(targets),
        action("onDelete"),
        action("onUpdate"),
    ))
}

/// PostgreSQL cuts names after 63 bytes; the backend puts a digest there.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= 63 {
        return name.to_owned();
    }
    let digest = Sha256::digest(name.as_bytes());
    let start: String = name.chars().take(54).collect();
    format!(
        "{start}_{:02x}{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2], digest[3]
    )
}

/// Everything that is wrong with a list of columns, at a place of the body.
pub(crate) fn column_complaints(columns: &[Value], place: &str, wrong: &mut Vec<String>) {
    for (number, column) in columns.iter().enumerate() {
        let mut complain = |field: &str, what: &str| wrong.push(format!("{place}.{number}.{field}: {what}"));
        match column["columnName"].as_str() {
            None => complain("columnName", "Required"),
            Some("") => complain("columnName", "Column name cannot be empty"),
            Some(name) if name.chars().count() > 64 => {
                complain("columnName", "Column name must be less than 64 characters");
            }
            Some(_) => {}
        }
        if !column["type"].is_string() {
            complain("type", "Invalid input");
        }
        for field in ["isNullable", "isUnique"] {
            if !column[field].is_boolean() {
                complain(field, "Required");
            }
        }
    }
}

/// Everything that is wrong with a list of foreign keys.
pub(crate) fn key_complaints(keys: &[Value], place: &str, wrong: &mut Vec<String>) {
    for (number, key) in keys.iter().enumerate() {
        let mut complain = |field: &str, what: &str| wrong.push(format!("{place}.{number}.{field}: {what}"));
        match key["referenceTable"].as_str() {
            None => complain("referenceTable", "Required"),
            Some("") => complain("referenceTable", "Target table cannot be empty"),
            Some(_) => {}
        }
        if pairs(key).is_empty() {
            complain("referenceColumns", "At least one column mapping is required");
        }
        for field in ["onDelete", "onUpdate"] {
            match key[field].as_str() {
                None => complain(field, "Required"),
                Some(word) if !ACTIONS.contains(&word) => complain(
                    field,
                    &format!(
                        "Invalid enum value. Expected 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'RESTRICT' | \
                         'NO ACTION', received '{word}'"
                    ),
                ),
                Some(_) => {}
            }
        }
    }
}
