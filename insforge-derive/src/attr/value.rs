//! The values that attributes take. Each says on a mistake what to write instead.

use darling::{FromMeta, Result};
use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Token};

use super::custom;
use crate::suggest::offer;

/// Names that an attribute can choose from.
pub(crate) type NameList = &'static [&'static str];

/// A word that stands alone: `pk`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word(Option<Span>);

impl Word {
    /// Where the word stands, if it does.
    pub(crate) fn span(self) -> Option<Span> {
        self.0
    }

    pub(crate) fn is_present(self) -> bool {
        self.0.is_some()
    }
}

impl FromMeta for Word {
    fn from_meta(item: &Meta) -> Result<Self> {
        match item {
            Meta::Path(path) => Ok(Self(Some(path.span()))),
            other => {
                let key = key(other);
                Err(custom(
                    other.span(),
                    format!("`{key}` takes no value: write `{key}` alone"),
                ))
            }
        }
    }

    fn from_none() -> Option<Self> {
        Some(Self(None))
    }
}

/// A text: `name = "todos"`.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl FromMeta for Text {
    fn from_meta(item: &Meta) -> Result<Self> {
        match text(item) {
            Some(value) => Ok(value),
            None => Err(custom(
                item.span(),
                format!("`{0}` takes a text: `{0} = \"..\"`", key(item)),
            )),
        }
    }
}

/// `identity = always` or `identity = by_default`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    /// `GENERATED ALWAYS`, so that nobody else can write it.
    pub(crate) always: bool,
    pub(crate) span: Span,
}

impl FromMeta for Identity {
    fn from_meta(item: &Meta) -> Result<Self> {
        let word = word(item);
        match word.as_ref().map(ToString::to_string).as_deref() {
            Some("always") => Ok(Self {
                always: true,
                span: item.path().span(),
            }),
            Some("by_default") => Ok(Self {
                always: false,
                span: item.path().span(),
            }),
            _ => Err(custom(
                value_span(item),
                "write `identity = always` or `identity = by_default`",
            )),
        }
    }
}

/// `insert = CreateTodo` or `insert = false`.
#[derive(Debug, Clone)]
pub(crate) struct ItemName {
    /// `None` for `false`.
    pub(crate) name: Option<Ident>,
    pub(crate) span: Span,
}

impl FromMeta for ItemName {
    fn from_meta(item: &Meta) -> Result<Self> {
        let span = value_span(item);
        if let Meta::NameValue(pair) = item
            && let Expr::Lit(ExprLit {
                lit: Lit::Bool(literal),
                ..
            }) = &pair.value
            && !literal.value
        {
            return Ok(Self { name: None, span });
        }
        match word(item) {
            Some(name) => Ok(Self {
                name: Some(name),
                span,
            }),
            None => {
                let key = key(item);
                let message = format!("write `{key} = Name` for another name, or `{key} = false` for none");
                Err(custom(span, message))
            }
        }
    }
}

/// `column = title`: a field of the table.
#[derive(Debug, Clone)]
pub(crate) struct ColumnName(pub(crate) Ident);

impl FromMeta for ColumnName {
    fn from_meta(item: &Meta) -> Result<Self> {
        word(item)
            .map(Self)
            .ok_or_else(|| custom(value_span(item), "write `column = title`, with the table's field"))
    }
}

/// `unique(owner_id, title)`, and perhaps `constraint = ".."`; a keyword stands for the field of that raw identifier.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) names: Vec<Ident>,
    /// The constraint's name, where it is not PostgreSQL's choice.
    pub(crate) constraint: Option<Text>,
    pub(crate) span: Span,
}

