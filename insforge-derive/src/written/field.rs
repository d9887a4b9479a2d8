//! Fields and their attributes.

use darling::error::Accumulator;
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Token};

use super::{Field, Verb};
use crate::attr::value::{ColumnName, Word};
use crate::attr::{self, InsertFieldAttrs, PatchFieldAttrs, custom};

/// The fields that write a column, each its own.
pub(super) fn read(
    input: &DeriveInput,
    fields: &Punctuated<syn::Field, Token![,]>,
    verb: Verb,
    errors: &mut Accumulator,
) -> Vec<Field> {
    let mut written: Vec<Field> = Vec::new();
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let (column, skip) = attributes(field, verb, errors);
        if let (Some(column), Some(span)) = (&column, skip.span()) {
            let message = format!(
                "a skipped field writes no column: remove `skip` or `column = {}`",
                column.0
            );
            errors.push(custom(span, message));
        }
        if skip.is_present() {
            continue;
        }
        let column = column.map_or_else(|| ident.clone(), |column| column.0);
        match written
            .iter()
            .find(|other| other.column.unraw() == column.unraw())
        {
            Some(other) => {
                let message = format!(
                    "the column `{}` is written by the field `{}` already: remove one",
                    column.unraw(),
                    other.ident
                );
                errors.push(custom(column.span(), message));
            }
            None => written.push(Field {
                ident: ident.clone(),
                ty: field.ty.clone(),
                column,
            }),
        }
    }
    if written.is_empty() && verb == Verb::Patch {
        let message = format!(
            "`{}` skips every field, so that it changes no column",
            input.ident
        );
        errors.push(custom(input.ident.span(), message));
    }
    written
}

fn attributes(field: &syn::Field, verb: Verb, errors: &mut Accumulator) -> (Option<ColumnName>, Word) {
    match verb {
        Verb::Insert => {
            let attrs: InsertFieldAttrs = attr::read(&field.attrs, errors);
            (attrs.column, attrs.skip)
        }
        Verb::Patch => {
            let attrs: PatchFieldAttrs = attr::read(&field.attrs, errors);
            (attrs.column, attrs.skip)
        }
    }
}
