//! `impl Rpc for SearchTodos`: the function, and how its arguments are written.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::{Argument, Model};
use crate::expand::spans;

/// The impl of a call without mistakes.
pub(super) fn impls(model: &Model) -> TokenStream {
    let Model {
        private,
        name,
        schema,
        ..
    } = model;
    let names = model
        .arguments
        .iter()
        .filter(|argument| !argument.unnamed)
        .map(|argument| &argument.name);
    let schema = schema.as_ref().map(|schema| quote!(.schema(#schema)));
    let stable = model.stable.then(|| quote!(.stable()));
    let meta = quote!(#private::RpcMeta::new(#name, &[#(#names),*])#schema #stable);
    let writes = model.arguments.iter().map(|argument| write(model, argument));
    let types = model
        .arguments
        .iter()
        .filter(|argument| !argument.unnamed)
        .map(|argument| {
            let family = family(model, argument, "META");
            let name = &argument.name;
            quote!(#family.named(#name))
        });
    implement(model, &meta, &quote!(#(#writes)*), &quote!(#(#types),*))
}

/// Beside an error: the impl of a call without arguments, so that the error has no others for consequence.
pub(super) fn fallback(model: &Model) -> TokenStream {
    let private = &model.private;
    implement(
        model,
        &quote!(#private::RpcMeta::new("", &[])),
        &TokenStream::new(),
        &TokenStream::new(),
    )
}

fn implement(model: &Model, meta: &TokenStream, writes: &TokenStream, types: &TokenStream) -> TokenStream {
    let Model {
        private,
        ident,
        generics,
        returns,
        ..
    } = model;
    let (impl_generics, type_generics, bounds) = generics.split_for_impl();
    let returns = match returns {
        Some(returns) => quote!(#returns),
        None => quote!(#private::Void),
    };
    quote! {
        const _: () = {
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics #private::Rpc for #ident #type_generics #bounds {
                type Returns = #returns;

                const META: &'static #private::RpcMeta = &#meta;

                fn write(&self, __arguments: &mut #private::ArgumentWriter) {
                    #writes
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #impl_generics #private::Declared for #ident #type_generics #bounds {
                fn declare(__declarations: &mut #private::Declarations) {
                    __declarations.a_function::<Self>(const { &[#types] });
                }
            }
        };
    }
}

/// The statement that writes an argument; its type is checked there, and all of it has the type's place.
fn write(model: &Model, argument: &Argument) -> TokenStream {
    let Argument { ident, name, .. } = argument;
    let method = match (argument.unnamed, argument.variadic) {
        (true, _) => "write_whole",
        (false, true) => "write_variadic",
        (false, false) => "write",
    };
    let function = family(model, argument, method);
    if argument.unnamed {
        quote!(#function(&self.#ident, __arguments);)
    } else {
        quote!(#function(&self.#ident, #name, __arguments);)
    }
}

/// An associated item of the argument's type.
fn family(model: &Model, argument: &Argument, item: &str) -> TokenStream {
    let ty = &argument.ty;
    let (first, last) = spans::ends(ty);
    let private = spans::at(first, &model.private);
    let family = if argument.default {
        "DefaultedArgument"
    } else {
        "Argument"
    };
    let (family, item) = (Ident::new(family, first), Ident::new(item, last));
    quote_spanned!(first=> <#ty as #private::#family>::#item)
}
