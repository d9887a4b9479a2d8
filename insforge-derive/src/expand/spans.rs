//! Spans for code that fails to compile when a field's type cannot be a column.
//!
//! The compiler reports the same sentence at each place that needs the type; reports with equal text and place are
//! printed once, so all of that code takes the place of the type itself.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::Type;

use crate::model::{Column, Model};

/// The first and the last token of a type: a compiler's span runs from one to the other.
pub(crate) fn ends(ty: &Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    (first, last)
}

/// An associated item of the column's type, as a `Field`: `Base`, `Kind`, `Sql` or a function.
pub(super) fn of_field(model: &Model, column: &Column, item: &str) -> TokenStream {
    let ty = &column.ty;
    let (first, last) = ends(ty);
    let private = at(first, &model.private);
    let item = Ident::new(item, last);
    quote_spanned!(first=> <#ty as #private::Field>::#item)
}

/// An impl for a struct, at the struct's name: where the compiler shows the impl, it shows the struct.
pub(super) fn implement(ident: &Ident, header: &TokenStream, body: TokenStream) -> TokenStream {
    let mut body = Group::new(Delimiter::Brace, body);
    body.set_span(ident.span());
    quote_spanned! {ident.span()=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #header for #ident #body
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
