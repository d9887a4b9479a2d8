//! `TodoPatch`: the columns that an update changes.

use proc_macro2::TokenStream;
use quote::quote;

use super::setters;
use crate::model::Model;

/// The struct.
pub(super) fn item(model: &Model) -> Option<TokenStream> {
    let Model { vis, ident, .. } = model;
    let patch = model.patch.as_ref()?;
    let sets = setters::fields(model);
    let doc = format!("Changes to rows of [`{ident}`]: a column that is not set keeps its value.");
    Some(quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #vis struct #patch {
            #sets
        }
    })
}

/// `Default`, setters, `Patch` and `Debug`.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    let Model { private, .. } = model;
    let patch = model.patch.as_ref()?;
    let names = model
        .columns
        .iter()
        .filter(|column| column.is_written())
        .map(|column| &column.ident);
    let impls = setters::impls(model, patch, "Patch");
    Some(quote! {
        #[automatically_derived]
        impl ::core::default::Default for #patch {
            fn default() -> Self {
                Self { #(#names: #private::Set::Unset),* }
            }
        }
        #impls
    })
}
