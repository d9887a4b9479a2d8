//! `NewTodo` with the required columns, and `TodoDraft` with all that an insert can write.

use proc_macro2::TokenStream;
use quote::quote;

use super::columns::describe;
use super::{setters, spans};
use crate::model::Model;

/// Both structs.
pub(super) fn items(model: &Model) -> Option<TokenStream> {
    let Model {
        vis,
        ident,
        name: table,
        ..
    } = model;
    let (new, draft) = model.insert.as_ref()?;
    let required = model
        .columns
        .iter()
        .filter(|column| column.is_required())
        .map(|column| {
            let (doc, name, ty) = (format!("{}.", describe(column)), &column.ident, &column.ty);
            quote! {
                #[doc = #doc]
                #vis #name: #ty,
            }
        });
    let sets = setters::fields(model);
    let new_doc = format!(
        "A new row of `{table}`: the columns that an insert must name. \
         The methods add optional ones and make a [`{draft}`] of it."
    );
    let draft_doc = format!("A row for [`{ident}`] under construction: any column that an insert can write.");
    Some(quote! {
        #[doc = #new_doc]
        #[allow(dead_code)]
        #vis struct #new {
            #(#required)*
        }

        #[doc = #draft_doc]
        #[allow(dead_code)]
        #vis struct #draft {
            #sets
        }
    })
}

/// Setters, the conversion, `Insertable` and `Debug`.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    let Model { ident, private, .. } = model;
    let (new, draft) = model.insert.as_ref()?;
    let optional = model
        .columns
        .iter()
        .filter(|column| column.is_written() && !column.is_required());
    let new_setters = optional.map(|column| setters::converting(model, column, draft));
    let conversions = model
        .columns
        .iter()
        .filter(|column| column.is_written())
        .map(|column| {
            let name = &column.ident;
            if column.is_required() {
                quote!(#name: #private::Set::Value(__new.#name))
            } else {
                quote!(#name: #private::Set::Unset)
            }
        });
    let required = model
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_required());
    let required = required.map(|(index, column)| setters::write(model, column, index, "write_column"));
    let new_debug = setters::debug(model, new, |column| column.is_required().then(|| quote!(true)));
    let draft_impls = setters::impls(model, draft, "Insertable");
    let insertable = spans::implement(
        new,
        &quote!(#private::Insertable),
        quote! {
            type Table = #ident;
            fn write(&self, __row: &mut #private::RowWriter) {
                #(#required)*
            }
        },
    );
    Some(quote! {
        #[allow(dead_code)]
        impl #new {
            #(#new_setters)*
        }
        #[automatically_derived]
        impl ::core::convert::From<#new> for #draft {
            fn from(__new: #new) -> Self {
                Self { #(#conversions),* }
            }
        }
        #insertable
        #new_debug
        #draft_impls
    })
}
