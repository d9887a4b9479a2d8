//! Relations as fields of `TodoCols`, their values, and the checks of their keys' types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Path;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::{Relation, Way};
use crate::expand::constraint_names::foreign_key;
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
        Way::Function(function) => {
            format!(
                "Relation to {many} [`{target}`], by the function `{}`.",
                function.value()
            )
        }
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
        let function = match &relation.way {
            Way::Function(function) => Some(quote!(.by_function(#function))),
            _ => None,
        };
        quote!(#ident: #private::Rel::new(#name, || #target::META, || #hint) #own #function)
    });
    values.collect()
}

/// `.relations(&[..])`: which foreign keys the relations follow, for comparisons with the database.
pub(crate) fn metas(model: &Model) -> Option<TokenStream> {
    if model.relations.is_empty() || !model.sound {
        return None;
    }
    let private = &model.private;
    let metas = model.relations.iter().map(|relation| {
        let name = relation.ident.unraw().to_string();
        let many = relation.many;
        let target = table(model, &relation.target, relation.target.span());
        let way = match &relation.way {
            Way::Own(_) => {
                let key = foreign_key(model, relation);
                quote!(Own(|| #key))
            }
            Way::Target(..) => {
                let key = foreign_key(model, relation);
                quote!(Target(|| #key))
            }
            Way::Through(junction) => {
                let junction = table(model, junction, junction.span());
                quote!(Through(|| #junction::META))
            }
            Way::Function(function) => quote!(Function(#function)),
        };
        quote!(#private::RelationMeta::new(#name, #many, || #target::META, #private::RelationWay::#way))
    });
    Some(quote!(.relations(&[#(#metas),*])))
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
        // It has a name of its own, and nothing to be told from.
        Way::Function(_) => quote!(""),
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
    let checks = model.relations.iter().map(|relation| {
        let function = format_ident!("__relation_{}", relation.ident.unraw());
        let keys = check(model, relation).map(|body| {
            quote! {
                #[allow(dead_code)]
                fn #function() {
                    #body
                }
            }
        });
        let schemas = one_schema(model, relation);
        quote!(#keys #schemas)
    });
    checks.collect()
}

/// A constant that cannot be computed when the two tables say that they are in different schemas.
fn one_schema(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let (this, target) = (&model.ident, &relation.target);
    if target.is_ident(this) {
        return None;
    }
    let span = target.span();
    let private = spans::at(span, &model.private);
    let message = format!(
        "a relation stays in one schema: PostgREST finds no `{}` in another one; make a view of it beside `{}`",
        text(target),
        this.unraw()
    );
    Some(
        quote_spanned!(span=> const _: () = ::core::assert!(#private::one_schema::<#this, #target>(), #message);),
    )
}

fn check(model: &Model, relation: &Relation) -> Option<TokenStream> {
    let this = Path::from(model.ident.clone());
    let (columns, from, to) = match &relation.way {
        Way::Own(columns) => (columns, &this, &relation.target),
        Way::Target(_, columns) => (columns, &relation.target, &this),
        Way::Through(_) | Way::Function(_) => return None,
    };
    let at = columns.first()?.span();
    let private = spans::at(at, &model.private);
    let members = |of: &Path, columns: &[Ident]| -> Vec<TokenStream> {
        let member = |column: &Ident| {
            let table = table(model, of, column.span());
            // A field of this struct may be spelled `r#type` there and `type` here.
            let own = (*of == this).then(|| field(model, column)).flatten();
            let mut name = own.map_or(column, |own| &own.ident).clone();
            let span = column.span();
            name.set_span(span);
            quote_spanned!(span=> #table::COLS.#name)
        };
        columns.iter().map(member).collect()
    };
    let (from, keys) = (members(from, columns), members(to, &relation.key));
    let keyed = quote_spanned!(at=> <#to as #private::Keyed>::Key);
    Some(match (from.as_slice(), keys.as_slice()) {
        ([column], []) => quote_spanned!(at=> #column.references::<#keyed>();),
        ([column], [key, ..]) => quote_spanned!(at=> #column.references_column(#key);),
        (columns, []) => {
            quote_spanned!(at=> #private::KeyColumns::references::<#keyed>((#(#columns),*));)
        }
        (columns, keys) => {
            quote_spanned!(at=> #private::KeyColumns::references_columns((#(#columns),*), (#(#keys),*));)
        }
    })
}
