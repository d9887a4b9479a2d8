//! Spans for code that fails to compile when a field's type cannot be a column.
//!
//! The compiler reports the same sentence at each place that needs the type; reports with equal text and place are
//! printed once, so all of that code takes the place of the type itself.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::Type;

use crate::model::{Column, Model};
use crate::sql_name;

/// The first and the last token of a type: a compiler's span runs from one to the other.
pub(crate) fn ends(ty: &Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (first, last)
}

/// The column's base type: what stands inside the `Option`.
pub(super) fn base(model: &Model, column: &Column) -> TokenStream {
    let (private, ty) = (&model.private, &column.ty);
    let (first, last) = ends(ty);
    let private = at(first, private);
    let head = quote_spanned!(first=> <#ty as #private::Field>::);
    let tail = quote_spanned!(last=> Base);
    quote::quote!(#head #tail)
}

/// The column's nullability and assignability.
pub(super) fn kind(model: &Model, column: &Column) -> TokenStream {
    let (private, ty) = (&model.private, &column.ty);
    let (first, last) = ends(ty);
    let private = at(first, private);
    let head = quote_spanned!(first=> <#ty as #private::Field>::);
    let tail = quote_spanned!(last=> Kind);
    if column.is_written() {
        quote::quote!(#head #tail)
    } else {
        quote_spanned!(first=> #private::Fixed<#head #tail>)
    }
}

/// The marker of the column's SQL type.
pub(super) fn sql(model: &Model, column: &Column) -> TokenStream {
    let (first, _) = ends(&column.ty);
    let private = at(first, &model.private);
    match &column.sql {
        Some(sql) => sql_name::marker(sql, &private),
        None => {
            let base = base(model, column);
            quote_spanned!(first=> <#base as #private::PgValue>::Sql)
        }
    }
}

/// The same tokens at another place.
pub(crate) fn at(span: Span, tokens: &TokenStream) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span);
            token
        })
        .collect()
}
