//! `#[derive(Rpc)]`: a struct of the arguments of a database function.

mod argument;
mod attr;
mod expand;
mod items;

use darling::Error;
use darling::error::Accumulator;
use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, GenericParam, Generics, Ident, Token, Type};

use self::argument::Argument;
use crate::attr::custom;

/// A call.
pub(crate) struct Model {
    /// The path of `insforge`'s hidden module.
    private: TokenStream,
    ident: Ident,
    generics: Generics,
    name: String,
    schema: Option<String>,
    /// What the function returns; missing where the attribute does not say.
    returns: Option<Type>,
    stable: bool,
    arguments: Vec<Argument>,
}

/// `#[derive(Rpc)]`.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Error::accumulator();
    let fields = errors.handle(fields(input));
    if fields.is_none() && !input.generics.params.is_empty() {
        return errors.finish().err().map(Error::write_errors).unwrap_or_default();
    }
    let attr = attr::read(input, &mut errors);
    let arguments = fields.map(|fields| arguments(fields, &mut errors));
    let model = Model {
        private: crate::model::private(attr.krate.as_ref()),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        name: attr.name.map(|name| name.value()).unwrap_or_default(),
        schema: attr.schema.map(|schema| schema.value()),
        returns: attr.returns,
        stable: attr.stable,
        arguments: arguments.unwrap_or_default(),
    };
    let errors = errors.finish().err().map(Error::write_errors);
    let code = if errors.is_none() {
        expand::impls(&model)
    } else {
        expand::fallback(&model)
    };
    quote! {
        #errors
        #code
    }
}

type FieldList = Punctuated<syn::Field, Token![,]>;

/// The fields of a struct that can be the arguments of a function; none for a unit struct.
fn fields(input: &DeriveInput) -> darling::Result<Option<&FieldList>> {
    let ident = &input.ident;
    let parameter = input
        .generics
        .params
        .iter()
        .find_map(|parameter| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
        });
    if let Some(parameter) = parameter {
        let message = format!(
            "`{ident}` has the type parameter `{parameter}`: a function's arguments have one type each (lifetimes are fine)"
        );
        return Err(custom(parameter.span(), message));
    }
    let refuse = |what: &str| {
        let message = format!("`{ident}` is {what}: a call is a struct with a named field for each argument");
        Err(custom(ident.span(), message))
    };
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(Some(&fields.named)),
            Fields::Unit => Ok(None),
            Fields::Unnamed(_) => refuse("a tuple struct"),
        },
        Data::Enum(_) => refuse("an enum"),
        Data::Union(_) => refuse("a union"),
    }
}

/// The arguments, each of its own name, or the one that has none.
fn arguments(fields: Option<&FieldList>, errors: &mut Accumulator) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    for field in fields.into_iter().flatten() {
        let Some(argument) = argument::read(field, errors) else {
            continue;
        };
        let twin = arguments.iter().find(|other| other.name == argument.name);
        if let Some(other) = twin {
            let message = format!(
                "the argument `{}` is the field `{}` already: name another",
                argument.name, other.ident
            );
            errors.push(custom(argument.span, message));
        }
        arguments.push(argument);
    }
    if let Some(unnamed) = arguments.iter().find(|argument| argument.unnamed)
        && arguments.len() > 1
    {
        let message = "the function's one parameter is the whole body: leave one field, or remove `unnamed`";
        errors.push(custom(unnamed.ident.span(), message));
    }
    arguments
}
