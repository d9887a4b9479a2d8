//! `#[arg(..)]` on a field: how the argument is passed.

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::Parse;
use syn::{Field, Ident, LitStr, Type};

use super::items;
use crate::attr::custom;
use crate::attr::value::NameList;
use crate::check::name_mistake;

const KEYS: NameList = &["name", "default", "variadic", "unnamed"];

/// An argument.
pub(crate) struct Argument {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    /// Its name in the database.
    pub(super) name: String,
    /// Where that is written.
    pub(super) span: Span,
    /// The database has a default for it.
    pub(super) default: bool,
    pub(super) variadic: bool,
    /// The function's one parameter has no name: its value is the whole body.
    pub(super) unnamed: bool,
}

/// The argument, also where `errors` received mistakes in its attributes.
pub(super) fn read(field: &Field, errors: &mut Accumulator) -> Option<Argument> {
    let ident = field.ident.clone()?;
    let mut argument = Argument {
        ty: field.ty.clone(),
        name: ident.unraw().to_string(),
        span: ident.span(),
        default: false,
        variadic: false,
        unnamed: false,
        ident,
    };
    let mut named = None;
    items::read(&field.attrs, "arg", KEYS, errors, |key, input| {
        match key.to_string().as_str() {
            "name" => {
                named = Some(items::value(
                    key,
                    input,
                    <LitStr as Parse>::parse,
                    "name = \"p_query\"",
                )?);
            }
            "default" => argument.default = items::word(key, input)?,
            "variadic" => argument.variadic = items::word(key, input)?,
            _ => argument.unnamed = items::word(key, input)?,
        }
        Ok(())
    });
    if let Some(named) = named {
        argument.name = named.value();
        argument.span = named.span();
        if argument.unnamed {
            let message = "a parameter without a name has none: remove `name` or `unnamed`";
            errors.push(custom(named.span(), message));
        }
    }
    if let Some(message) = name_mistake(&argument.name, "an argument's name") {
        errors.push(custom(argument.span, message));
    }
    if argument.unnamed && (argument.default || argument.variadic) {
        let message =
            "the argument is the whole body of the call: remove `default` and `variadic`, or `unnamed`";
        errors.push(custom(argument.ident.span(), message));
    }
    Some(argument)
}
