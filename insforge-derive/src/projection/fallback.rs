//! What is emitted beside an error, so that the error has no others for consequence.

use darling::{Error, Result};
use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Token};

use super::Model;
use crate::fallback::named_fields;
use crate::subject::named;

/// The fields of a struct that can be a projection.
pub(super) fn fields(input: &DeriveInput) -> Result<&Punctuated<syn::Field, Token![,]>> {
    named_fields(input, "projection", "value", "fields")
}

/// The error, and a projection without fields where the type can be one at all.
pub(super) fn shape(input: &DeriveInput, error: Error) -> TokenStream {
    let error = named(&input.ident, error).write_errors();
    if !input.generics.params.is_empty() {
        return error;
    }
    let mut errors = Error::accumulator();
    let attr = super::attr::read(input, &mut errors);
    // The shape is the mistake to be told of; those in the attribute come when it is right.
    let _ = errors.finish();
    let impls = impls(&Model {
        private: crate::model::private(attr.krate.as_ref()),
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        table: attr.table,
        fields: Vec::new(),
    });
    quote! {
        #error
        #impls
    }
}

/// Impls that read nothing; of every table where none is named.
pub(super) fn impls(model: &Model) -> TokenStream {
    let Model {
        private,
        ident,
        table,
        ..
    } = model;
    let (generics, of) = match table {
        Some(table) => (None, quote!(#table)),
        None => (Some(quote!(<__T>)), quote!(__T)),
    };
    let projection_of = table.as_ref().map(|table| {
        quote! {
            #[automatically_derived]
            impl #private::ProjectionOf for #ident {
                type Table = #table;
                const ITEMS: &'static [#private::SelectItem] = &[];
            }
        }
    });
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #generics #private::Projection<#of> for #ident {
                const SELECT: &'static [#private::SelectItem] = &[];

                fn read<'__de, __A: #private::serde::de::MapAccess<'__de>>(
                    _: #private::RowReader<__A>,
                ) -> ::core::result::Result<Self, __A::Error> {
                    ::core::result::Result::Err(#private::serde::de::Error::custom(""))
                }
            }

            #projection_of
        };
    }
}
