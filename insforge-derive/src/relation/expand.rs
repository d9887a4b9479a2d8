//! Relations as fields of `TodoCols`, their values, and the checks of their keys' types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::{Relation, Way};
use crate::expand::spans;
use crate::model::{Column, Model};

/// `pub owner: Rel<Todo, Profile, ToOne>,`
pub(crate) fn fields(model: &Model) -> TokenStream {
    let Model {
        vis, private, ident, ..
    } = model;
    model
        .relations
        .iter()
        .map(|relation| {
            let (name, target) = (&relation.ident, &relation.target);
            let cardinality = if relation.many {
                quote!(ToMany)
            } else {
                quote!(ToOne)
            };
            let doc = describe(relation);
            quote! {
                #[doc = #doc]
                #vis #name: #private::Rel<#ident, #target, #private::#cardinality>,
            }
        })
        .collect()
}

/// "Relation to many [`Comment`], by their `todo_id`."
fn describe(relation: &Relation) -> String {
    let many = if relation.many { "many" } else { "one" };
    let target = text(&relation.target);
    let list = |columns: &[Ident]| {
        let names: Vec<String> = columns.iter().map(|column| column.unraw().to_string()).collect();
        names.join("`, `")
    };
    match &relation.way {
        Way::Own(columns) => format!("Relation to {many} [`{target}`], by `{}`.", list(columns)),
        Way::Target(_, columns) => {
            let whose = if relation.many { "their" } else { "its" };
            format!("Relation to {many} [`{target}`], by {whose} `{}`.", list(columns))
        }
        Way::Through(junction) => format!("Relation to {many} [`{target}`], through [`{}`].", text(junction)),
    }
}

fn text(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// The relations' values in `COLS`. What belongs to another table stands in closures: two tables that name each
/// other would else be a cycle of constants.
pub(crate) fn values(model: &Model) -> Vec<TokenStream> {
    let private = &model.private;
    let values = model.relations.iter().map(|relation| {
        let (ident, name) = (&relation.ident, relation.ident.unraw().to_string());
        let target = table(model, &relation.target, relation.target.span());
        let hint = hint(model, relation);
        let own = own_column(model, relation).map(|column| {
            let name = &column.name;
            quote!(.by_own_column(#name))
        });
        quote!(#ident: #private::Rel::new(#name, || #target::META, || #hint) #own)
    });
    values.collect()
}

/// By which PostgREST tells foreign keys apart: a constraint, a column, or the junction table.
fn hint(model: &Model, relation: &Relation) -> TokenStream {
    if let Some(constraint) = &relation.constraint {
        return constraint.to_token_stream();
    }
    match &relation.way {
        // Without a column there was a mistake, and the name is never sent.
        Way::Own(_) => {
            own_column(model, relation).map_or_else(|| quote!(""), |column| column.name.to_token_stream())
        }
        // The column may be the mistake; that was said.
        Way::Target(..) if !model.sound => quote!(""),
        Way::Target(_, columns) => {
            let table = table(model, &relation.target, relation.target.span());
            let column = columns.first();
            quote!(#table::COLS.#column.name())
        }
        Way::Through(junction) => {
            let table = table(model, junction, junction.span());
            quote!(#table::META.name)
        }
    }
}

/// `<Comment as Table>`, the tokens around `Comment` at this place.
fn table(model: &Model, path: &Path, span: Span) -> TokenStream {
    let private = spans::at(span, &model.private);
    quote_spanned!(span=> <#path as #private::Table>)
}

fn field<'a>(model: &'a Model, name: &Ident) -> Option<&'a Column> {
    let name = name.unraw();
    model.columns.iter().find(|column| column.ident.unraw() == name)
}

/// The one column of this table that the relation follows.
fn own_column<'a>(model: &'a Model, relation: &Relation) -> Option<&'a Column> {
    match &relation.way {
        Way::Own(columns) => match columns.as_slice() {
            [only] => field(model, only),
            _ => None,
        },
        _ => None,
    }
}

/// Functions that nobody calls, whose bodies compile when foreign keys have the types of the keys they point to.
pub(crate) fn checks(model: &Model) -> TokenStream {
    if !model.sound {
        return TokenStream::new();
    }
    let checks = model.relations.iter().filter_map(|relation| {
        let function = format_ident!("__relation_{}", relation.ident.unraw());
        let body = check(model, relation)?;
        Some(quote! {
            #[allow(dead_code)]
            fn #function() {
                #body
            }
        })
    });
    checks.collect()
}

fn check(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let this = Path::from(model.ident.clone());
    let (column, at, from, to) = match &relation.way {
        Way::Own(columns) => match columns.as_slice() {
            [only] => (
                field(model, only)?.ident.clone(),
                only.span(),
                &this,
                &relation.target,
            ),
            _ => return None,
        },
        Way::Target(_, columns) => match columns.as_slice() {
            [only] => (only.clone(), only.span(), &relation.target, &this),
            _ => return None,
        },
        Way::Through(_) => return None,
    };
    let from = table(model, from, at);
    let mut column = column;
    column.set_span(at);
    let private = spans::at(at, &model.private);
    Some(match &relation.key {
        None => {
            quote_spanned!(at=> #from::COLS.#column.references::<<#to as #private::Keyed>::Key>();)
        }
        Some(key) => {
            let to = table(model, to, at);
            quote_spanned!(at=> #from::COLS.#column.references_column(#to::COLS.#key);)
        }
    })
}
