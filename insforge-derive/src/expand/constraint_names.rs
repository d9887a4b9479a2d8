//! `TodoConstraint`: the constraints that a write can violate, as values to compare an error with.

use heck::ToUpperCamelCase as _;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt as _;

use super::spans;
use crate::model::{Constraint, Model};
use crate::relation::{Relation, Way};

/// A variant.
struct Variant<'a> {
    ident: Ident,
    source: Source<'a>,
}

/// What it stands for.
#[derive(Clone, Copy)]
enum Source<'a> {
    Unique(&'a Constraint),
    ForeignKey(&'a Relation),
}

/// The variants of a table that is written: its keys, then the foreign keys of its relations.
fn variants(model: &Model) -> Vec<Variant<'_>> {
    if !model.writable {
        return Vec::new();
    }
    let uniques = model
        .uniques
        .iter()
        .map(|unique| (&unique.ident, "Key", Source::Unique(unique)));
    let relations = model
        .relations
        .iter()
        .filter(|relation| !matches!(relation.way, Way::Through(_) | Way::Function(_)))
        .map(|relation| (&relation.ident, "Fkey", Source::ForeignKey(relation)));
    let mut variants: Vec<Variant<'_>> = Vec::new();
    for (ident, suffix, source) in uniques.chain(relations) {
        let mut name = ident.unraw().to_string().to_upper_camel_case();
        if name == "Self" || name.is_empty() {
            name.push_str(suffix);
        }
        // Two names can be one in camel case, such as `a1` and `a_1`.
        while variants.iter().any(|other| other.ident == name) {
            name.push_str(suffix);
        }
        let ident = format_ident!("{name}", span = ident.span());
        variants.push(Variant { ident, source });
    }
    variants
}

/// The enum, where there is a constraint.
pub(super) fn item(model: &Model) -> Option<TokenStream> {
    let Model {
        vis,
        ident,
        constraint,
        ..
    } = model;
    let variants = variants(model);
    if variants.is_empty() {
        return None;
    }
    let items = variants.iter().map(|variant| {
        let (name, doc) = (&variant.ident, describe(variant.source));
        quote! {
            #[doc = #doc]
            #name,
        }
    });
    let doc = format!("The constraints that writes to [`{ident}`] can violate, for `violates` of an error.");
    Some(quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #[derive(
            ::core::fmt::Debug,
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #vis enum #constraint {
            #(#items)*
        }
    })
}

fn describe(source: Source<'_>) -> String {
    match source {
        Source::Unique(unique) if unique.primary => {
            format!("The primary key over `{}`.", unique.columns.join("`, `"))
        }
        Source::Unique(unique) => format!("The unique constraint over `{}`.", unique.columns.join("`, `")),
        Source::ForeignKey(relation) => {
            let name = relation.ident.unraw();
            match relation.way {
                Way::Own(_) => format!("The foreign key of `{name}`: there is no such row."),
                _ => format!("The foreign key of `{name}`: such rows refer to this one."),
            }
        }
    }
}

/// The traits that compare it with an error.
pub(super) fn impls(model: &Model) -> Option<TokenStream> {
    let Model {
        private, constraint, ..
    } = model;
    let variants = variants(model);
    if variants.is_empty() {
        return None;
    }
    let names: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let metas = variants.iter().map(|variant| meta(model, variant.source));
    let constraint_impl = spans::implement(
        constraint,
        &quote!(#private::Constraint),
        quote! {
            const ALL: &'static [Self] = &[#(Self::#names),*];

            fn name(self) -> #private::String {
                __constraint(self).name()
            }
        },
    );
    let name_impl = spans::implement(
        constraint,
        &quote!(#private::ConstraintName),
        quote! {
            fn is_called(&self, __name: &#private::str) -> #private::bool {
                __constraint(*self).is_called(__name)
            }
        },
    );
    Some(quote! {
        fn __constraint(__constraint: #constraint) -> #private::ConstraintMeta {
            match __constraint {
                #(#constraint::#names => #metas,)*
            }
        }
        #constraint_impl
        #name_impl
    })
}

/// What decides on the constraint's name.
fn meta(model: &Model, source: Source<'_>) -> TokenStream {
    let Model { private, ident, .. } = model;
    let table = |path: &dyn ToTokens| quote!(<#path as #private::Table>);
    let this = table(ident);
    match source {
        Source::Unique(unique) => {
            let columns = &unique.columns;
            let meta = if unique.primary {
                quote!(#private::ConstraintMeta::primary_key(#this::META))
            } else {
                quote!(#private::ConstraintMeta::unique(#this::META, &[#(#columns),*]))
            };
            named(meta, unique.name.as_ref())
        }
        Source::ForeignKey(relation) => foreign_key(model, relation),
    }
}

/// What decides on the name of the foreign key that a relation follows.
pub(crate) fn foreign_key(model: &Model, relation: &Relation) -> TokenStream {
    let Model { private, ident, .. } = model;
    let table = |path: &dyn ToTokens| quote!(<#path as #private::Table>);
    let this = table(ident);
    let target = table(&relation.target);
    let (owner, referred, columns) = match &relation.way {
        Way::Own(own) => (&this, &target, fields_of(&this, own)),
        // The column may be the mistake; that was said.
        Way::Target(..) if !model.sound => (&target, &this, Vec::new()),
        Way::Target(_, other) => (&target, &this, fields_of(&target, other)),
        // No variant is made of it.
        Way::Through(_) | Way::Function(_) => (&this, &this, Vec::new()),
    };
    let key: Vec<TokenStream> = relation
        .key
        .iter()
        .map(|key| quote!(#referred::COLS.#key.name()))
        .collect();
    let meta = quote! {
        #private::ConstraintMeta::foreign_key(
            #owner::META,
            const { &[#(#columns),*] },
            #referred::META,
            const { &[#(#key),*] },
        )
    };
    named(meta, relation.constraint.as_ref())
}

fn fields_of(table: &TokenStream, columns: &[Ident]) -> Vec<TokenStream> {
    columns
        .iter()
        .map(|column| quote!(#table::COLS.#column.name()))
        .collect()
}

fn named(meta: TokenStream, name: Option<&impl ToTokens>) -> TokenStream {
    match name {
        Some(name) => quote!(#meta.named(#name)),
        None => meta,
    }
}
