//! `TodoPatch`: the columns that an update changes.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::Ident;
use syn::ext::IdentExt as _;

use super::{setters, spans};
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
    let diff = diff(model, patch);
    Some(quote! {
        #[automatically_derived]
        impl ::core::default::Default for #patch {
            fn default() -> Self {
                Self { #(#names: #private::Set::Unset),* }
            }
        }
        #impls
        #diff
    })
}

/// `TodoPatch::diff`, unless a column's setter has that name.
///
/// The bounds stand behind a lifetime of their own: without it a table with a type that is not `Clone` would not
/// compile, and with it only a call of `diff` does not.
fn diff(model: &Model, patch: &Ident) -> Option<TokenStream> {
    let Model { vis, ident, .. } = model;
    let written = || model.columns.iter().filter(|column| column.is_written());
    if written().any(|column| column.ident.unraw() == "diff") {
        return None;
    }
    let fields = written().map(|column| {
        let name = &column.ident;
        let diff = spans::of_field(model, column, "diff");
        quote!(#name: #diff(&__before.#name, &__after.#name))
    });
    let mut types: Vec<String> = Vec::new();
    let bounds = written().filter_map(|column| {
        let (ty, text) = (&column.ty, column.ty.to_token_stream().to_string());
        let new = !types.contains(&text);
        types.push(text);
        new.then(|| quote!(for<'__a> #ty: ::core::clone::Clone))
    });
    let bounds: Vec<TokenStream> = bounds.collect();
    let doc = format!(
        "The columns whose values differ from one [`{ident}`] to the other, with the later values. \
         A value differs when what would be sent for it does: two NaNs are alike, and the order of a JSON object's \
         keys is no difference."
    );
    Some(quote! {
        #[allow(dead_code)]
        impl #patch {
            #[doc = #doc]
            #[must_use]
            #vis fn diff(__before: &#ident, __after: &#ident) -> Self
            where
                #(#bounds,)*
            {
                Self { #(#fields),* }
            }
        }
    })
}
