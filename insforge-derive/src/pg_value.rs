//! `#[derive(PgValue)]`: a newtype takes everything from the type inside.

use darling::Error;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Fields, Ident};

use crate::attr::{self, ValueAttrs, custom};
use crate::expand::spans;
use crate::model::{is_option, private};
use crate::subject::named;

/// The impl, or the mistakes.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Error::accumulator();
    let attrs: ValueAttrs = attr::read(&input.attrs, &mut errors);
    let field = errors.handle(inner(input));
    let errors = errors
        .finish()
        .err()
        .map(|errors| named(&input.ident, errors).write_errors());
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
        if is_option(&field.ty) {
            let message = "a newtype is never NULL: take the `Option` away, and give it to the table's field";
            return Err(custom(syn::spanned::Spanned::span(&field.ty), message));
        }
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
    // By way of `Field`, whose absence the compiler reports in one short sentence, at the type.
    let (first, last) = spans::ends(ty);
    let item = |name: &str| {
        let (private, name) = (spans::at(first, &private), Ident::new(name, last));
        quote_spanned!(first=> <<#ty as #private::Field>::Base as #private::PgValue>::#name)
    };
    let [sql, cast, array_cast, is_array, type_name, values] =
        ["Sql", "CAST", "ARRAY_CAST", "IS_ARRAY", "TYPE_NAME", "ENUM"].map(item);
    let sql = quote_spanned!(first=> type Sql = #sql;);
    let call = |name: &str, arguments: TokenStream| {
        let (function, arguments) = (item(name), spans::at(last, &arguments));
        quote!(#function #arguments)
    };
    let to_text = call("to_text", quote!((&self.0, __out)));
    let to_json = call("to_json", quote!((&self.0, __serializer)));
    let from_json = call("from_json", quote!((__deserializer)));
    let from_json = quote_spanned!(last=> ::core::result::Result::map(#from_json, Self));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #private::PgValue for #ident {
            #sql
            const CAST: ::core::option::Option<&'static ::core::primitive::str> = #cast;
            const ARRAY_CAST: ::core::option::Option<&'static ::core::primitive::str> = #array_cast;
            const IS_ARRAY: ::core::primitive::bool = #is_array;
            const TYPE_NAME: ::core::option::Option<&'static ::core::primitive::str> = #type_name;
            const ENUM: ::core::option::Option<&'static #private::EnumMeta> = #values;

            fn to_text(
                &self,
                __out: &mut #private::String,
            ) -> ::core::result::Result<(), #private::ValueError> {
                #to_text
            }

            fn to_json<__S: #private::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #to_json
            }

            fn from_json<'__de, __D: #private::serde::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #from_json
            }
        }
    }
}
