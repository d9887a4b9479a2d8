//! `meta->"ui"->>"color"`: the operators of PostgreSQL, between literals.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitInt, LitStr, Result, Token};

/// A path into a JSON column.
pub(crate) struct JsonPath {
    pub(crate) column: Ident,
    steps: Vec<Step>,
    /// Whether the last step is `->>`.
    pub(crate) text: bool,
}

enum Step {
    Key(LitStr),
    Index(i32),
}

impl Parse for JsonPath {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let column = input.call(Ident::parse_any).map_err(|error| {
            Error::new(
                error.span(),
                "a path starts with its column: `path = meta->\"key\"`",
            )
        })?;
        let mut path = Self {
            column,
            steps: Vec::new(),
            text: false,
        };
        if input.is_empty() {
            let message = format!(
                "a path has a step: `path = {0}->\"key\"`; for the whole column write `column = {0}`",
                path.column
            );
            return Err(Error::new(path.column.span(), message));
        }
        while !input.is_empty() {
            let arrow: Token![->] = input.parse().map_err(|error| {
                Error::new(
                    error.span(),
                    "steps are joined by `->`, and the last by `->` or `->>`",
                )
            })?;
            path.text = input.peek(Token![>]);
            if path.text {
                input.parse::<Token![>]>()?;
            }
            path.steps.push(input.parse()?);
            if path.text && !input.is_empty() {
                let message = "`->>` yields text, which has no steps: write `->` here and `->>` for the last";
                return Err(Error::new_spanned(arrow, message));
            }
        }
        Ok(path)
    }
}

impl Parse for Step {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let hint = |error: Error| {
            let message = "a step is a key in quotes or an index: `meta->\"tags\"->0`";
            Error::new(error.span(), message)
        };
        if input.peek(LitStr) {
            return input.parse().map(Self::Key);
        }
        let minus: Option<Token![-]> = input.parse()?;
        let index: LitInt = input.parse().map_err(hint)?;
        let sign = if minus.is_some() { -1 } else { 1 };
        match index.base10_parse::<i32>() {
            Ok(value) => Ok(Self::Index(sign * value)),
            Err(_) => Err(hint(Error::new(index.span(), ""))),
        }
    }
}

impl JsonPath {
    /// The steps as `PathItem`s.
    pub(crate) fn items(&self, private: &TokenStream) -> TokenStream {
        let items = self.steps.iter().map(|step| match step {
            Step::Key(key) => quote!(#private::PathItem::Key(#key)),
            Step::Index(index) => quote!(#private::PathItem::Index(#index)),
        });
        quote!(&[#(#items),*])
    }
}
