//! `#[derive(PgValue)]`: a newtype takes everything from the type inside.

use darling::Error;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Fields};

use crate::attr::{self, ValueAttrs, custom};
use crate::model::private;

/// The impl, or the mistakes.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Error::accumulator();
    let attrs: ValueAttrs = attr::read(&input.attrs, &mut errors);
    let field = errors.handle(inner(input));
    let errors = errors.finish().err().map(Error::write_errors);
    let code = field.map(|field| impls(input, &attrs, field));
    quote! {
        #errors
        #code
    }
}

/// The one field of a tuple struct.
fn inner(input: &DeriveInput) -> darling::Result<&Field> {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        let message = "a column's type has no generics or lifetimes: name the type inside";
        return Err(custom(syn::spanned::Spanned::span(&input.generics), message));
    }
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && let Some(field) = fields.unnamed.first()
        && fields.unnamed.len() == 1
    {
        return Ok(field);
    }
    let remedy = match input.data {
        Data::Enum(_) => "derive `PgEnum` on an enum".to_owned(),
        _ => format!("write `struct {ident}(Inner);`, or wrap a serde type in `insforge::Json<..>`"),
    };
    Err(custom(
        ident.span(),
        format!("`PgValue` is derived on a tuple struct of one field: {remedy}"),
    ))
}

fn impls(input: &DeriveInput, attrs: &ValueAttrs, field: &Field) -> TokenStream {
    let private = private(attrs.krate.as_ref());
    let (ident, ty) = (&input.ident, &field.ty);
    let first = crate::expand::spans::ends(ty).0;
    let value = {
        let private = crate::expand::spans::at(first, &private);
        quote_spanned!(first=> <#ty as #private::PgValue>)
    };
    quote! {
        #[automatically_derived]
        impl #private::PgValue for #ident {
            type Sql = #value::Sql;
            const CAST: ::core::option::Option<&'static ::core::primitive::str> = #value::CAST;
            const ARRAY_CAST: ::core::option::Option<&'static ::core::primitive::str> = #value::ARRAY_CAST;
            const IS_ARRAY: ::core::primitive::bool = #value::IS_ARRAY;
            const TYPE_NAME: ::core::option::Option<&'static ::core::primitive::str> = #value::TYPE_NAME;

            fn to_text(
                &self,
                __out: &mut #private::String,
            ) -> ::core::result::Result<(), #private::ValueError> {
                #value::to_text(&self.0, __out)
            }

            fn to_json<__S: #private::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #value::to_json(&self.0, __serializer)
            }

            fn from_json<'__de, __D: #private::serde::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::core::result::Result::map(#value::from_json(__deserializer), Self)
            }
        }
    }
}
