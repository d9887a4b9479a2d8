//! From the name of an SQL type, as a user spells it, to the marker that stands for it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The marker of `sql`, in the module `private`. Names that no marker stands for are `Other`.
pub(crate) fn marker(sql: &str, private: &TokenStream) -> TokenStream {
    let mut name = normalise(sql);
    let mut dimensions = 0_usize;
    while let Some(element) = element_of(&name) {
        name = element;
        dimensions += 1;
    }
    let ident = format_ident!("{}", scalar(&name));
    let mut marker = quote!(#private::#ident);
    for _ in 0..dimensions {
        marker = quote!(#private::Array<#marker>);
    }
    marker
}

/// Lower case, single blanks, without `(..)` and the schemas that types of everybody live in.
fn normalise(sql: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::with_capacity(sql.len());
    for c in sql.chars() {
        match c {
            '(' => {
                depth += 1;
                plain.push(' ');
            }
            ')' => depth = depth.saturating_sub(1),
            '[' => plain.push_str(" ["),
            _ if depth == 0 => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name = words.join(" ");
    for schema in ["pg_catalog.", "public.", "extensions."] {
        if let Some(name) = name.strip_prefix(schema) {
            return name.to_owned();
        }
    }
    name
}

/// `text` of `text []`, `text [3]`, `text array` or `_text`.
fn element_of(name: &str) -> Option<String> {
    if let Some(element) = name.strip_suffix(" array").or_else(|| name.strip_prefix('_')) {
        return Some(element.to_owned());
    }
    let (element, bounds) = name.rsplit_once(" [")?;
    bounds.ends_with(']').then(|| element.to_owned())
}

fn scalar(name: &str) -> &'static str {
    match name {
        "bool" | "boolean" => "Bool",
        "int2" | "smallint" | "smallserial" | "serial2" => "Int2",
        "int4" | "int" | "integer" | "serial" | "serial4" => "Int4",
        "int8" | "bigint" | "bigserial" | "serial8" => "Int8",
        "float4" | "real" => "Float4",
        "float8" | "float" | "double precision" => "Float8",
        "numeric" | "decimal" => "Numeric",
        "text" => "Text",
        "varchar" | "character varying" | "char varying" => "Varchar",
        "bpchar" | "char" | "character" => "Bpchar",
        "citext" => "Citext",
        "uuid" => "Uuid",
        "bytea" => "ByteArray",
        "timestamptz" | "timestamp with time zone" => "TimestampTz",
        "timestamp" | "timestamp without time zone" => "TimestampNoTz",
        "date" => "DateOnly",
        "time" | "time without time zone" => "TimeOnly",
        "timetz" | "time with time zone" => "TimeTz",
        "json" => "JsonText",
        "jsonb" => "Jsonb",
        "tsvector" => "TextSearch",
        "int4range" => "Int4Range",
        "int8range" => "Int8Range",
        "numrange" => "NumRange",
        "tsrange" => "TsRange",
        "tstzrange" => "TsTzRange",
        "daterange" => "DateRange",
        // `interval day to second` and its kin are restrictions of one type.
        _ if name.split(' ').next() == Some("interval") => "IntervalSpan",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(sql: &str) -> String {
        marker(sql, &quote!(p))
            .to_string()
            .replace(' ', "")
            .replace("p::", "")
    }

    #[test]
    fn usual_spellings_have_their_marker() {
        for (sql, expected) in [
            ("bigint", "Int8"),
            ("INT8", "Int8"),
            ("varchar(80)", "Varchar"),
            ("character varying (80)", "Varchar"),
            ("timestamp with time zone", "TimestampTz"),
            ("timestamp(3) with time zone", "TimestampTz"),
            ("time(0)", "TimeOnly"),
            ("numeric(10, 2)", "Numeric"),
            ("pg_catalog.int4", "Int4"),
            ("double   precision", "Float8"),
            ("interval day to second", "IntervalSpan"),
            ("inet", "Other"),
            ("my_enum", "Other"),
        ] {
            assert_eq!(spelled(sql), expected, "{sql}");
        }
    }

    #[test]
    fn arrays_wrap_their_element() {
        for (sql, expected) in [
            ("text[]", "Array<Text>"),
            ("_int8", "Array<Int8>"),
            ("varchar(80)[]", "Array<Varchar>"),
            ("int4[3]", "Array<Int4>"),
            ("integer ARRAY", "Array<Int4>"),
            ("text[][]", "Array<Array<Text>>"),
        ] {
            assert_eq!(spelled(sql), expected, "{sql}");
        }
    }
}
