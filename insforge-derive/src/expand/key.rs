//! `impl Keyed`: looking rows up by primary key.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::spans;
use crate::model::{Column, Model};

/// The impl, where there is a key.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    let Model { ident, private, .. } = model;
    let columns: Vec<&Column> = model.columns.iter().filter(|column| column.pk).collect();
    let (key, conditions) = match columns.as_slice() {
        [] => return None,
        [only] => {
            let name = &only.ident;
            (
                spans::of_field(model, only, "Base"),
                quote!(__cols.#name.eq(__key)),
            )
        }
        several => {
            let types = several
                .iter()
                .map(|column| spans::of_field(model, column, "Base"));
            let conditions = several.iter().enumerate().map(|(index, column)| {
                let (name, index) = (&column.ident, Literal::usize_unsuffixed(index));
                quote!(__cols.#name.eq(&__key.#index))
            });
            (quote!((#(#types),*)), quote!(#(#conditions)&*))
        }
    };
    Some(spans::implement(
        ident,
        &quote!(#private::Keyed),
        quote! {
            type Key = #key;

            fn key_filter(__key: &Self::Key) -> #private::Filter<Self> {
                let __cols = <Self as #private::Table>::COLS;
                #conditions
            }
        },
    ))
}
