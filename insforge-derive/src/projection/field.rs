//! `#[proj(..)]` on a field: where its value comes from.

use darling::error::Accumulator;
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Error, Ident, LitStr, Meta, Result, Token};

use super::Field;
use super::json_path::JsonPath;
use crate::attr::custom;
use crate::suggest::nearest;

/// Where a field's value comes from.
pub(crate) enum Source {
    /// A column, perhaps under a cast of the user's.
    Column(Ident, Option<LitStr>),
    /// A path into a JSON column.
    Path(JsonPath, Option<LitStr>),
    /// Related rows.
    Embed {
        relation: Ident,
        /// Without the rows that have none.
        inner: bool,
    },
    /// The number of related rows.
    Count(Ident),
    /// The one related row, its columns beside the row's own.
    Spread {
        relation: Ident,
        /// One column of it alone.
        column: Option<Ident>,
        /// Without the rows that have none.
        inner: bool,
    },
}

pub(crate) const KEYS: [&str; 7] = ["column", "cast", "path", "embed", "inner", "count", "spread"];

/// The items of the attribute, each with the place of its key.
#[derive(Default)]
struct Items {
    column: Option<(Span, Ident)>,
    cast: Option<(Span, LitStr)>,
    path: Option<(Span, JsonPath)>,
    embed: Option<(Span, Ident)>,
    inner: Option<(Span, ())>,
    count: Option<(Span, Ident)>,
    spread: Option<(Span, Ident)>,
}

/// The field, also where `errors` received mistakes in its attributes.
pub(super) fn read(field: &syn::Field, errors: &mut Accumulator) -> Option<Field> {
    let ident = field.ident.clone()?;
    let mut items = Items::default();
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("proj"))
    {
        match &attribute.meta {
            Meta::List(list) => {
                for tokens in split(list.tokens.clone()) {
                    let parsed = (|input: ParseStream<'_>| items.item(input)).parse2(tokens);
                    errors.handle(parsed.map_err(|error| custom(error.span(), error)));
                }
            }
            other => errors.push(custom(other.span(), "`proj` takes a list: `#[proj(..)]`")),
        }
    }
    items.contradictions(errors);
    let source = items.source(&ident);
    let bare = ident.unraw();
    // A name that no column or table has: PostgREST would mix up an embed and a column of one name.
    let alias = match source {
        Source::Embed { .. } | Source::Count(_) | Source::Spread { column: None, .. } => format!("__{bare}"),
        _ => bare.to_string(),
    };
    Some(Field {
        ty: field.ty.clone(),
        ident,
        alias,
        source,
    })
}

/// The parts between commas, so that a mistake in one leaves the others.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            _ => {
                if let Some(last) = parts.last_mut() {
                    last.extend([token]);
                }
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

impl Items {
    fn item(&mut self, input: ParseStream<'_>) -> Result<()> {
        let key = input.call(Ident::parse_any).map_err(|error| {
            Error::new(error.span(), format!("`#[proj(..)]` has `{}`", KEYS.join("`, `")))
        })?;
        let (span, written) = (key.span(), key.to_string());
        match written.as_str() {
            "column" => set(
                &mut self.column,
                &key,
                value(input, Ident::parse_any, "column = title")?,
            ),
            "cast" => set(
                &mut self.cast,
                &key,
                value(input, <LitStr as Parse>::parse, "cast = \"text\"")?,
            ),
            "path" => {
                input
                    .parse::<Token![=]>()
                    .map_err(|error| Error::new(error.span(), "write `path = meta->\"key\"`"))?;
                set(&mut self.path, &key, input.parse()?)
            }
            "embed" => set(
                &mut self.embed,
                &key,
                value(input, Ident::parse_any, "embed = owner")?,
            ),
            "count" => set(
                &mut self.count,
                &key,
                value(input, Ident::parse_any, "count = comments")?,
            ),
            "spread" => set(
                &mut self.spread,
                &key,
                value(input, Ident::parse_any, "spread = owner")?,
            ),
            "inner" if input.is_empty() => set(&mut self.inner, &key, ()),
            "inner" => Err(Error::new(span, "`inner` takes no value: write `inner` alone")),
            "prefix" if self.spread.is_some() => Err(Error::new(
                span,
                "a spread needs no `prefix`: its columns never meet those of the row",
            )),
            _ => {
                // Nothing more is said of the rest.
                let _: TokenStream = input.parse()?;
                let message = match nearest(&written, &KEYS) {
                    Some(meant) => format!("`#[proj(..)]` has no `{written}`: did you mean `{meant}`?"),
                    None => format!("`#[proj(..)]` has no `{written}`: it has `{}`", KEYS.join("`, `")),
                };
                Err(Error::new(span, message))
            }
        }
    }

