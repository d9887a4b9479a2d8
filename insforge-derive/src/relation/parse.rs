//! The grammar: `name: one|many Target via .. | through .., constraint = "..", key = ..`.

use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Ident, LitStr, Meta, Path, Result, Token, parenthesized, token};

use super::{Relation, Way};
use crate::suggest::nearest;

const SHAPE: &str = "a relation is `#[relation(owner: one Profile via owner_id)]`, \
                     `#[relation(comments: many Comment via Comment.todo_id)]` \
                     or `#[relation(tags: many Tag through TodoTag)]`";

/// Parses one attribute; `Self` stands for `this`.
pub(super) fn relation(attribute: &Attribute, this: &Ident) -> Result<Relation> {
    match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => {
            (|input: ParseStream<'_>| body(input, this)).parse2(list.tokens.clone())
        }
        _ => Err(Error::new_spanned(attribute, SHAPE)),
    }
}

fn body(input: ParseStream<'_>, this: &Ident) -> Result<Relation> {
    let ident: Ident = input
        .parse()
        .map_err(|error| Error::new(error.span(), format!("a relation starts with its name: {SHAPE}")))?;
    input.parse::<Token![:]>().map_err(|error| {
        let message = format!("`{ident}` is followed by a colon: `{ident}: one ..` or `{ident}: many ..`");
        Error::new(error.span(), message)
    })?;
    let cardinality = || format!("say how many rows `{ident}` leads to: `one` or `many`");
    // The end of the input has no place of its own.
    if input.is_empty() {
        return Err(Error::new(ident.span(), cardinality()));
    }
    let word = word(input, &["one", "many"], cardinality)?;
    let target = path(input, this, "name the struct of the other table")?;
    let way = way(input, this, &target)?;
    let mut relation = Relation {
        many: word == "many",
        ident,
        word,
        target,
        way,
        constraint: None,
        key: Vec::new(),
    };
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if !input.is_empty() {
            option(input, &mut relation)?;
        }
    }
    Ok(relation)
}

fn way(input: ParseStream<'_>, this: &Ident, target: &Path) -> Result<Way> {
    let shown = quote::quote!(#target).to_string().replace(' ', "");
    let reached = || {
        format!(
            "say how `{shown}` is reached: `via` a foreign key (`via owner_id`, `via {shown}.owner_id`), \
             or `through` a junction table"
        )
    };
    if input.is_empty() {
        return Err(Error::new_spanned(target, reached()));
    }
    let word = word(input, &["via", "through"], reached)?;
    if word == "through" {
        return path(input, this, "name the junction table's struct").map(Way::Through);
    }
    if input.peek(token::Paren) {
        return columns(input).map(Way::Own);
    }
    let hint = "name the foreign key's column: a field of this struct, or `Target.field`";
    let first = path(input, this, hint)?;
    if input.peek(Token![.]) {
        input.parse::<Token![.]>()?;
        return Ok(Way::Target(first, columns(input)?));
    }
    match first.get_ident() {
        Some(column) => Ok(Way::Own(vec![column.clone()])),
        None => Err(Error::new_spanned(&first, hint)),
    }
}

/// `owner_id` or `(list, position)`.
fn columns(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    if !input.peek(token::Paren) {
        return Ok(vec![input.call(Ident::parse_any)?]);
    }
    let content;
    let paren = parenthesized!(content in input);
    let columns = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, Ident::parse_any)?;
    if columns.is_empty() {
        return Err(Error::new(
            paren.span.join(),
            "name the foreign key's columns: `via (a, b)`",
        ));
    }
    Ok(columns.into_iter().collect())
}

/// `constraint = ".."`, `key = column` or `key = (a, b)`.
fn option(input: ParseStream<'_>, relation: &mut Relation) -> Result<()> {
    const OPTIONS: [&str; 2] = ["constraint", "key"];
    let name = word(input, &OPTIONS, || {
        "what can follow is `constraint = \"..\"` and `key = column`".to_owned()
    })?;
    let again = Error::new(name.span(), format!("`{name}` is given twice: remove one"));
    let hint = |error: Error, shape: &str| Error::new(error.span(), format!("write `{shape}`"));
    if name == "constraint" {
        let value = input
            .parse::<Token![=]>()
            .and_then(|_| input.parse::<LitStr>())
            .map_err(|error| hint(error, "constraint = \"name_of_the_foreign_key\""))?;
        match relation.constraint.replace(value) {
            Some(_) => Err(again),
            None => Ok(()),
        }
    } else {
        let value = input
            .parse::<Token![=]>()
            .and_then(|_| columns(input))
            .map_err(|error| hint(error, "key = column"))?;
        if !relation.key.is_empty() {
            return Err(again);
        }
        relation.key = value;
        Ok(())
    }
}

/// One of these words; a misspelt one is named.
fn word(input: ParseStream<'_>, words: &[&str], otherwise: impl Fn() -> String) -> Result<Ident> {
    let word = input
        .call(Ident::parse_any)
        .map_err(|error| Error::new(error.span(), otherwise()))?;
    let written = word.to_string();
    if words.contains(&written.as_str()) {
        return Ok(word);
    }
    let remedy = match nearest(&written, words) {
        Some(meant) => format!("there is no `{written}` here: did you mean `{meant}`?"),
        None => otherwise(),
    };
    Err(Error::new(word.span(), remedy))
}

fn path(input: ParseStream<'_>, this: &Ident, hint: &str) -> Result<Path> {
    let path = input
        .call(Path::parse_mod_style)
        .map_err(|error| Error::new(error.span(), hint))?;
    match path.get_ident() {
        Some(ident) if ident == "Self" => {
            let mut this = this.clone();
            this.set_span(ident.span());
            Ok(Path::from(this))
        }
        _ => Ok(path),
    }
}
