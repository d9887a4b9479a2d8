//! `#[relation(owner: one Profile via owner_id)]`: where a table's foreign keys lead.

mod check;
mod expand;
mod parse;

use darling::error::Accumulator;
use syn::{Attribute, Ident, LitStr, Path};

pub(crate) use self::expand::{checks, fields, metas, values};
use crate::attr::custom;
use crate::model::Column;

/// A relation as its attribute declares it.
pub(crate) struct Relation {
    /// Its name, the field's in `TodoCols`.
    pub(crate) ident: Ident,
    /// The cardinality; else it is `one`.
    pub(crate) many: bool,
    /// The word `one` or `many`.
    pub(crate) word: Ident,
    /// The other table's struct.
    pub(crate) target: Path,
    pub(crate) way: Way,
    /// The foreign key constraint's name, where columns do not say which it is.
    pub(crate) constraint: Option<LitStr>,
    /// The columns that the foreign key points to, where they are not the primary key; else none.
    pub(crate) key: Vec<Ident>,
}

/// How a relation leads to its target.
pub(crate) enum Way {
    /// By foreign key columns of this table.
    Own(Vec<Ident>),
    /// By foreign key columns of the target, which is named again before the dot.
    Target(Path, Vec<Ident>),
    /// By a table with a foreign key to each of the two.
    Through(Path),
    /// By a function that takes a row of this table: a computed relationship.
    Function(LitStr),
}

/// Reads and checks the relations. Those with a name of their own are returned even when `errors` received mistakes
/// in them, so that their uses have no follow-ups.
pub(crate) fn read(
    attributes: &[Attribute],
    this: &Ident,
    columns: &[Column],
    errors: &mut Accumulator,
) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("relation"))
    {
        let parsed = parse::relation(attribute, this).map_err(|error| custom(error.span(), error));
        let Some(relation) = errors.handle(parsed) else {
            continue;
        };
        if check::name_is_free(&relation, &relations, columns, errors) {
            check::way(&relation, columns, errors);
            relations.push(relation);
        }
    }
    relations
}
