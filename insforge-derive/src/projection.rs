//! `#[derive(Projection)]`: a struct of some columns and related rows of a table.

mod attr;
mod embeds;
mod expand;
mod fallback;
mod field;
mod json_path;

use darling::Error;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident, Path, Type, Visibility};

#[cfg(test)]
pub(crate) use self::field::KEYS;
use self::field::Source;
use crate::subject::{self, about, named};

/// A projection.
pub(crate) struct Model {
    /// The path of `insforge`'s hidden module.
    private: TokenStream,
    vis: Visibility,
    ident: Ident,
    /// The table's struct; missing where the attribute is.
    table: Option<Path>,
    fields: Vec<Field>,
}

/// A field and where its value comes from.
pub(crate) struct Field {
    ident: Ident,
    ty: Type,
    /// Its name in the answer.
    alias: String,
    source: Source,
}

/// `#[derive(Projection)]`.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let fields = match fallback::fields(input) {
        Ok(fields) => fields,
        Err(error) => return fallback::shape(input, error),
    };
    let mut errors = Error::accumulator();
    let attr = attr::read(input, &mut errors);
    let model = Model {
        private: crate::model::private(attr.krate.as_ref()),
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        table: attr.table,
        fields: fields
            .iter()
            .filter_map(|field| {
                let subject = subject::of_field(&input.ident, field);
                about(subject, &mut errors, |errors| field::read(field, errors))
            })
            .collect(),
    };
    let embeds = embeds::items(&model);
    let (errors, code) = match (errors.finish(), &model.table) {
        (Ok(()), Some(table)) => (None, expand::impls(&model, table)),
        (errors, _) => {
            let errors = errors
                .err()
                .map(|errors| named(&input.ident, errors).write_errors());
            (errors, fallback::impls(&model))
        }
    };
    quote! {
        #errors
        #embeds
        #code
    }
}
