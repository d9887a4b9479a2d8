//! `TodoUnique` and `impl Writable`: the conflict targets of upserts.

use proc_macro2::TokenStream;
use quote::quote;

use super::spans;
use crate::model::Model;

/// The struct of conflict targets, where rows can be written.
pub(super) fn item(model: &Model) -> Option<TokenStream> {
    let Model {
        vis,
        ident,
        unique,
        private,
        ..
    } = model;
    let doc =
        format!("The conflict targets of upserts into [`{ident}`]: its primary key and unique constraints.");
    let fields = model.uniques.iter().map(|constraint| {
        let doc = if constraint.primary {
            "The primary key"
        } else {
            "The unique constraint"
        };
        let doc = format!("{doc} over `{}`.", constraint.columns.join("`, `"));
        let name = &constraint.ident;
        quote! {
            #[doc = #doc]
            #vis #name: #private::Unique<#ident>,
        }
    });
    model.writable.then(|| {
        quote! {
            #[doc = #doc]
            #[allow(dead_code)]
            #vis struct #unique {
                #(#fields)*
            }
        }
    })
}

/// `impl Writable`, and the `Debug` of the struct.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    let Model {
        ident,
        unique,
        private,
        ..
    } = model;
    let name = unique.to_string();
    let names: Vec<_> = model.uniques.iter().map(|constraint| &constraint.ident).collect();
    let labels = names
        .iter()
        .map(|name| syn::ext::IdentExt::unraw(*name).to_string());
    let columns = model.uniques.iter().map(|constraint| {
        let columns = &constraint.columns;
        quote!(#private::Unique::new(&[#(#columns),*]))
    });
    model.writable.then(|| {
        let writable = spans::implement(
            ident,
            &quote!(#private::Writable),
            quote! {
                type Unique = #unique;
                const UNIQUE: &'static #unique = &#unique { #(#names: #columns),* };
            },
        );
        quote! {
            #writable
            #[automatically_derived]
            impl ::core::fmt::Debug for #unique {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.debug_struct(#name) #(.field(#labels, &self.#names))* .finish()
                }
            }
        }
    })
}
