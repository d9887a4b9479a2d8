//! `impl Projection<Todo> for Card`: what is selected, and how a row is read.
//!
//! Each field's type is checked where the field is read, and only there: selecting it needs no bound, so that a
//! wrong type is one message. All code of a field has its type's place.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt as _;

use super::field::Source;
use super::{Field, Model};
use crate::expand::spans;

/// The impls of a projection without mistakes.
pub(super) fn impls(model: &Model, table: &Path) -> TokenStream {
    let Model { private, ident, .. } = model;
    let items = model.fields.iter().map(|field| item(model, table, field));
    let slots: Vec<Ident> = model
        .fields
        .iter()
        .map(|field| format_ident!("__slot_{}", field.ident.unraw()))
        .collect();
    let aliases: Vec<&String> = model.fields.iter().map(|field| &field.alias).collect();
    let spreads: Vec<usize> = model
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| is_spread(field))
        .map(|(index, _)| index)
        .collect();
    let next = if spreads.is_empty() {
        quote!(next(&[#(#aliases),*]))
    } else {
        quote!(next_spread(&[#(#aliases),*], &[#(#spreads),*]))
    };
    let new_slots = model.fields.iter().zip(&slots).map(|(field, slot)| {
        let kind = if is_spread(field) {
            quote!(SpreadSlot)
        } else {
            quote!(Slot)
        };
        quote!(let mut #slot = #private::#kind::new();)
    });
    let fields = model.fields.iter().zip(&slots).map(|(field, slot)| {
        let (name, value) = (&field.ident, take(model, table, field, slot));
        quote!(#name: #value)
    });
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
            let read = read(model, table, field, slot);
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
                    #(#new_slots)*
                    while let ::core::option::Option::Some(__position) = __row.#next? {
                        match __position {
                            #(#arms,)*
                        }
                    }
                    ::core::result::Result::Ok(Self { #(#fields),* })
                }
            }

            #[automatically_derived]
            impl #private::ProjectionOf for #ident {
                type Table = #table;
                const ITEMS: &'static [#private::SelectItem] = <Self as #private::Projection<#table>>::SELECT;
            }
        };
    }
}

/// Whether the field has several keys in the answer.
fn is_spread(field: &Field) -> bool {
    matches!(&field.source, Source::Spread { column: None, .. })
}

/// A member of `TodoCols`, from its first token to its last where the user named it; the table's name alone keeps
/// its place, so that a type that is no table is reported once.
fn member(model: &Model, table: &Path, name: &Ident) -> TokenStream {
    let span = name.span();
    let private = spans::at(span, &model.private);
    quote_spanned!(span=> <#table as #private::Table>::COLS.#name)
}

/// The field's item of the select list.
fn item(model: &Model, table: &Path, field: &Field) -> TokenStream {
    let Model { private, .. } = model;
    let (alias, ty) = (&field.alias, &field.ty);
    let (first, last) = spans::ends(ty);
    let of = |name| member(model, table, name);
    match &field.source {
        Source::Column(column, None) => {
            let (column_span, column) = (column.span(), of(column));
            quote_spanned!(column_span=> #column.item(<#table as #private::Table>::META, #alias))
        }
        Source::Column(column, Some(cast)) => {
            let (column_span, column) = (column.span(), of(column));
            quote_spanned!(column_span=> #column.item_as(#alias, #cast))
        }
        Source::Path(path, cast) => {
            let (column, text, steps) = (of(&path.column), path.text, path.items(private));
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
            let item = Ident::new("item_at", path.column.span());
            quote!(#column.#item(#alias, #steps, #text, #cast))
        }
        Source::Embed { relation, inner } => {
            let column = of(relation);
            let method = if *inner { "embed_inner" } else { "embed" };
            let method = Ident::new(method, relation.span());
            let here = spans::at(first, private);
            let items = Ident::new("ITEMS", last);
            let items = quote_spanned!(first=> <#ty as #here::EmbedField>::#items);
            quote!(#column.#method(#alias, #items))
        }
        Source::Spread {
            relation,
            column: None,
            inner,
        } => {
            let to = of(relation);
            let method = if *inner { "spread_inner" } else { "spread" };
            let method = Ident::new(method, relation.span());
            let here = spans::at(first, private);
            let items = Ident::new("ITEMS", last);
            let items = quote_spanned!(first=> <#ty as #here::EmbedField>::#items);
            quote!(#to.#method(#alias, #items))
        }
        Source::Spread {
            relation,
            column: Some(column),
            inner,
        } => {
            let to = of(relation);
            let method = if *inner {
                "spread_column_inner"
            } else {
                "spread_column"
            };
            let method = Ident::new(method, relation.span());
            let column_span = column.span();
            let item = quote_spanned!(column_span=> #to.cols().#column.item(#to.meta(), #alias));
            // A value that a constant borrows needs a place of its own.
            quote!(#to.#method(const { &[#item] }))
        }
        Source::Count(relation) => {
            let column = of(relation);
            let count = Ident::new("count", relation.span());
            quote!(#column.#count(#alias))
        }
    }
}

/// The expression that reads the field into its slot.
fn read(model: &Model, table: &Path, field: &Field, slot: &Ident) -> TokenStream {
    let ty = &field.ty;
    let (first, last) = spans::ends(ty);
    // Where the type is, with the names of the locals as the rest of the code has them.
    let here = Span::call_site().located_at(first);
    let mut slot = slot.clone();
    slot.set_span(here);
    let call = quote_spanned!(here=> (&mut __row, &mut #slot)?);
    let method = |name: &str| Ident::new(name, first);
    if let Source::Spread {
        relation,
        column,
        inner,
    } = &field.source
    {
        let to = member(model, table, relation);
        return match column {
            None => quote_spanned!(here=> #to.read_spread #call),
            Some(column) => {
                let read = method(if *inner { "read" } else { "read_left" });
                let column_span = column.span();
                let column = quote_spanned!(column_span=> #to.cols().#column);
                quote_spanned!(first=> #column.#read::<#ty, _> #call)
            }
        };
    }
    let (column, method) = match &field.source {
        Source::Column(column, None) => (column, method("read")),
        Source::Embed {
            relation,
            inner: false,
        } => (relation, method("read_embed")),
        Source::Embed {
            relation,
            inner: true,
        } => (relation, method("read_embed_inner")),
        Source::Count(relation) => (relation, method("read_count")),
        Source::Column(_, Some(_)) | Source::Path(..) | Source::Spread { .. } => {
            let private = spans::at(first, &model.private);
            let read = Ident::new("read_slot", last);
            return quote_spanned!(first=> <#ty as #private::Field>::#read #call);
        }
    };
    let column = member(model, table, column);
    quote_spanned!(first=> #column.#method::<#ty, _> #call)
}

/// The expression that makes the field's value of its slot.
fn take(model: &Model, table: &Path, field: &Field, slot: &Ident) -> TokenStream {
    let Source::Spread {
        relation,
        column: None,
        inner,
    } = &field.source
    else {
        let alias = &field.alias;
        return quote!(#slot.take(#alias)?);
    };
    let ty = &field.ty;
    let (first, _) = spans::ends(ty);
    let here = Span::call_site().located_at(first);
    let to = member(model, table, relation);
    let method = Ident::new(
        if *inner {
            "take_spread_inner"
        } else {
            "take_spread"
        },
        first,
    );
    let mut slot = slot.clone();
    slot.set_span(here);
    let call = quote_spanned!(here=> (#slot)?);
    quote_spanned!(first=> #to.#method::<#ty, __A::Error> #call)
}