impl FromMeta for Fields {
    fn from_meta(item: &Meta) -> Result<Self> {
        const HINT: &str = "name the constraint's fields: `unique(owner_id, title)`";
        let Meta::List(list) = item else {
            return Err(custom(item.span(), HINT));
        };
        if list.tokens.is_empty() {
            return Err(custom(list.span(), HINT));
        }
        let mut fields = Self {
            names: Vec::new(),
            constraint: None,
            span: list.path.span(),
        };
        let parse = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let hint = |error: syn::Error, hint| syn::Error::new(error.span(), hint);
                let name = input.call(Ident::parse_any).map_err(|error| hint(error, HINT))?;
                if name == "constraint" && input.peek(Token![=]) {
                    input.parse::<Token![=]>()?;
                    let literal: LitStr = input
                        .parse()
                        .map_err(|error| hint(error, "write `constraint = \"name_in_the_database\"`"))?;
                    fields.constraint = Some(Text {
                        value: literal.value(),
                        span: literal.span(),
                    });
                } else {
                    fields.names.push(name);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>().map_err(|error| hint(error, HINT))?;
                }
            }
            Ok(())
        };
        parse
            .parse2(list.tokens.clone())
            .map_err(|error: syn::Error| custom(error.span(), error))?;
        if fields.names.is_empty() {
            return Err(custom(list.span(), HINT));
        }
        Ok(fields)
    }
}

/// `crate = "::my_facade::insforge"`.
#[derive(Debug, Clone)]
pub(crate) struct CratePath(pub(crate) Path);

impl FromMeta for CratePath {
    fn from_meta(item: &Meta) -> Result<Self> {
        match text(item) {
            Some(text) => Self::read(&text.value, text.span),
            None => Err(Self::hint(value_span(item))),
        }
    }
}

impl CratePath {
    /// The path in this literal.
    pub(crate) fn of(literal: &syn::LitStr) -> Result<Self> {
        Self::read(&literal.value(), literal.span())
    }

    fn read(text: &str, span: Span) -> Result<Self> {
        let path = Path::parse_mod_style
            .parse_str(text)
            .map_err(|_| Self::hint(span))?;
        let absolute =
            path.leading_colon.is_some() || path.segments.first().is_some_and(|first| first.ident == "crate");
        if absolute {
            Ok(Self(path))
        } else {
            Err(Self::hint(span))
        }
    }

    fn hint(span: Span) -> darling::Error {
        let message = "`crate` takes an absolute path in quotes: `crate = \"::facade::insforge\"` \
                       or `crate = \"crate::insforge\"`";
        custom(span, message)
    }
}

/// A way to spell variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rename {
    Snake,
    Lower,
    Upper,
    Camel,
    Kebab,
    Pascal,
    ScreamingSnake,
}

impl Rename {
    const NAMES: NameList = &[
        "snake_case",
        "lowercase",
        "UPPERCASE",
        "camelCase",
        "kebab-case",
        "PascalCase",
        "SCREAMING_SNAKE_CASE",
    ];
}

impl FromMeta for Rename {
    fn from_meta(item: &Meta) -> Result<Self> {
        let text = Text::from_meta(item)?;
        Ok(match text.value.as_str() {
            "snake_case" => Self::Snake,
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "camelCase" => Self::Camel,
            "kebab-case" => Self::Kebab,
            "PascalCase" => Self::Pascal,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            other => {
                let remedy = offer(other, Self::NAMES);
                return Err(custom(
                    text.span,
                    format!("there is no naming rule `{other}`: {remedy}"),
                ));
            }
        })
    }
}

fn key(item: &Meta) -> String {
    item.path().to_token_stream().to_string()
}

/// The value's place, or the whole item's where it has no value.
fn value_span(item: &Meta) -> Span {
    match item {
        Meta::NameValue(pair) => pair.value.span(),
        other => other.span(),
    }
}

/// The text of `key = "text"`.
fn text(item: &Meta) -> Option<Text> {
    match item {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(literal),
                ..
            }) => Some(Text {
                value: literal.value(),
                span: literal.span(),
            }),
            _ => None,
        },
        _ => None,
    }
}

/// The word of `key = word`.
fn word(item: &Meta) -> Option<Ident> {
    match item {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        },
        _ => None,
    }
}