    /// Items that cannot stand together; the error is on the second.
    fn contradictions(&self, errors: &mut Accumulator) {
        let sources = [
            // A spread has a column of its own.
            (
                "column",
                self.column
                    .as_ref()
                    .filter(|_| self.spread.is_none())
                    .map(|item| item.0),
            ),
            ("path", self.path.as_ref().map(|item| item.0)),
            ("embed", self.embed.as_ref().map(|item| item.0)),
            ("count", self.count.as_ref().map(|item| item.0)),
            ("spread", self.spread.as_ref().map(|item| item.0)),
        ];
        let mut given = sources.iter().filter_map(|(key, span)| Some((key, (*span)?)));
        if let Some((first, _)) = given.next() {
            for (key, span) in given {
                let message = format!("a field has one value: keep `{first}` or `{key}`");
                errors.push(custom(span, message));
            }
        }
        if let Some((span, ())) = self.inner
            && self.embed.is_none()
            && self.spread.is_none()
        {
            let message = "`inner` goes with `embed` or `spread`: `#[proj(embed = owner, inner)]`";
            errors.push(custom(span, message));
        }
        if let Some((span, cast)) = &self.cast {
            if self.embed.is_some() || self.count.is_some() || self.spread.is_some() {
                let message =
                    "related rows have no cast: remove `cast`, or cast a column of their own projection";
                errors.push(custom(*span, message));
            }
            if let Some(message) = cast_mistake(&cast.value()) {
                errors.push(custom(cast.span(), message));
            }
        }
    }

    fn source(self, ident: &Ident) -> Source {
        let cast = self.cast.map(|(_, cast)| cast);
        if let Some((_, relation)) = self.embed {
            return Source::Embed {
                relation,
                inner: self.inner.is_some(),
            };
        }
        if let Some((_, relation)) = self.count {
            return Source::Count(relation);
        }
        if let Some((_, relation)) = self.spread {
            return Source::Spread {
                relation,
                column: self.column.map(|(_, column)| column),
                inner: self.inner.is_some(),
            };
        }
        match self.path {
            Some((_, path)) => Source::Path(path, cast),
            None => Source::Column(
                self.column.map_or_else(|| ident.clone(), |(_, column)| column),
                cast,
            ),
        }
    }
}

/// PostgREST takes the cast as it stands, up to the next comma or parenthesis.
fn cast_mistake(cast: &str) -> Option<&'static str> {
    if cast.trim().is_empty() {
        return Some("a cast names an SQL type: `cast = \"text\"`");
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '[' | ']');
    (!cast.chars().all(plain))
        .then_some("a cast is the plain name of an SQL type, without lengths and quotes: `cast = \"text\"`")
}

/// What follows `key =`, in this shape.
fn value<V>(input: ParseStream<'_>, parse: fn(ParseStream<'_>) -> Result<V>, shape: &str) -> Result<V> {
    let read = input.parse::<Token![=]>().and_then(|_| parse(input));
    read.map_err(|error| {
        let _ = input.parse::<TokenStream>();
        Error::new(error.span(), format!("write `{shape}`"))
    })
}

fn set<V>(slot: &mut Option<(Span, V)>, key: &Ident, value: V) -> Result<()> {
    match slot.replace((key.span(), value)) {
        Some(_) => Err(Error::new(
            key.span(),
            format!("`{key}` is given twice: remove one"),
        )),
        None => Ok(()),
    }
}
