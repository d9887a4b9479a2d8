//! What is emitted beside an error, so that the error has no others for consequence.

use darling::{Error, Result};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Field, Fields, GenericParam, Token};

use crate::attr::custom;
use crate::subject::named;

/// The fields of a struct that can be a table.
pub(crate) fn table_fields(input: &DeriveInput) -> Result<&Punctuated<Field, Token![,]>> {
    named_fields(input, "table", "column", "columns")
}

/// The fields of a struct that can be what the macro makes of it: a `thing` with a field for `each`, its `parts`.
pub(crate) fn named_fields<'a>(
    input: &'a DeriveInput,
    thing: &str,
    each: &str,
    parts: &str,
) -> Result<&'a Punctuated<Field, Token![,]>> {
    if !input.generics.params.is_empty() {
        let message =
            format!("a {thing}'s struct has no generics or lifetimes: its {parts} have one type each");
        return Err(custom(input.generics.span(), message));
    }
    shaped_fields(input, &format!("a {thing}"), each)
}

/// The same of a struct that may have lifetimes.
pub(crate) fn borrowing_fields<'a>(
    input: &'a DeriveInput,
    thing: &str,
    each: &str,
) -> Result<&'a Punctuated<Field, Token![,]>> {
    let generic = input
        .generics
        .params
        .iter()
        .find(|param| !matches!(param, GenericParam::Lifetime(_)));
    if let Some(generic) = generic {
        let message = format!(
            "{thing} has no generic parameters but lifetimes: its fields have one type each, that of the column"
        );
        return Err(custom(generic.span(), message));
    }
    shaped_fields(input, thing, each)
}

fn shaped_fields<'a>(
    input: &'a DeriveInput,
    thing: &str,
    each: &str,
) -> Result<&'a Punctuated<Field, Token![,]>> {
    let ident = &input.ident;
    let refuse = |what: &str| {
        let message = format!("`{ident}` is {what}: {thing} is a struct with a named field for each {each}");
        Err(custom(ident.span(), message))
    };
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if fields.named.is_empty() => refuse("without fields"),
            Fields::Named(fields) => Ok(&fields.named),
            Fields::Unnamed(_) => refuse("a tuple struct"),
            Fields::Unit => refuse("without fields"),
        },
        Data::Enum(_) => refuse("an enum"),
        Data::Union(_) => refuse("a union"),
    }
}

/// The error, and a table without columns where the type can be one at all.
pub(crate) fn table(input: &DeriveInput, error: Error) -> TokenStream {
    let error = named(&input.ident, error).write_errors();
    if !input.generics.params.is_empty() {
        return error;
    }
    let private = crate::model::private(None);
    let (vis, ident) = (&input.vis, &input.ident);
    let cols = format_ident!("{}Cols", syn::ext::IdentExt::unraw(ident));
    quote! {
        #error

        #[doc(hidden)]
        #[allow(dead_code)]
        #vis struct #cols;

        #[automatically_derived]
        const _: () = {
            #[diagnostic::do_not_recommend]
            impl #private::Table for #ident {
                type Cols = #cols;
                const COLS: &'static #cols = &#cols;
                const META: &'static #private::TableMeta = &#private::TableMeta::new("", &[]);
            }
        };
    }
}
