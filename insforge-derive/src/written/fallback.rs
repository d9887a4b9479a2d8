//! What is emitted beside an error, so that the error has no others for consequence.

use darling::Error;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, GenericParam, Path};

use super::{Model, Verb};
use crate::of_table;

/// The error, and an impl that writes nothing where the type can have one.
pub(super) fn shape(input: &DeriveInput, verb: Verb, error: Error) -> TokenStream {
    let error = error.write_errors();
    let generic = |param: &GenericParam| !matches!(param, GenericParam::Lifetime(_));
    if input.generics.params.iter().any(generic) {
        return error;
    }
    let mut errors = Error::accumulator();
    let attr = of_table::read(input, verb.words(), &mut errors);
    // The shape is the mistake to be told of; those in the attribute come when it is right.
    let _ = errors.finish();
    let model = Model {
        verb,
        private: crate::model::private(attr.krate.as_ref()),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        table: None,
        fields: Vec::new(),
    };
    let impls = impls(&model, attr.table.as_ref());
    quote! {
        #error
        #impls
    }
}

/// An impl that writes nothing, where the table is known.
pub(super) fn impls(model: &Model, table: Option<&Path>) -> Option<TokenStream> {
    let Model {
        verb,
        private,
        ident,
        generics,
        ..
    } = model;
    let table = table?;
    let (impl_generics, type_generics, bounds) = generics.split_for_impl();
    let name = Ident::new(verb.trait_name(), Span::call_site());
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics #private::#name for #ident #type_generics #bounds {
                type Table = #table;

                fn write(&self, _: &mut #private::RowWriter) {}
            }
        };
    })
}
