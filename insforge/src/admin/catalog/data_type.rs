//! The exact type of a column, an argument or a result.

use std::fmt;

/// A PostgreSQL type, with its modifier and whether it is an array.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DataType {
    /// The type as PostgreSQL's `format_type` spells it, such as `character varying(80)` or `app.mood[]`. Types of
    /// schemas that are not in the search path carry their schema.
    pub spelled: String,
    /// The schema of the type, of the element's for an array.
    pub schema: String,
    /// The type's short name, the element's for an array: `int8`, `varchar`, `mood`.
    pub name: String,
    /// Whether it is an array.
    pub array: bool,
    /// What sort of type it is, the element's for an array.
    pub kind: TypeKind,
}

/// A sort of type.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TypeKind {
    /// A base type: numbers, text, times, and those of extensions.
    Base,
    /// An enum, with its values.
    Enum(Vec<String>),
    /// A domain over this type.
    Domain(Box<DataType>),
    /// The rows of a table or view, or a type made by `CREATE TYPE .. AS (..)`.
    Composite,
    /// A range.
    Range,
    /// A multirange.
    Multirange,
    /// No type of values: `void`, `record`, `trigger`, `anyelement`.
    Pseudo,
}

impl DataType {
    /// The type in its short spelling: `varchar(80)`, `numeric(10,2)[]`, `timestamptz`, `mood`. Neither qualified by a
    /// schema nor quoted.
    pub fn short(&self) -> String {
        if self.name == "interval" || self.name == "char" {
            return self.spelled.clone();
        }
        let array = if self.array { "[]" } else { "" };
        format!("{}{}{array}", self.name, self.modifier())
    }

    /// `(80)` of `character varying(80)`, or nothing.
    pub fn modifier(&self) -> &str {
        // A quoted name can hold anything; no type that has a modifier is quoted.
        if self.spelled.contains('"') {
            return "";
        }
        match (self.spelled.find('('), self.spelled.find(')')) {
            (Some(start), Some(end)) => self.spelled.get(start..=end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The type itself, or what a domain restricts in the end. Arrays of domains stay what they are.
    pub fn underlying(&self) -> &Self {
        match &self.kind {
            TypeKind::Domain(base) if !self.array => base.underlying(),
            _ => self,
        }
    }

    /// The values, where it is an enum, an array of one, or a domain over one.
    pub fn labels(&self) -> Option<&[String]> {
        match &self.kind {
            TypeKind::Enum(labels) => Some(labels),
            TypeKind::Domain(base) => base.labels(),
            _ => None,
        }
    }

    /// Whether it is one of PostgreSQL's own types.
    pub fn is_builtin(&self) -> bool {
        self.schema == "pg_catalog"
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(spelled: &str, name: &str, array: bool) -> DataType {
        DataType {
            spelled: spelled.to_owned(),
            schema: "pg_catalog".to_owned(),
            name: name.to_owned(),
            array,
            kind: TypeKind::Base,
        }
    }

    #[test]
    fn short_spellings_keep_the_modifier_and_the_array() {
        for (spelled, name, array, short) in [
            ("character varying(80)", "varchar", false, "varchar(80)"),
            (
                "timestamp(3) with time zone",
                "timestamptz",
                false,
                "timestamptz(3)",
            ),
            ("numeric(10,2)[]", "numeric", true, "numeric(10,2)[]"),
            (
                "interval day to second(3)",
                "interval",
                false,
                "interval day to second(3)",
            ),
            ("\"char\"", "char", false, "\"char\""),
            ("app.\"odd(type)\"", "odd(type)", false, "odd(type)"),
        ] {
            assert_eq!(base(spelled, name, array).short(), short, "{spelled}");
        }
    }
}
