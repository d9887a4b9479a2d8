//! From the enum to code.

use proc_macro2::TokenStream;
use quote::quote;

use super::PgEnum;

/// `as_str` and `impl PgValue`.
pub(super) fn code(item: &PgEnum<'_>) -> TokenStream {
    let PgEnum {
        ident, vis, private, ..
    } = item;
    let title = ident.to_string();
    let texts: Vec<&String> = item.variants.iter().map(|(_, text)| text).collect();
    let names = item.variants.iter().map(|(name, _)| name);
    let known = quote!(#(Self::#names => #texts,)*);
    let type_name = match &item.name {
        Some(name) => quote!(::core::option::Option::Some(#name)),
        None => quote!(::core::option::Option::None),
    };
    let named = item.name.as_ref().map(|name| quote!(.named(#name)));
    let closed = item.unknown.is_none().then(|| quote!(.closed()));
    // A variant that is a mistake still needs an arm, lest the compiler reports it again.
    let other_arm = (!item.sound).then(|| quote!(#[allow(unreachable_patterns)] _ => "",));
    let unknown_arm = item
        .unknown
        .map(|unknown| quote!(Self::#unknown(__text) => __text,));
    // Sending a value that the program does not know is a mistake of the program's.
    let to_text = match item.unknown {
        Some(unknown) => quote! {
            match self {
                Self::#unknown(__text) => ::core::result::Result::Err(#private::unknown_variant(#title, __text)),
                __known => {
                    __out.push_str(Self::as_str(__known));
                    ::core::result::Result::Ok(())
                }
            }
        },
        None => quote! {
            __out.push_str(Self::as_str(self));
            ::core::result::Result::Ok(())
        },
    };
    let to_json = match item.unknown {
        Some(_) => quote! {
            let mut __text = #private::String::new();
            match <Self as #private::PgValue>::to_text(self, &mut __text) {
                ::core::result::Result::Ok(()) => __serializer.serialize_str(&__text),
                ::core::result::Result::Err(__reason) => ::core::result::Result::Err(
                    <__S::Error as #private::serde::ser::Error>::custom(__reason),
                ),
            }
        },
        None => quote!(__serializer.serialize_str(Self::as_str(self))),
    };
    let read_arms = item
        .variants
        .iter()
        .map(|(name, text)| quote!(#text => ::core::result::Result::Ok(Self::#name),));
    let read_other = match item.unknown {
        Some(unknown) => quote!(_ => ::core::result::Result::Ok(Self::#unknown(__text)),),
        None => quote! {
            _ => ::core::result::Result::Err(
                <__D::Error as #private::serde::de::Error>::unknown_variant(&__text, &[#(#texts),*]),
            ),
        },
    };
    quote! {
        impl #ident {
            /// The value as the database spells it.
            #[must_use]
            #[allow(dead_code)]
            #vis fn as_str(&self) -> &::core::primitive::str {
                match self {
                    #known
                    #unknown_arm
                    #other_arm
                }
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #private::PgEnum for #ident {
            const META: &'static #private::EnumMeta = &#private::EnumMeta::new(#title, &[#(#texts),*]) #named #closed;
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #private::Declared for #ident {
            fn declare(__declarations: &mut #private::Declarations) {
                __declarations.an_enum::<Self>();
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #private::PgValue for #ident {
            type Sql = #private::Enum;
            const TYPE_NAME: ::core::option::Option<&'static ::core::primitive::str> = #type_name;
            const ENUM: ::core::option::Option<&'static #private::EnumMeta> =
                ::core::option::Option::Some(<Self as #private::PgEnum>::META);

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
                let __text = <#private::String as #private::PgValue>::from_json(__deserializer)?;
                match __text.as_str() {
                    #(#read_arms)*
                    #read_other
                }
            }
        }
    }
}
