//! `impl Projection<Todo> for Card`: what is selected, and how a row is read.
//!
//! Each field's type is checked where the field is read, and only there: selecting it needs no bound, so that a
//! wrong type is one message. All code of a field has its type's place.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::field::Source;
use super::{Field, Model};
use crate::expand::spans;

/// The impls of a projection without mistakes.
pub(super) fn impls(model: &Model, table: &Path) -> TokenStream {
    let Model { private, ident, .. } = model;
    let span = table.span();
    let here = spans::at(span, private);
    let of = quote_spanned!(span=> <#table as #here::Table>);
    let items = model.fields.iter().map(|field| item(model, &of, field));
    let slots: Vec<Ident> = model
        .fields
        .iter()
        .map(|field| format_ident!("__slot_{}", field.ident.unraw()))
        .collect();
    let aliases: Vec<&String> = model.fields.iter().map(|field| &field.alias).collect();
    let fields = model.fields.iter().map(|field| &field.ident);
    let arms = model
        .fields
        .iter()
        .zip(&slots)
        .enumerate()
        .map(|(index, (field, slot))| {
            // The last arm takes every position: `next` gives none beyond the names.
            let pattern = if index + 1 == slots.len() {
                quote!(_)
            } else {
                quote!(#index)
            };
            let read = read(model, &of, field, slot);
            quote!(#pattern => #read)
        });
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #private::Projection<#table> for #ident {
                const SELECT: &'static [#private::SelectItem] = &[#(#items),*];

                fn read<'__de, __A: #private::serde::de::MapAccess<'__de>>(
                    mut __row: #private::RowReader<__A>,
                ) -> ::core::result::Result<Self, __A::Error> {
                    #(let mut #slots = #private::Slot::new();)*
                    while let ::core::option::Option::Some(__position) = __row.next(&[#(#aliases),*])? {
                        match __position {
                            #(#arms,)*
                        }
                    }
                    ::core::result::Result::Ok(Self { #(#fields: #slots.take(#aliases)?),* })
                }
            }

            #[automatically_derived]
            impl #private::ProjectionOf for #ident {
                type Table = #table;
            }
        };
    }
}

/// The field's item of the select list.
fn item(model: &Model, of: &TokenStream, field: &Field) -> TokenStream {
    let Model { private, .. } = model;
    let (alias, ty) = (&field.alias, &field.ty);
    let (first, last) = spans::ends(ty);
    match &field.source {
        Source::Column(column, None) => quote!(#of::COLS.#column.item(#of::META, #alias)),
        Source::Column(column, Some(cast)) => quote!(#of::COLS.#column.item_as(#alias, #cast)),
        Source::Path(path, cast) => {
            let (column, text, steps) = (&path.column, path.text, path.items(private));
            let cast = match cast {
                Some(cast) => quote!(::core::option::Option::Some(#cast)),
                None if text => quote!(::core::option::Option::None),
                None => {
                    let here = spans::at(first, private);
                    let base = quote_spanned!(last=> Base);
                    let field = quote_spanned!(first=> <#ty as #here::Field>::#base);
                    quote!(<#field as #private::PgValue>::CAST)
                }
            };
            let item = Ident::new("item_at", column.span());
            quote!(#of::COLS.#column.#item(#alias, #steps, #text, #cast))
        }
        Source::Embed { relation, inner } => {
            let method = if *inner {
                quote!(embed_inner)
            } else {
                quote!(embed)
            };
            let here = spans::at(first, private);
            let end = quote_spanned!(last=> Row);
            let row = quote_spanned!(first=> <#ty as #here::EmbedField>::#end);
            quote! {
                #of::COLS.#relation.#method(
                    #alias,
                    <#row as #private::Projection<<#row as #private::ProjectionOf>::Table>>::SELECT,
                )
            }
        }
        Source::Count(relation) => {
            let count = Ident::new("count", relation.span());
            quote!(#of::COLS.#relation.#count(#alias))
        }
    }
}

/// The expression that reads the field into its slot.
fn read(model: &Model, of: &TokenStream, field: &Field, slot: &Ident) -> TokenStream {
    let ty = &field.ty;
    let (first, last) = spans::ends(ty);
    let method = |name: &str| Ident::new(name, first);
    let (column, method) = match &field.source {
        Source::Column(column, None) => (column, method("read")),
        Source::Embed {
            relation,
            inner: false,
        } => (relation, method("read")),
        Source::Embed {
            relation,
            inner: true,
        } => (relation, method("read_inner")),
        Source::Count(relation) => (relation, method("read_count")),
        Source::Column(_, Some(_)) | Source::Path(..) => {
            let private = spans::at(first, &model.private);
            let read = Ident::new("read_slot", last);
            return quote_spanned!(first=> <#ty as #private::Field>::#read(&mut __row, &mut #slot)?);
        }
    };
    quote!(#of::COLS.#column.#method::<#ty, _>(&mut __row, &mut #slot)?)
}
