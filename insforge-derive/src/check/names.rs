//! Names in the database.

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{Column, report};
use crate::attr::TableAttrs;
use crate::attr::value::Text;

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
pub(super) fn of_columns(columns: &[Column<'_>], errors: &mut Accumulator) {
    let mut seen: Vec<(String, &Ident)> = Vec::new();
    for (field, column) in columns {
        let Some(ident) = &field.ident else { continue };
        let (name, span) = match &column.name {
            Some(name) => {
                text(name, "a column's name", errors);
                (name.value.clone(), name.span)
            }
            None => {
                let name = ident.unraw().to_string();
                check(&name, ident.span(), "a column's name", errors);
                (name, ident.span())
            }
        };
        for given in [("sql", &column.sql), ("filled_by", &column.filled_by)] {
            if let (key, Some(value)) = given {
                check_text(&value.value, value.span, &format!("`{key}`"), errors);
            }
        }
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
    check_text(name, span, what, errors);
    if name.len() > LONGEST {
        let message = format!(
            "{what} has at most {LONGEST} bytes in PostgreSQL, this one has {}",
            name.len()
        );
        report(errors, span, message);
    }
}

fn check_text(value: &str, span: Span, what: &str, errors: &mut Accumulator) {
    if value.trim().is_empty() {
        report(errors, span, format!("{what} cannot be empty"));
    } else if value.chars().any(char::is_control) {
        report(errors, span, format!("{what} cannot hold control characters"));
    }
}
