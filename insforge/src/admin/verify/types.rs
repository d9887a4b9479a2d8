//! Whether the SQL type of a field is a column's.

use crate::admin::catalog::{DataType, TypeKind};
use crate::schema::ColumnMeta;

/// Whether a column, argument or result of this type is what the field says. Without a modifier in the struct, any
/// modifier fits; a domain fits by its own name and by what it restricts.
pub(in crate::admin) fn fits(meta: &ColumnMeta, found: &DataType) -> bool {
    if let Some(declared) = meta.labels
        && is_enum_family(meta.sql, declared.name)
    {
        return found.array == meta.is_array
            && match &found.kind {
                TypeKind::Enum(_) => declared.name.is_none_or(|name| name_of(found, name)),
                TypeKind::Domain(base) if !found.array => fits(meta, base),
                _ => false,
            };
    }
    named(meta.sql, found)
}

/// Whether the marker says no more than "an enum", or an enum of its own name.
fn is_enum_family(sql: &str, name: Option<&str>) -> bool {
    let element = sql.trim_end_matches("[]");
    element == "enum" || name == Some(element)
}

/// Whether the type has this name, which may be qualified.
fn name_of(found: &DataType, name: &str) -> bool {
    match name.split_once('.') {
        Some((schema, name)) => found.schema == schema && found.name == name,
        None => found.name == name || found.name == name.to_lowercase(),
    }
}

/// Whether the type is the one that this text spells.
fn named(sql: &str, found: &DataType) -> bool {
    let spelling = Spelling::of(sql);
    let mut found = Some(found.clone());
    while let Some(candidate) = found {
        if spelling.is(&candidate)
            || plain(sql) == plain(&candidate.short())
            || plain(sql) == plain(&candidate.spelled)
        {
            return true;
        }
        found = match candidate.kind {
            TypeKind::Domain(base) if !candidate.array => Some(*base),
            // An array of a domain is an array of what the domain restricts.
            TypeKind::Domain(base) if !base.array => Some(DataType {
                spelled: format!("{}[]", base.spelled),
                array: true,
                ..*base
            }),
            _ => None,
        };
    }
    false
}

/// A type as a struct spells it.
struct Spelling {
    name: String,
    modifier: String,
    array: bool,
}

impl Spelling {
    fn of(sql: &str) -> Self {
        let lower = sql.trim().to_lowercase();
        let (lower, array) = element(&lower);
        let (before, rest) = lower.split_once('(').unwrap_or((lower, ""));
        let (modifier, after) = rest.split_once(')').unwrap_or((rest, ""));
        let words: Vec<&str> = before
            .split_whitespace()
            .chain(after.split_whitespace())
            .collect();
        let name = words.join(" ");
        let bare = name.strip_prefix("pg_catalog.").unwrap_or(&name);
        Self {
            name: short_name(bare).to_owned(),
            modifier: plain(modifier),
            array,
        }
    }

    fn is(&self, found: &DataType) -> bool {
        let modifier = plain(found.modifier());
        let modifier = modifier.trim_start_matches('(').trim_end_matches(')');
        self.array == found.array
            && name_of(found, &self.name)
            && (self.modifier.is_empty() || self.modifier == modifier)
    }
}

/// `text` of `text[]`, `text [3]`, `text array` or `_text`.
fn element(sql: &str) -> (&str, bool) {
    if let Some(element) = sql.strip_suffix(" array").or_else(|| sql.strip_prefix('_')) {
        return (element, true);
    }
    match sql.split_once('[') {
        Some((element, _)) => (element.trim_end(), true),
        None => (sql, false),
    }
}

/// The name in PostgreSQL's catalogue.
fn short_name(name: &str) -> &str {
    match name {
        "boolean" => "bool",
        "smallint" | "smallserial" | "serial2" => "int2",
        "int" | "integer" | "serial" | "serial4" => "int4",
        "bigint" | "bigserial" | "serial8" => "int8",
        "real" => "float4",
        "float" | "double precision" => "float8",
        "decimal" => "numeric",
        "character varying" | "char varying" => "varchar",
        "char" | "character" => "bpchar",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        "bit varying" => "varbit",
        other => other,
    }
}

/// Lower case without blanks.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(spelled: &str, name: &str) -> DataType {
        DataType {
            spelled: spelled.to_owned(),
            schema: "pg_catalog".to_owned(),
            name: name.to_owned(),
            array: spelled.ends_with("[]"),
            kind: TypeKind::Base,
        }
    }

    #[test]
    fn spellings_of_one_type_fit_it() {
        for (sql, spelled, name) in [
            ("bigint", "bigint", "int8"),
            ("int8", "bigint", "int8"),
            ("VARCHAR (80)", "character varying(80)", "varchar"),
            ("varchar", "character varying(80)", "varchar"),
            (
                "timestamp(3) with time zone",
                "timestamp(3) with time zone",
                "timestamptz",
            ),
            ("numeric(10, 2)", "numeric(10,2)", "numeric"),
            ("integer ARRAY", "integer[]", "int4"),
            ("_int4", "integer[]", "int4"),
            ("interval day to second", "interval day to second", "interval"),
            ("\"char\"", "\"char\"", "char"),
        ] {
            assert!(named(sql, &base(spelled, name)), "{sql} is {spelled}");
        }
    }

    #[test]
    fn other_types_do_not() {
        for (sql, spelled, name) in [
            ("int4", "bigint", "int8"),
            ("varchar(80)", "character varying(40)", "varchar"),
            ("varchar(80)", "character varying", "varchar"),
            ("text", "text[]", "text"),
            ("text[]", "text", "text"),
            ("text", "character varying(40)", "varchar"),
        ] {
            assert!(!named(sql, &base(spelled, name)), "{sql} is not {spelled}");
        }
    }
}
