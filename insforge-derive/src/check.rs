//! Rules between attributes, one function a rule. Each mistake says what to write instead.

mod columns;
mod constraints;
mod names;

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::{Field, Ident};

pub(crate) use self::names::mistake as name_mistake;
use crate::attr::value::ItemName;
use crate::attr::{ColumnAttrs, TableAttrs, custom};
use crate::subject::{about, of_field};

/// A field with its attributes.
pub(crate) type Column<'a> = (&'a Field, ColumnAttrs);

/// Checks what no attribute shows by itself.
pub(crate) fn table(ident: &Ident, table: &TableAttrs, columns: &[Column<'_>], errors: &mut Accumulator) {
    names::of_table(ident, table, errors);
    names::of_columns(ident, columns, errors);
    columns::contradictions(ident, columns, errors);
    constraints::fields_exist(table, columns, errors);
    constraints::names_differ(table, columns, errors);
    constraints::named_key_exists(table, columns, errors);
    view_is_not_written(ident, table, columns, errors);
    readonly_is_not_written(table, errors);
    items_differ(ident, table, errors);
    not_null_is_asserted_on_views_alone(ident, table, columns, errors);
}

fn report(errors: &mut Accumulator, span: Span, message: impl core::fmt::Display) {
    errors.push(custom(span, message));
}

/// A view has no inserts, updates, defaults, identities or constraints.
fn view_is_not_written(this: &Ident, table: &TableAttrs, columns: &[Column<'_>], errors: &mut Accumulator) {
    if !table.view.is_present() {
        return;
    }
    if let Some(span) = table.readonly.span() {
        report(errors, span, "a view is read-only already: remove `readonly`");
    }
    for item in [("insert", &table.insert), ("patch", &table.patch)] {
        if let (key, Some(ItemName { name: Some(_), span })) = item {
            report(errors, *span, format!("a view is read-only: remove `{key}`"));
        }
    }
    for unique in &table.unique {
        report(
            errors,
            unique.span,
            "a view has no unique constraints: remove `unique(..)`",
        );
    }
    if let Some(name) = &table.primary_key {
        report(
            errors,
            name.span,
            "a view has no constraints: remove `primary_key`",
        );
    }
    for each in columns {
        let (_, column) = each;
        let words = [
            ("default", column.default.span()),
            ("identity", column.identity.map(|identity| identity.span)),
            ("generated", column.generated.span()),
            ("filled_by", column.filled_by.as_ref().map(|text| text.span)),
            ("unique", column.unique.span()),
        ];
        for (key, span) in words {
            if let Some(span) = span {
                about(of_field(this, each.0), errors, |errors| {
                    let message = format!("a view is never written, so `{key}` means nothing: remove it");
                    report(errors, span, message);
                });
            }
        }
    }
}

/// `readonly` leaves nothing to insert or patch with.
fn readonly_is_not_written(table: &TableAttrs, errors: &mut Accumulator) {
    if !table.readonly.is_present() || table.view.is_present() {
        return;
    }
    for item in [("insert", &table.insert), ("patch", &table.patch)] {
        if let (key, Some(ItemName { name: Some(_), span })) = item {
            report(
                errors,
                *span,
                format!("the table is `readonly`: remove `{key}` or `readonly`"),
            );
        }
    }
}

/// The generated structs need names of their own.
fn items_differ(ident: &Ident, table: &TableAttrs, errors: &mut Accumulator) {
    let names = [&table.insert, &table.patch];
    let mut seen = vec![ident];
    for item in names.into_iter().flatten() {
        if let Some(name) = &item.name {
            if seen.contains(&name) {
                report(
                    errors,
                    item.span,
                    format!("`{name}` is taken: choose another name"),
                );
            }
            seen.push(name);
        }
    }
}

/// A table knows whether its columns are NULL; only a view's catalogue does not.
fn not_null_is_asserted_on_views_alone(
    this: &Ident,
    table: &TableAttrs,
    columns: &[Column<'_>],
    errors: &mut Accumulator,
) {
    if table.view.is_present() {
        return;
    }
    for column in columns {
        if let Some(span) = column.1.assert_not_null.span() {
            about(of_field(this, column.0), errors, |errors| {
                let message = "`assert_not_null` is for views: a table's column is NOT NULL when its field is no `Option`";
                report(errors, span, message);
            });
        }
    }
}
