//! `impl Table`: the columns' metadata, and the checks that only types can make.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::spans;
use crate::model::{Column, Fill, Marks, Model};
use crate::relation;
use crate::sql_name;

/// The constant `__COLUMNS`, the impl, and the checks.
pub(super) fn impls(model: &Model) -> TokenStream {
    let Model {
        ident,
        cols,
        private,
        name,
        ..
    } = model;
    let count = model.columns.len();
    let metas = model.columns.iter().map(|column| meta(model, column));
    let values = model.columns.iter().map(|column| {
        let name = &column.name;
        let (first, last) = spans::ends(&column.ty);
        let mut field = column.ident.clone();
        field.set_span(first);
        let private = spans::at(first, private);
        let name = quote_spanned!(last=> (#name));
        quote_spanned!(first=> #field: #private::Col::new #name)
    });
    let relations = relation::values(model);
    let values = values.chain(relations);
    let schema = model.schema.as_ref().map(|schema| quote!(.schema(#schema)));
    let view = model.view.then(|| quote!(.view()));
    let key = model.uniques.iter().find(|unique| unique.primary).map(|key| {
        let columns = &key.columns;
        let name = key.name.as_ref().map(|name| quote!(.primary_key_name(#name)));
        quote!(.primary_key(&[#(#columns),*]) #name)
    });
    let uniques: Vec<TokenStream> = model
        .uniques
        .iter()
        .filter(|unique| !unique.primary)
        .map(|unique| {
            let columns = &unique.columns;
            let name = unique.name.as_ref().map(|name| quote!(.name(#name)));
            quote!(#private::UniqueMeta::new(&[#(#columns),*]) #name)
        })
        .collect();
    let uniques = (!uniques.is_empty()).then(|| quote!(.uniques(&[#(#uniques),*])));
    let readonly = model.readonly.then(|| quote!(.readonly()));
    let relations_meta = relation::metas(model);
    let checks = model.sound.then(|| checks(model));
    let relation_checks = relation::checks(model);
    let table = spans::implement(
        ident,
        &quote!(#private::Table),
        quote! {
            type Cols = #cols;
            const COLS: &'static #cols = &#cols { #(#values),* };
            const META: &'static #private::TableMeta =
                &#private::TableMeta::new(#name, __COLUMNS) #schema #view #readonly #key #uniques #relations_meta;
        },
    );
    let declared = spans::implement(
        ident,
        &quote!(#private::Declared),
        quote! {
            fn declare(__declarations: &mut #private::Declarations) {
                __declarations.a_table::<Self>();
            }
        },
    );
    quote! {
        const __COLUMNS: &[#private::ColumnMeta; #count] = &[#(#metas),*];

        #table
        #declared

        #checks
        #relation_checks
    }
}

fn meta(model: &Model, column: &Column) -> TokenStream {
    let Model { private, .. } = model;
    let name = &column.name;
    let meta = spans::of_field(model, column, "META");
    let spelled = column.sql.as_ref().map(|sql| {
        let marker = sql_name::marker(sql, private);
        quote!(.spelled::<#marker>(#sql))
    });
    let field = column.ident.unraw().to_string();
    let field = (field != *name).then(|| quote!(.in_field(#field)));
    let marks = marks(column);
    quote!(#meta.named(#name) #field #spelled #marks)
}

/// A call for each word of the attribute.
fn marks(column: &Column) -> TokenStream {
    let Marks {
        default,
        identity,
        generated,
        readonly,
        filled_by,
        assert_not_null,
    } = &column.marks;
    let words = [
        (*default, quote!(.with_default())),
        (*identity == Some(true), quote!(.identity_always())),
        (*identity == Some(false), quote!(.identity_by_default())),
        (*generated, quote!(.stored())),
        (*readonly, quote!(.readonly())),
        (column.computed, quote!(.computed())),
        (*assert_not_null, quote!(.assert_not_null())),
    ];
    let words = words.into_iter().filter_map(|(said, call)| said.then_some(call));
    let filled_by = filled_by.as_ref().map(|trigger| quote!(.filled_by(#trigger)));
    quote!(#(#words)* #filled_by)
}

/// What the spelling of a field's type made the macro believe, asserted of the type itself.
fn checks(model: &Model) -> TokenStream {
    let checks = model.columns.iter().enumerate().map(|(index, column)| {
        let (first, _) = spans::ends(&column.ty);
        let field = column.ident.unraw();
        let check = |condition: TokenStream, message: String| {
            let message = LitStr::new(&message, first);
            quote_spanned!(first=> const _: () = ::core::assert!(#condition, #message);)
        };
        let guess = (model.insert.is_some() && column.fill == Fill::Insert).then(|| {
            if column.option {
                check(
                    quote_spanned!(first=> __COLUMNS[#index].nullable),
                    format!("the type of `{field}` is named `Option` but is not the nullable one of `core`"),
                )
            } else {
                check(
                    quote_spanned!(first=> !__COLUMNS[#index].nullable),
                    format!(
                        "`{field}` is nullable by an alias: write `Option<..>` out, \
                         or mark the column `#[column(default)]`"
                    ),
                )
            }
        });
        let key = (column.pk && !model.view).then(|| {
            check(
                quote_spanned!(first=> !__COLUMNS[#index].nullable),
                format!("`{field}` is part of the primary key, which is never NULL: take the `Option` away"),
            )
        });
        quote!(#guess #key)
    });
    quote!(#(#checks)*)
}
