//! `#[projection(Todo)]`, `#[insert(Todo)]`, `#[patch(Todo)]`: the table that a struct is of.

use darling::error::Accumulator;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Error, Ident, Meta, Path, Result, Token};

use crate::attr::custom;
use crate::attr::value::CratePath;

/// What the attribute says.
#[derive(Default)]
pub(crate) struct OfTable {
    pub(crate) table: Option<Path>,
    pub(crate) krate: Option<CratePath>,
}

/// The attribute's name and the words of its messages.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// `projection`
    pub(crate) attribute: &'static str,
    /// `a projection`
    pub(crate) thing: &'static str,
    /// `reads`
    pub(crate) does: &'static str,
}

/// Reads the one attribute that there must be on the struct.
pub(crate) fn read(input: &DeriveInput, words: Words, errors: &mut Accumulator) -> OfTable {
    let (ident, name) = (&input.ident, words.attribute);
    let mut attributes = input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident(name));
    let Some(attribute) = attributes.next() else {
        let message = format!(
            "`{ident}` does not say which table it {}: add `#[{name}(Table)]`",
            words.does
        );
        errors.push(custom(ident.span(), message));
        return OfTable::default();
    };
    for again in attributes {
        let message = format!("{} is of one table: remove one attribute", words.thing);
        errors.push(custom(again.span(), message));
    }
    let parsed = match &attribute.meta {
        Meta::List(list) => (|input: ParseStream<'_>| body(input, name)).parse2(list.tokens.clone()),
        other => Err(Error::new(
            other.span(),
            format!("name the table's struct: `#[{name}(Todo)]`"),
        )),
    };
    errors
        .handle(parsed.map_err(|error| custom(error.span(), error)))
        .unwrap_or_default()
}

fn body(input: ParseStream<'_>, name: &str) -> Result<OfTable> {
    let table = input.call(Path::parse_mod_style).map_err(|error| {
        Error::new(
            error.span(),
            format!("name the table's struct first: `#[{name}(Todo)]`"),
        )
    })?;
    let mut attr = OfTable {
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
            let message =
                format!("`#[{name}(..)]` has no `{key}`: the table is followed by `crate = \"..\"` alone");
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
