//! `impl Projection<Todo> for Todo`: reading whole rows.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::spans;
use crate::model::Model;

/// The impl, unless rows are not to be read.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    if !model.row {
        return None;
    }
    let Model {
        ident,
        private,
        columns,
        ..
    } = model;
    let indexes = 0..columns.len();
    let slots: Vec<_> = columns
        .iter()
        .map(|column| format_ident!("__slot_{}", column.ident.unraw()))
        .collect();
    let names: Vec<_> = columns.iter().map(|column| &column.name).collect();
    let fields = columns.iter().map(|column| &column.ident);
    let arms = columns
        .iter()
        .zip(&slots)
        .enumerate()
        .map(|(index, (column, slot))| {
            // The last arm takes every position: `next` gives none beyond the names.
            let pattern = if index + 1 == columns.len() {
                quote!(_)
            } else {
                quote!(#index)
            };
            let read = spans::of_field(model, column, "read_slot");
            quote!(#pattern => #read(&mut __row, &mut #slot)?)
        });
    let projection = spans::implement(
        ident,
        &quote!(#private::Projection<#ident>),
        quote! {
            const SELECT: &'static [#private::SelectItem] =
                &[#(#private::SelectItem::column(&__COLUMNS[#indexes])),*];

            fn read<'__de, __A: #private::serde::de::MapAccess<'__de>>(
                mut __row: #private::RowReader<__A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                #(let mut #slots = #private::Slot::new();)*
                while let ::core::option::Option::Some(__position) = __row.next(&[#(#names),*])? {
                    match __position {
                        #(#arms,)*
                    }
                }
                ::core::result::Result::Ok(Self { #(#fields: #slots.take(#names)?),* })
            }
        },
    );
    Some(quote! {
        #[automatically_derived]
        impl #private::ProjectionOf for #ident {
            type Table = Self;
            const ITEMS: &'static [#private::SelectItem] = <Self as #private::Projection<Self>>::SELECT;
        }

        #projection
    })
}
