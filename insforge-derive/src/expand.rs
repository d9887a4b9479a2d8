//! From the model to code: one product a file, put together here. Nothing below can fail.

mod columns;
pub(crate) mod constraint_names;
mod constraints;
mod insert;
mod key;
mod patch;
mod row;
mod setters;
pub(crate) mod spans;
mod table;

use darling::Error;
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::fallback;
use crate::model::Model;
use crate::subject::named;

/// `#[derive(Table)]`.
pub(crate) fn table(input: &DeriveInput) -> TokenStream {
    let fields = match fallback::table_fields(input) {
        Ok(fields) => fields,
        Err(error) => return fallback::table(input, error),
    };
    let mut errors = Error::accumulator();
    let mut model = Model::build(input, fields, &mut errors);
    let errors = errors.finish().err().map(|errors| named(&input.ident, errors));
    model.sound = errors.is_none();
    let errors = errors.map(Error::write_errors);
    let code = model_code(&model);
    quote! {
        #errors
        #code
    }
}

/// The items that users see, then one block with the impls.
fn model_code(model: &Model) -> TokenStream {
    let cols = columns::item(model);
    let unique = constraints::item(model);
    let constraint = constraint_names::item(model);
    let insert = insert::items(model);
    let patch = patch::item(model);
    let table_impls = table::impls(model);
    let cols_impls = columns::impls(model);
    let row_impls = row::impls(model);
    let key_impls = key::impls(model);
    let unique_impls = constraints::impls(model);
    let constraint_impls = constraint_names::impls(model);
    let insert_impls = insert::impls(model);
    let patch_impls = patch::impls(model);
    quote! {
        #cols
        #unique
        #constraint
        #insert
        #patch

        const _: () = {
            #table_impls
            #cols_impls
            #row_impls
            #key_impls
            #unique_impls
            #constraint_impls
            #insert_impls
            #patch_impls
        };
    }
}
