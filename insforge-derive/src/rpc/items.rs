//! The items of an attribute, parsed one by one, so that a mistake in one leaves the others.

use darling::error::Accumulator;
use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Ident, Meta, Result, Token};

use crate::attr::custom;
use crate::attr::value::NameList;
use crate::suggest::nearest;

/// Reads the items of every attribute of this name.
pub(super) fn read(
    attributes: &[Attribute],
    name: &str,
    keys: NameList,
    errors: &mut Accumulator,
    mut item: impl FnMut(&Ident, ParseStream<'_>) -> Result<()>,
) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(name))
    {
        let Meta::List(list) = &attribute.meta else {
            let message = format!("`{name}` takes a list: `#[{name}(..)]`");
            errors.push(custom(attribute.meta.span(), message));
            continue;
        };
        let mut seen: Vec<Ident> = Vec::new();
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = one(input, name, keys, &mut seen, &mut item) {
                    errors.push(custom(error.span(), error));
                }
                skip(input)?;
            }
            Ok(())
        };
        let parsed = parse.parse2(list.tokens.clone());
        errors.handle(parsed.map_err(|error| custom(error.span(), error)));
    }
}

fn one(
    input: ParseStream<'_>,
    name: &str,
    keys: NameList,
    seen: &mut Vec<Ident>,
    item: &mut impl FnMut(&Ident, ParseStream<'_>) -> Result<()>,
) -> Result<()> {
    let all = keys.join("`, `");
    let key = input
        .call(Ident::parse_any)
        .map_err(|error| Error::new(error.span(), format!("`#[{name}(..)]` has `{all}`")))?;
    if !keys.contains(&key.to_string().as_str()) {
        let message = match nearest(&key.to_string(), keys) {
            Some(meant) => format!("`#[{name}(..)]` has no `{key}`: did you mean `{meant}`?"),
            None => format!("`#[{name}(..)]` has no `{key}`: it has `{all}`"),
        };
        return Err(Error::new(key.span(), message));
    }
    if seen.contains(&key) {
        return Err(Error::new(
            key.span(),
            format!("`{key}` is given twice: remove one"),
        ));
    }
    item(&key, input)?;
    let end = input.is_empty() || input.peek(Token![,]);
    seen.push(key.clone());
    if end {
        Ok(())
    } else {
        Err(input.error(format!("items are separated by commas: write one after `{key}`")))
    }
}

/// Goes on behind the next comma.
fn skip(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>()?.is_some() {
            return Ok(());
        }
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// What follows `key =`, in this shape.
pub(super) fn value<V>(
    key: &Ident,
    input: ParseStream<'_>,
    parse: fn(ParseStream<'_>) -> Result<V>,
    shape: &str,
) -> Result<V> {
    let ends = input.is_empty() || input.peek(Token![,]);
    let read = input.parse::<Token![=]>().and_then(|_| parse(input));
    read.map_err(|error| {
        let span = if ends { key.span() } else { error.span() };
        Error::new(span, format!("write `{shape}`"))
    })
}

/// A word that stands alone.
pub(super) fn word(key: &Ident, input: ParseStream<'_>) -> Result<bool> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(true);
    }
    let rest: TokenStream = input.fork().parse()?;
    let message = format!("`{key}` takes no value: write `{key}` alone");
    Err(Error::new(rest.span(), message))
}
