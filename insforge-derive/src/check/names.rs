//! Names in the database.

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{Column, report};
use crate::attr::TableAttrs;
use crate::attr::value::Text;
use crate::subject::{about, of_field};

/// PostgreSQL cuts longer names off.
const LONGEST: usize = 63;

/// The table is named, and its names can be names.
pub(super) fn of_table(ident: &Ident, table: &TableAttrs, errors: &mut Accumulator) {
    match &table.name {
        Some(name) => text(name, "a table's name", errors),
        None => {
            let message = format!(
                "`{ident}` does not say which table it is: add `#[table(name = \"..\")]` with the name in the database"
            );
            report(errors, ident.span(), message);
        }
    }
    if let Some(schema) = &table.schema {
        text(schema, "a schema's name", errors);
    }
    let uniques = table
        .unique
        .iter()
        .filter_map(|unique| unique.constraint.as_ref());
    for constraint in table.primary_key.iter().chain(uniques) {
        text(constraint, "a constraint's name", errors);
    }
}

/// Columns have names, each its own.
pub(super) fn of_columns(this: &Ident, columns: &[Column<'_>], errors: &mut Accumulator) {
    let mut seen: Vec<(String, &Ident)> = Vec::new();
    for column in columns {
        let subject = of_field(this, column.0);
        let (field, column) = column;
        let Some(ident) = &field.ident else { continue };
        let (name, span) = match &column.name {
            Some(name) => (name.value.clone(), name.span),
            None => (ident.unraw().to_string(), ident.span()),
        };
        about(subject, errors, |errors| {
            check(&name, span, "a column's name", errors);
            for given in [("sql", &column.sql), ("filled_by", &column.filled_by)] {
                if let (key, Some(value)) = given {
                    check_text(&value.value, value.span, &format!("`{key}`"), errors);
                }
            }
        });
        match seen.iter().find(|(other, _)| *other == name) {
            Some((_, other)) => {
                report(
                    errors,
                    span,
                    format!("the column `{name}` is the field `{other}` already: name another"),
                );
            }
            None => seen.push((name, ident)),
        }
    }
}

fn text(name: &Text, what: &str, errors: &mut Accumulator) {
    check(&name.value, name.span, what, errors);
}

fn check(name: &str, span: Span, what: &str, errors: &mut Accumulator) {
    if let Some(message) = mistake(name, what) {
        report(errors, span, message);
    }
}

fn check_text(value: &str, span: Span, what: &str, errors: &mut Accumulator) {
    if let Some(message) = text_mistake(value, what) {
        report(errors, span, message);
    }
}

/// Why this cannot be a name in the database.
pub(crate) fn mistake(name: &str, what: &str) -> Option<String> {
    text_mistake(name, what).or_else(|| {
        (name.len() > LONGEST).then(|| {
            format!(
                "{what} has at most {LONGEST} bytes in PostgreSQL, this one has {}",
                name.len()
            )
        })
    })
}

fn text_mistake(value: &str, what: &str) -> Option<String> {
    if value.trim().is_empty() {
        return Some(format!("{what} cannot be empty"));
    }
    value
        .chars()
        .any(char::is_control)
        .then(|| format!("{what} cannot hold control characters"))
}
