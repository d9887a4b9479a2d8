//! `#[rpc(name = "..", returns = ..)]` on the struct.

use darling::error::Accumulator;
use syn::parse::Parse;
use syn::{DeriveInput, LitStr, Type};

use super::items;
use crate::attr::custom;
use crate::attr::value::{CratePath, NameList};
use crate::check::name_mistake;

const KEYS: NameList = &["name", "schema", "returns", "stable", "crate"];

/// What the attribute says.
#[derive(Default)]
pub(super) struct StructAttr {
    pub(super) name: Option<LitStr>,
    pub(super) schema: Option<LitStr>,
    pub(super) returns: Option<Type>,
    pub(super) stable: bool,
    pub(super) krate: Option<CratePath>,
}

/// Reads the attribute, which must name the function and say what it returns.
pub(super) fn read(input: &DeriveInput, errors: &mut Accumulator) -> StructAttr {
    let mut attr = StructAttr::default();
    let mut met = Vec::new();
    items::read(&input.attrs, "rpc", KEYS, errors, |key, input| {
        met.push(key.to_string());
        match key.to_string().as_str() {
            "name" => {
                attr.name = Some(items::value(
                    key,
                    input,
                    <LitStr as Parse>::parse,
                    "name = \"search_todos\"",
                )?);
            }
            "schema" => {
                attr.schema = Some(items::value(
                    key,
                    input,
                    <LitStr as Parse>::parse,
                    "schema = \"app\"",
                )?);
            }
            "returns" => {
                attr.returns = Some(items::value(
                    key,
                    input,
                    <Type as Parse>::parse,
                    "returns = SetOf<Todo>",
                )?);
            }
            "stable" => attr.stable = items::word(key, input)?,
            _ => {
                let path = items::value(
                    key,
                    input,
                    <LitStr as Parse>::parse,
                    "crate = \"::facade::insforge\"",
                )?;
                attr.krate = Some(CratePath::of(&path).map_err(syn::Error::from)?);
            }
        }
        Ok(())
    });
    let ident = &input.ident;
    for (text, what) in [
        (&attr.name, "a function's name"),
        (&attr.schema, "a schema's name"),
    ] {
        if let Some(text) = text
            && let Some(message) = name_mistake(&text.value(), what)
        {
            errors.push(custom(text.span(), message));
        }
    }
    let missing = |key: &str| !met.iter().any(|given| given == key);
    match (missing("name"), missing("returns")) {
        (true, true) => {
            let message = format!(
                "`{ident}` does not say which function it calls: add `#[rpc(name = \"..\", returns = ..)]`"
            );
            errors.push(custom(ident.span(), message));
        }
        (true, false) => {
            let message = format!(
                "`{ident}` does not say which function it calls: add `name = \"..\"` with the name in the database"
            );
            errors.push(custom(ident.span(), message));
        }
        (false, true) => {
            let message = format!(
                "`{ident}` does not say what the function returns: add `returns = SetOf<T>`, `One<T>`, `Scalar<V>`, \
                 `SetOfScalar<V>` or `Void`"
            );
            errors.push(custom(ident.span(), message));
        }
        (false, false) => {}
    }
    attr
}
