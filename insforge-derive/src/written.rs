//! `#[derive(Insert)]` and `#[derive(Patch)]`: structs of the user's that write columns of a table.

mod expand;
mod fallback;
mod field;

use darling::Error;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Generics, Ident, Path, Type};

use crate::fallback::borrowing_fields;
use crate::of_table::{self, Words};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Insert,
    Patch,
}

/// A struct that writes columns.
pub(crate) struct Model {
    verb: Verb,
    /// The path of `insforge`'s hidden module.
    private: TokenStream,
    ident: Ident,
    generics: Generics,
    /// The table's struct; missing where the attribute is.
    table: Option<Path>,
    fields: Vec<Field>,
}

/// A field and the column that it writes.
pub(crate) struct Field {
    ident: Ident,
    ty: Type,
    /// The column's field in the table.
    column: Ident,
}

/// `#[derive(Insert)]`.
pub(crate) fn insert(input: &DeriveInput) -> TokenStream {
    written(input, Verb::Insert)
}

/// `#[derive(Patch)]`.
pub(crate) fn patch(input: &DeriveInput) -> TokenStream {
    written(input, Verb::Patch)
}

fn written(input: &DeriveInput, verb: Verb) -> TokenStream {
    let words = verb.words();
    let fields = match borrowing_fields(input, words.thing, "column") {
        Ok(fields) => fields,
        Err(error) => return fallback::shape(input, verb, error),
    };
    let mut errors = Error::accumulator();
    let attr = of_table::read(input, words, &mut errors);
    let model = Model {
        verb,
        private: crate::model::private(attr.krate.as_ref()),
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        table: attr.table,
        fields: field::read(input, fields, verb, &mut errors),
    };
    let (errors, code) = match (errors.finish(), &model.table) {
        (Ok(()), Some(table)) => (None, Some(expand::impls(&model, table))),
        (errors, _) => (
            errors.err().map(Error::write_errors),
            fallback::impls(&model, model.table.as_ref()),
        ),
    };
    quote! {
        #errors
        #code
    }
}

impl Verb {
    const fn words(self) -> Words {
        match self {
            Self::Insert => Words {
                attribute: "insert",
                thing: "an insert",
                does: "adds to",
            },
            Self::Patch => Words {
                attribute: "patch",
                thing: "a patch",
                does: "changes",
            },
        }
    }

    /// The trait that the struct gets.
    const fn trait_name(self) -> &'static str {
        match self {
            Self::Insert => "Insertable",
            Self::Patch => "Patch",
        }
    }

    /// The method of a column that checks the field.
    const fn method(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Patch => "patch",
        }
    }
}
