//! Rules of relations that the grammar does not show.

use darling::error::Accumulator;
use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Ident, ext::IdentExt as _};

use super::{Relation, Way};
use crate::attr::custom;
use crate::model::Column;
use crate::suggest::offer;

fn report(errors: &mut Accumulator, span: Span, message: impl core::fmt::Display) {
    errors.push(custom(span, message));
}

/// Columns and relations are fields of one struct, so no two can share a name.
pub(super) fn name_is_free(
    relation: &Relation,
    others: &[Relation],
    columns: &[Column],
    errors: &mut Accumulator,
) -> bool {
    let name = relation.ident.unraw();
    let taken = if columns.iter().any(|column| column.ident.unraw() == name) {
        "a column"
    } else if others.iter().any(|other| other.ident.unraw() == name) {
        "another relation"
    } else {
        return true;
    };
    let message =
        format!("`{name}` is {taken} already: columns and relations share their names, choose another");
    report(errors, relation.ident.span(), message);
    false
}

/// The foreign key can lead where the relation says.
pub(super) fn way(relation: &Relation, columns: &[Column], errors: &mut Accumulator) {
    let name = &relation.ident;
    match &relation.way {
        Way::Own(own) => {
            if relation.many {
                let message = format!(
                    "a foreign key of this table leads to one row: write `{name}: one ..`, \
                     or name the other table's column: `via Target.field`"
                );
                report(errors, relation.word.span(), message);
            }
            for column in own {
                is_field(column, columns, errors);
            }
            several(relation, own, errors);
        }
        Way::Target(path, other) => {
            let last = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
            if let (Some(found), Some(target)) = (last(path), last(&relation.target))
                && found != target
            {
                let message = format!(
                    "the foreign key is a column of `{target}`, which the relation leads to: write `via {target}.…`"
                );
                report(errors, path.span(), message);
            }
            for key in &relation.key {
                is_field(key, columns, errors);
            }
            several(relation, other, errors);
        }
        Way::Through(_) => junction(relation, errors),
    }
    if let Some(constraint) = &relation.constraint
        && constraint.value().trim().is_empty()
    {
        report(errors, constraint.span(), "a constraint's name cannot be empty");
    }
}

fn is_field(name: &Ident, columns: &[Column], errors: &mut Accumulator) {
    let bare = name.unraw();
    if columns.iter().any(|column| column.ident.unraw() == bare) {
        return;
    }
    let written = bare.to_string();
    let renamed = columns.iter().find(|column| column.name == written);
    let remedy = match renamed {
        Some(column) => format!("relations name fields, and that column's is `{}`", column.ident),
        None => {
            let fields: Vec<String> = columns
                .iter()
                .map(|column| column.ident.unraw().to_string())
                .collect();
            offer(&written, &fields)
        }
    };
    report(errors, name.span(), format!("no field `{name}`: {remedy}"));
}

/// PostgREST takes one column for a hint; a key of several is named by its constraint.
fn several(relation: &Relation, columns: &[Ident], errors: &mut Accumulator) {
    let [first, rest @ ..] = columns else { return };
    if !rest.is_empty() && relation.constraint.is_none() {
        let message =
            "a foreign key of several columns is named by its constraint: add `, constraint = \"..\"`";
        report(errors, first.span(), message);
    }
    if columns.len() > MOST_COLUMNS {
        let message = format!("a foreign key has at most {MOST_COLUMNS} columns here");
        report(errors, first.span(), message);
    }
    if let Some(key) = relation.key.first()
        && relation.key.len() != columns.len()
    {
        let message = format!(
            "the foreign key has {}, and `key` names {}: name as many",
            count(columns.len()),
            count(relation.key.len())
        );
        report(errors, key.span(), message);
    }
}

/// As many as `KeyColumns` is implemented for.
const MOST_COLUMNS: usize = 8;

fn count(columns: usize) -> String {
    match columns {
        1 => "1 column".to_owned(),
        more => format!("{more} columns"),
    }
}

fn junction(relation: &Relation, errors: &mut Accumulator) {
    if !relation.many {
        let message = format!(
            "a junction table leads to many rows: write `{}: many ..`",
            relation.ident
        );
        report(errors, relation.word.span(), message);
    }
    if let Some(constraint) = &relation.constraint {
        let message = "a junction table is named by itself and not by a constraint: remove `constraint`";
        report(errors, constraint.span(), message);
    }
    if let Some(key) = relation.key.first() {
        report(
            errors,
            key.span(),
            "a junction table knows its keys: remove `key`",
        );
    }
}
