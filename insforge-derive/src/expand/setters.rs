//! What `TodoDraft` and `TodoPatch` have in common: a `Set` for each column that can be written, and a setter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::columns::describe;
use super::spans;
use crate::model::{Column, Model};

/// The fields.
pub(super) fn fields(model: &Model) -> TokenStream {
    let Model { vis, private, .. } = model;
    let fields = model
        .columns
        .iter()
        .filter(|column| column.is_written())
        .map(|column| {
            let (doc, name, ty) = (format!("{}.", describe(column)), &column.ident, &column.ty);
            quote! {
                #[doc = #doc]
                #vis #name: #private::Set<#ty>,
            }
        });
    quote!(#(#fields)*)
}

/// The setters, the impl of the trait that writes the columns, and `Debug`.
pub(super) fn impls(model: &Model, item: &Ident, written_by: &str) -> TokenStream {
    let Model { ident, private, .. } = model;
    let setters = model
        .columns
        .iter()
        .filter(|column| column.is_written())
        .map(|column| in_place(model, column));
    let writes = model
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_written())
        .map(|(index, column)| write(model, column, index, "write_set"));
    let debug = debug(model, item, |column| {
        let name = &column.ident;
        column.is_written().then(|| quote!(self.#name.is_set()))
    });
    let written_by = format_ident!("{written_by}");
    let written = spans::implement(
        item,
        &quote!(#private::#written_by),
        quote! {
            type Table = #ident;
            fn write(&self, __row: &mut #private::RowWriter) {
                #(#writes)*
            }
        },
    );
    quote! {
        #[allow(dead_code)]
        impl #item {
            #(#setters)*
        }
        #written
        #debug
    }
}

/// A setter that gives the struct back.
fn in_place(model: &Model, column: &Column) -> TokenStream {
    let Model { vis, private, .. } = model;
    let (doc, name, value) = (setter_doc(column), &column.ident, value(model, column));
    quote! {
        #[doc = #doc]
        #[must_use]
        #vis fn #name(mut self, __value: #value) -> Self {
            self.#name = #private::Set::Value(#private::IntoField::into_field(__value));
            self
        }
    }
}

/// A setter of `NewTodo` for a column that only `TodoDraft` has.
pub(super) fn converting(model: &Model, column: &Column, draft: &Ident) -> TokenStream {
    let vis = &model.vis;
    let (doc, name, value) = (setter_doc(column), &column.ident, value(model, column));
    quote! {
        #[doc = #doc]
        #[must_use]
        #vis fn #name(self, __value: #value) -> #draft {
            <#draft as ::core::convert::From<Self>>::from(self).#name(__value)
        }
    }
}

/// What a setter takes, at the place of the field's type: a wrong argument's message shows that line.
fn value(model: &Model, column: &Column) -> TokenStream {
    let ty = &column.ty;
    let (first, last) = spans::ends(ty);
    let private = spans::at(first, &model.private);
    let end = quote_spanned!(last=> >);
    quote_spanned!(first=> impl #private::IntoField<#ty #end)
}

fn setter_doc(column: &Column) -> String {
    format!("Sets column `{}`.", column.name)
}

/// The statement that writes a column of `self`.
pub(super) fn write(model: &Model, column: &Column, index: usize, method: &str) -> TokenStream {
    let name = &column.ident;
    let method = spans::of_field(model, column, method);
    quote!(#method(&self.#name, &__COLUMNS[#index], __row);)
}

/// `Debug` by the names of the columns that are set; values can be secrets.
pub(super) fn debug(
    model: &Model,
    item: &Ident,
    is_set: impl Fn(&Column) -> Option<TokenStream>,
) -> TokenStream {
    let Model { private, .. } = model;
    let title = item.to_string();
    let columns = model.columns.iter().filter_map(|column| {
        let (name, is_set) = (&column.name, is_set(column)?);
        Some(quote!((#name, #is_set)))
    });
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Debug for #item {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #private::debug_columns(#title, &[#(#columns),*], __f)
            }
        }
    }
}
