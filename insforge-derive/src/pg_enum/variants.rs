//! The variants: their spelling in the database, and which one is open.

use darling::error::Accumulator;
use heck::{
    ToKebabCase as _, ToLowerCamelCase as _, ToPascalCase as _, ToShoutySnakeCase as _, ToSnakeCase as _,
};
use syn::ext::IdentExt as _;
use syn::{DataEnum, Fields, Ident, Type, Variant};

use crate::attr::value::Rename;
use crate::attr::{self, EnumAttrs, VariantAttrs, custom};
use crate::subject::about;

/// PostgreSQL takes no longer value.
const LONGEST: usize = 63;

/// The variants with their values, and the open one.
pub(super) fn read<'a>(
    ident: &Ident,
    data: &'a DataEnum,
    attrs: &EnumAttrs,
    errors: &mut Accumulator,
) -> (Vec<(&'a Ident, String)>, Option<&'a Ident>) {
    let rule = attrs.rename_all.unwrap_or(Rename::Snake);
    let mut known: Vec<(&Ident, String)> = Vec::new();
    let mut unknown: Option<&Ident> = None;
    for variant in &data.variants {
        let subject = format!("{ident}::{}", variant.ident.unraw());
        let own: VariantAttrs = about(subject, errors, |errors| attr::read(&variant.attrs, errors));
        if holds_text(variant) {
            if let Some(rename) = &own.rename {
                let message = "this variant holds the value itself: remove `rename`";
                errors.push(custom(rename.span, message));
            }
            match unknown {
                None => unknown = Some(&variant.ident),
                Some(first) => {
                    let message = format!("`{first}` holds unknown values already: one variant is enough");
                    errors.push(custom(variant.ident.span(), message));
                }
            }
        } else if matches!(variant.fields, Fields::Unit) {
            let (value, span) = match own.rename {
                Some(rename) => (rename.value, rename.span),
                None => (
                    apply(rule, &variant.ident.unraw().to_string()),
                    variant.ident.span(),
                ),
            };
            if value.is_empty() || value.len() > LONGEST || value.contains('\0') {
                let message = format!("a value of a database enum has 1 to {LONGEST} bytes and no NUL");
                errors.push(custom(span, message));
            }
            if let Some((other, _)) = known.iter().find(|(_, known)| *known == value) {
                errors.push(custom(
                    span,
                    format!("the value `{value}` is the variant `{other}` already"),
                ));
            }
            known.push((&variant.ident, value));
        } else {
            let message = "a value of a database enum carries no data: \
                           write a variant without fields, or `Unknown(String)`";
            errors.push(custom(variant.ident.span(), message));
        }
    }
    check_openness(ident, attrs, unknown, errors);
    if known.is_empty() {
        errors.push(custom(
            ident.span(),
            format!("`{ident}` has no values: add a variant for each"),
        ));
    }
    (known, unknown)
}

/// An enum says whether it can gain values.
fn check_openness(ident: &Ident, attrs: &EnumAttrs, unknown: Option<&Ident>, errors: &mut Accumulator) {
    match (attrs.closed.span(), unknown) {
        (None, None) => {
            let message = "an enum in the database can gain values: add a variant `Unknown(String)`, \
                           or declare `#[pg_enum(closed)]`";
            errors.push(custom(ident.span(), message));
        }
        (Some(span), Some(unknown)) => {
            let message = format!("a closed enum has no unknown values: remove `closed` or `{unknown}`");
            errors.push(custom(span, message));
        }
        _ => {}
    }
}

/// Whether the variant is `Unknown(String)`, under whatever name.
fn holds_text(variant: &Variant) -> bool {
    match &variant.fields {
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(field) if fields.unnamed.len() == 1 => match &field.ty {
                Type::Path(path) => path
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "String"),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn apply(rule: Rename, ident: &str) -> String {
    match rule {
        Rename::Snake => ident.to_snake_case(),
        Rename::Lower => ident.to_lowercase(),
        Rename::Upper => ident.to_uppercase(),
        Rename::Camel => ident.to_lower_camel_case(),
        Rename::Kebab => ident.to_kebab_case(),
        Rename::Pascal => ident.to_pascal_case(),
        Rename::ScreamingSnake => ident.to_shouty_snake_case(),
    }
}
