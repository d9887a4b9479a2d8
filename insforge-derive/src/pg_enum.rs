//! `#[derive(PgEnum)]`: a PostgreSQL enum as a Rust enum, open to values that the program does not know.

mod expand;
mod variants;

use darling::Error;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Ident};

use crate::attr::{self, EnumAttrs, custom};
use crate::model::private;
use crate::subject::named;

/// The enum with every value's spelling resolved.
struct PgEnum<'a> {
    ident: &'a Ident,
    vis: &'a syn::Visibility,
    private: TokenStream,
    /// The type's name in the database.
    name: Option<String>,
    /// The variants with their values.
    variants: Vec<(&'a Ident, String)>,
    /// The variant that holds a value the program does not know.
    unknown: Option<&'a Ident>,
    /// Whether no mistake was found.
    sound: bool,
}

/// The impls, or the mistakes and the impls.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Error::accumulator();
    let attrs: EnumAttrs = attr::read(&input.attrs, &mut errors);
    let parts = match &input.data {
        Data::Enum(data) if input.generics.params.is_empty() => {
            Some(variants::read(&input.ident, data, &attrs, &mut errors))
        }
        Data::Enum(_) => {
            let span = syn::spanned::Spanned::span(&input.generics);
            errors.push(custom(span, "a database enum has no generics or lifetimes"));
            None
        }
        _ => {
            let message = "`PgEnum` is derived on an enum; on a newtype derive `PgValue`";
            errors.push(custom(input.ident.span(), message));
            None
        }
    };
    if let Some(name) = &attrs.name
        && name.value.trim().is_empty()
    {
        errors.push(custom(name.span, "the type's name cannot be empty"));
    }
    let errors = errors
        .finish()
        .err()
        .map(|errors| named(&input.ident, errors).write_errors());
    let code = parts.map(|(variants, unknown)| {
        let private = private(attrs.krate.as_ref());
        let name = attrs.name.map(|name| name.value);
        expand::code(&PgEnum {
            ident: &input.ident,
            vis: &input.vis,
            private,
            name,
            variants,
            unknown,
            sound: errors.is_none(),
        })
    });
    quote! {
        #errors
        #code
    }
}
