//! Unique constraints.

use darling::error::Accumulator;
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{Column, report};
use crate::attr::TableAttrs;
use crate::suggest::offer;

/// `unique(..)` names fields, each once, and none that is computed.
pub(super) fn fields_exist(table: &TableAttrs, columns: &[Column<'_>], errors: &mut Accumulator) {
    let fields: Vec<String> = columns
        .iter()
        .filter_map(|(field, _)| Some(field.ident.as_ref()?.unraw().to_string()))
        .collect();
    for unique in &table.unique {
        let mut seen: Vec<Ident> = Vec::new();
        for name in &unique.names {
            let bare = name.unraw();
            let column = fields.iter().zip(columns).find(|(field, _)| bare == field);
            if let Some((_, (_, column))) = column {
                if column.computed.is_present() {
                    report(
                        errors,
                        name.span(),
                        format!("`{name}` is a computed field, which has no constraint"),
                    );
                }
                if seen.contains(&bare) {
                    report(
                        errors,
                        name.span(),
                        format!("`{name}` is in this constraint already: remove it"),
                    );
                }
                seen.push(bare);
            } else {
                let written = bare.to_string();
                let renamed = columns
                    .iter()
                    .find(|(_, column)| column.name.as_ref().is_some_and(|name| name.value == written));
                let remedy = match renamed.and_then(|(field, _)| field.ident.as_ref()) {
                    Some(field) => format!("constraints name fields, and that column's is `{field}`"),
                    None => offer(&written, &fields),
                };
                report(errors, name.span(), format!("no field `{name}`: {remedy}"));
            }
        }
    }
}

/// The primary key's constraint is named where there is a primary key.
pub(super) fn named_key_exists(table: &TableAttrs, columns: &[Column<'_>], errors: &mut Accumulator) {
    if let Some(name) = &table.primary_key
        && !columns.iter().any(|(_, column)| column.pk.is_present())
    {
        let message = "`primary_key` names the key's constraint, and no field is `#[column(pk)]`";
        report(errors, name.span, message);
    }
}

/// Each constraint is declared once, and each handle has a name of its own.
pub(super) fn names_differ(table: &TableAttrs, columns: &[Column<'_>], errors: &mut Accumulator) {
    let mut seen: Vec<String> = vec!["primary_key".to_owned()];
    let mut add = |name: String, span, errors: &mut Accumulator| {
        if seen.contains(&name) {
            let message = if name == "primary_key" {
                "this constraint's name `primary_key` is the primary key's: rename the field".to_owned()
            } else {
                format!("the constraint `{name}` is declared already: remove one")
            };
            report(errors, span, message);
        }
        seen.push(name);
    };
    for (field, column) in columns {
        if let (Some(span), Some(ident)) = (column.unique.span(), &field.ident) {
            add(ident.unraw().to_string(), span, errors);
        }
    }
    for unique in &table.unique {
        let names: Vec<String> = unique.names.iter().map(|name| name.unraw().to_string()).collect();
        add(names.join("_"), unique.span, errors);
    }
}
