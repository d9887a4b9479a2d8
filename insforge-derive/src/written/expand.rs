//! `impl Insertable for CreateTodo`, `impl Patch for EditTodo`.
//!
//! A field's type is checked against its column by one method of the column, whose expression stands twice: where the
//! field is written, and in a constant that sees which columns are there. Both have the type's place and the same
//! words, so that a mistake is printed once.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Path, Type};

use super::{Field, Model, Verb};
use crate::expand::spans;

/// The impl, and the check that an insert lacks no column.
pub(super) fn impls(model: &Model, table: &Path) -> TokenStream {
    let Model {
        verb,
        private,
        ident,
        generics,
        fields,
        ..
    } = model;
    let (impl_generics, type_generics, bounds) = generics.split_for_impl();
    let name = Ident::new(verb.trait_name(), proc_macro2::Span::call_site());
    let columns: Vec<TokenStream> = fields.iter().map(|field| column(model, table, field)).collect();
    let writes = fields.iter().zip(&columns).map(|(field, column)| {
        let field = &field.ident;
        quote!(const { #column }.write(&self.#field, __row);)
    });
    let complete = (*verb == Verb::Insert).then(|| complete(model, table, &columns));
    let unused = fields.is_empty().then(|| quote!(let _ = __row;));
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics #private::#name for #ident #type_generics #bounds {
                type Table = #table;

                fn write(&self, __row: &mut #private::RowWriter) {
                    #unused
                    #(#writes)*
                }
            }

            #complete
        };
    }
}

/// The column with the field's type: `<Todo as Table>::COLS.title.insert::<String>(<Todo as Table>::META)`.
fn column(model: &Model, table: &Path, field: &Field) -> TokenStream {
    let span = field.column.span();
    let private = spans::at(span, &model.private);
    let name = &field.column;
    let member = quote_spanned!(span=> <#table as #private::Table>::COLS.#name);
    let (first, last) = spans::ends(&field.ty);
    let method = Ident::new(model.verb.method(), first);
    let private = spans::at(first, &model.private);
    let ty = anonymous(&field.ty);
    let call = quote_spanned!(last=> (<#table as #private::Table>::META));
    quote_spanned!(first=> #member.#method::<#ty> #call)
}

/// The type with `'_` for every lifetime, which a constant outside of the impl cannot name.
fn anonymous(ty: &Type) -> TokenStream {
    fn replace(tokens: TokenStream) -> TokenStream {
        let mut after_quote = false;
        tokens
            .into_iter()
            .map(|token| match token {
                TokenTree::Punct(punct) => {
                    after_quote = punct.as_char() == '\'';
                    TokenTree::Punct(punct)
                }
                TokenTree::Ident(ident) if after_quote => {
                    after_quote = false;
                    // A value that lives as long as the program stays what it is.
                    if ident == "static" {
                        TokenTree::Ident(ident)
                    } else {
                        TokenTree::Ident(Ident::new("_", ident.span()))
                    }
                }
                TokenTree::Group(group) => {
                    let mut inner = proc_macro2::Group::new(group.delimiter(), replace(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            })
            .collect()
    }
    replace(ty.to_token_stream())
}

/// An assertion, at the struct's name, that lists the required columns which no field writes.
fn complete(model: &Model, table: &Path, columns: &[TokenStream]) -> TokenStream {
    let Model { private, ident, .. } = model;
    let span = ident.span();
    let private = spans::at(span, private);
    let missing = quote_spanned!(span=> #private::Missing::of(<#table as #private::Table>::META, &[#(#columns.covers()),*]));
    quote_spanned! {span=>
        const __MISSING: #private::Missing = #missing;
        const _: () = if let ::core::option::Option::Some(__columns) = __MISSING.text() {
            ::core::panic!("{}", __columns)
        };
    }
}
