//! `TodoCols`: the columns as values.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use super::spans;
use crate::model::{Column, Model};
use crate::relation;
use crate::sql_name;

/// The struct of columns.
pub(super) fn item(model: &Model) -> TokenStream {
    let Model {
        vis,
        cols,
        ident,
        private,
        ..
    } = model;
    let doc = format!("The columns of [`{ident}`], table `{}`.", model.name);
    let fields = model.columns.iter().map(|column| {
        let doc = format!("{}.", describe(column));
        let name = &column.ident;
        let (first, last) = spans::ends(&column.ty);
        let private = spans::at(first, private);
        let base = spans::of_field(model, column, "Base");
        let mut kind = spans::of_field(model, column, "Kind");
        if !column.is_written() {
            kind = quote_spanned!(first=> #private::Fixed<#kind>);
        }
        let sql = match &column.sql {
            Some(sql) => sql_name::marker(sql, &private),
            None => spans::of_field(model, column, "Sql"),
        };
        let head = quote_spanned!(first=> #private::Col<#ident, #base, #kind, #sql);
        let tail = quote_spanned!(last=> >);
        quote! {
            #[doc = #doc]
            #vis #name: #head #tail,
        }
    });
    let relations = relation::fields(model);
    quote! {
        #[doc = #doc]
        #[allow(dead_code, clippy::type_complexity)]
        #vis struct #cols {
            #(#fields)*
            #relations
        }
    }
}

/// `Debug` of it.
pub(super) fn impls(model: &Model) -> TokenStream {
    let Model {
        cols, private, ident, ..
    } = model;
    let name = cols.to_string();
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Debug for #cols {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #private::debug_table::<#ident>(#name, __f)
            }
        }
    }
}

/// "Column `title`: `String`".
pub(super) fn describe(column: &Column) -> String {
    let ty = type_text(column);
    match &column.sql {
        Some(sql) => format!("Column `{}`: `{ty}`, `{sql}` in the database", column.name),
        None => format!("Column `{}`: `{ty}`", column.name),
    }
}

/// The type as a user writes it: the tokens without the blanks between them.
fn type_text(column: &Column) -> String {
    let text = column.ty.to_token_stream().to_string();
    let tight = [" < ", " > ", " >", "< ", " ::", ":: ", " ,"];
    let closed = ["<", ">", ">", "<", "::", "::", ","];
    tight
        .iter()
        .zip(closed)
        .fold(text, |text, (from, to)| text.replace(from, to))
}
