//! The Rust type of a column.

use std::collections::BTreeMap;

use super::names::literal;
use crate::admin::catalog::{DataType, TypeKind};

/// A column's type in code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RustType {
    /// Without the `Option` of a nullable column.
    pub(super) code: String,
    /// What `sql = ".."` has to say, where the type alone means another.
    pub(super) sql: Option<String>,
    /// What a reader should know of the choice.
    pub(super) note: Option<String>,
}

/// The identifiers of enums by schema and name.
pub(super) type EnumNames = BTreeMap<(String, String), String>;

/// The type in code, or why there is none.
pub(super) fn rust_type(data: &DataType, enums: &EnumNames) -> Result<RustType, String> {
    let note = match &data.kind {
        TypeKind::Domain(_) => Some(format!("the domain `{}`", data.short())),
        _ => None,
    };
    let element = element(data, enums)?;
    if !data.array {
        return Ok(RustType {
            note: note.or(element.note),
            ..element
        });
    }
    Ok(RustType {
        code: format!("Vec<{}>", element.code),
        sql: element.sql.map(|sql| format!("{sql}[]")),
        note: note.or(element.note),
    })
}

/// The type of the value, or of an array's elements.
fn element(data: &DataType, enums: &EnumNames) -> Result<RustType, String> {
    let plain = |code: &str| {
        Ok(RustType {
            code: code.to_owned(),
            sql: None,
            note: None,
        })
    };
    match &data.kind {
        TypeKind::Domain(base) if base.array && data.array => Err(format!(
            "arrays of the domain `{}` are arrays of arrays",
            data.name
        )),
        TypeKind::Domain(base) => rust_type(base, enums),
        TypeKind::Enum(_) => match enums.get(&(data.schema.clone(), data.name.clone())) {
            Some(name) => plain(name),
            None => spelled(data, "String"),
        },
        TypeKind::Composite => Err(format!(
            "no Rust type is known for the composite type `{}`",
            data.name
        )),
        TypeKind::Pseudo => Err(format!("`{}` is no type of a value", data.name)),
        TypeKind::Range if data.is_builtin() => match data.name.as_str() {
            "int4range" => plain("PgRange<i32>"),
            "int8range" => plain("PgRange<i64>"),
            "numrange" => plain("PgRange<Decimal>"),
            "tsrange" => plain("PgRange<DateTime>"),
            "tstzrange" => plain("PgRange<Timestamp>"),
            "daterange" => plain("PgRange<Date>"),
            _ => fallback(data),
        },
        TypeKind::Base if data.name == "citext" => spelled(data, "String"),
        // Types of extensions whose values PostgREST writes as JSON documents.
        TypeKind::Base if matches!(data.name.as_str(), "hstore" | "geometry" | "geography") => {
            Err(format!("no Rust type is known for `{}`", data.name))
        }
        TypeKind::Base if data.is_builtin() => builtin(data),
        TypeKind::Base | TypeKind::Range | TypeKind::Multirange => fallback(data),
    }
}

fn builtin(data: &DataType) -> Result<RustType, String> {
    let code = match data.name.as_str() {
        "bool" => "bool",
        "int2" => "i16",
        "int4" => "i32",
        "int8" => "i64",
        "float4" => "f32",
        "float8" => "f64",
        "numeric" => "Decimal",
        "text" => "String",
        "uuid" => "uuid::Uuid",
        "bytea" => "Bytea",
        "timestamptz" => "Timestamp",
        "timestamp" => "DateTime",
        "date" => "Date",
        "time" => "Time",
        "interval" => "Interval",
        "jsonb" => "serde_json::Value",
        "tsvector" => "TsVector",
        "json" => return spelled(data, "serde_json::Value"),
        "varchar" | "bpchar" | "timetz" => return spelled(data, "String"),
        "oidvector" | "int2vector" => return Err(format!("no Rust type is known for `{}`", data.name)),
        _ => return fallback(data),
    };
    // Precision and the like restrict what can be stored, which the database checks.
    Ok(RustType {
        code: code.to_owned(),
        sql: None,
        note: None,
    })
}

/// A type that has to be named beside the Rust type.
fn spelled(data: &DataType, code: &str) -> Result<RustType, String> {
    let short = DataType {
        array: false,
        ..data.clone()
    };
    let short = short.short();
    Ok(RustType {
        code: code.to_owned(),
        sql: Some(short.trim_end_matches("[]").to_owned()),
        note: None,
    })
}

/// A type that the SDK has no marker for: its text.
fn fallback(data: &DataType) -> Result<RustType, String> {
    let spelled = spelled(data, "String")?;
    Ok(RustType {
        note: Some(format!("`{}` has no Rust type here: its text", data.short())),
        ..spelled
    })
}

impl RustType {
    /// The item of `#[column(..)]`.
    pub(super) fn sql_item(&self) -> Option<String> {
        self.sql.as_ref().map(|sql| format!("sql = {}", literal(sql)))
    }
}
