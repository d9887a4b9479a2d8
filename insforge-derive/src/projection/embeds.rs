//! `CardEmbeds`: the handles of embedded relations.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::Model;
use super::field::Source;
use crate::expand::spans;

/// The struct and its impl, where something is embedded.
pub(super) fn items(model: &Model) -> Option<TokenStream> {
    let Model {
        private, vis, ident, ..
    } = model;
    let mut fields = Vec::new();
    let mut values = Vec::new();
    let mut names = Vec::new();
    for field in &model.fields {
        let Source::Embed { relation, .. } = &field.source else {
            continue;
        };
        let (name, ty, alias) = (&field.ident, &field.ty, &field.alias);
        let doc = format!("The rows of `{}`.", relation.unraw());
        let (first, last) = spans::ends(ty);
        let here = spans::at(first, private);
        let head = quote_spanned!(first=> #here::HandleOf<#ty);
        let tail = quote_spanned!(last=> >);
        fields.push(quote!(#[doc = #doc] #vis #name: #head #tail));
        let alias = quote_spanned!(last=> (#alias));
        let mut key = name.clone();
        key.set_span(first);
        values.push(quote_spanned!(first=> #key: #here::EmbedHandle::new #alias));
        names.push(name.unraw().to_string());
    }
    if fields.is_empty() {
        return None;
    }
    let handles = format_ident!("{}Embeds", ident.unraw());
    let shown = format!("{handles} {{{}}}", names.join(", "));
    let doc = format!("What [`{ident}`] embeds, for `embed`.");
    Some(quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #vis struct #handles {
            #(#fields,)*
        }

        const _: () = {
            #[automatically_derived]
            impl ::core::fmt::Debug for #handles {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __f.write_str(#shown)
                }
            }

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl #private::Embeds for #ident {
                type Handles = #handles;
                const HANDLES: &'static #handles = &#handles { #(#values),* };
            }
        };
    })
}
