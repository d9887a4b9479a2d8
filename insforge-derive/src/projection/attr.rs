//! `#[projection(Todo)]` on the struct.

use darling::error::Accumulator;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Error, Ident, Meta, Path, Result, Token};

use crate::attr::custom;
use crate::attr::value::CratePath;

/// What the attribute says.
#[derive(Default)]
pub(super) struct StructAttr {
    pub(super) table: Option<Path>,
    pub(super) krate: Option<CratePath>,
}

/// Reads the one attribute that there must be.
pub(super) fn read(input: &DeriveInput, errors: &mut Accumulator) -> StructAttr {
    let ident = &input.ident;
    let mut attributes = input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("projection"));
    let Some(attribute) = attributes.next() else {
        let message = format!("`{ident}` does not say which table it reads: add `#[projection(Table)]`");
        errors.push(custom(ident.span(), message));
        return StructAttr::default();
    };
    for again in attributes {
        errors.push(custom(
            again.span(),
            "a projection is of one table: remove one attribute",
        ));
    }
    let parsed = match &attribute.meta {
        Meta::List(list) => body.parse2(list.tokens.clone()),
        other => Err(Error::new(
            other.span(),
            "name the table's struct: `#[projection(Todo)]`",
        )),
    };
    errors
        .handle(parsed.map_err(|error| custom(error.span(), error)))
        .unwrap_or_default()
}

fn body(input: ParseStream<'_>) -> Result<StructAttr> {
    let table = input.call(Path::parse_mod_style).map_err(|error| {
        Error::new(
            error.span(),
            "name the table's struct first: `#[projection(Todo)]`",
        )
    })?;
    let mut attr = StructAttr {
        table: Some(table),
        krate: None,
    };
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let key: Ident = input.fork().call(Ident::parse_any)?;
        if key != "crate" {
            let message = format!(
                "`#[projection(..)]` has no `{key}`: the table is followed by `crate = \"..\"` alone"
            );
            return Err(Error::new(key.span(), message));
        }
        let krate = <CratePath as darling::FromMeta>::from_meta(&meta(input)?).map_err(Error::from)?;
        attr.krate = Some(krate);
    }
    Ok(attr)
}

/// `crate = ".."`: a keyword, which syn takes for a key only by name.
fn meta(input: ParseStream<'_>) -> Result<Meta> {
    Ok(Meta::NameValue(syn::MetaNameValue {
        path: Path::from(input.call(Ident::parse_any)?),
        eq_token: input.parse()?,
        value: input.parse()?,
    }))
}
