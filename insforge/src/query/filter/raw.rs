//! Conditions in PostgREST's own words.

use super::node::Node;
use super::{Filter, ReadFilter};
use crate::schema::ValueError;

impl<T> Filter<T> {
    /// A condition in PostgREST's own words: one operand as it stands inside `and=(..)`, such as
    /// `title.phfts(english).red cars` or `not.or(a.is.null,b.gt.1)`.
    ///
    /// Nothing in it is checked or quoted but that it is one operand, so never make it of what somebody else wrote:
    /// that could name other columns. Values with `,`, `.`, `:`, `(`, `)` or spaces go in double quotes. A write that
    /// has such a condition cannot return rows.
    ///
    /// Source: PostgREST, "Logical operators".
    ///
    /// ```
    /// use insforge::prelude::*;
    ///
    /// # #[derive(Table)] #[table(name = "todos")]
    /// # struct Todo { #[column(pk)] id: i64, title: String }
    /// let found: Filter<Todo> = Todo::COLS.id.gt(7) & Filter::raw("title.phfts(english).\"red cars\"");
    /// # let _ = found;
    /// ```
    pub fn raw(operand: impl Into<String>) -> Self {
        Self::new(node(operand.into()))
    }
}

impl<T> ReadFilter<T> {
    /// As [`Filter::raw`]; here it can also test an embedded relation: `reviews.not.is.null`.
    pub fn raw(operand: impl Into<String>) -> Self {
        Self::new(node(operand.into()))
    }
}

fn node(operand: String) -> Node {
    match balanced(&operand).and_then(|()| one_operand(&operand)) {
        Ok(()) => Node::Raw(operand),
        Err(reason) => Node::Broken(ValueError::new(format!("raw condition `{operand}`: {reason}"))),
    }
}

/// Parentheses and quotes close, so that the text cannot end what stands around it.
pub(crate) fn balanced(text: &str) -> Result<(), ValueError> {
    if text.trim().is_empty() {
        return Err(ValueError::new("it is empty"));
    }
    scan(text, |_, _| Ok(()))
}

/// A comma outside of parentheses would make it two.
fn one_operand(text: &str) -> Result<(), ValueError> {
    scan(text, |c, depth| {
        if c == ',' && depth == 0 {
            return Err(ValueError::new(
                "it is more than one: join them as `and(..)`, or put a value with a comma in double quotes",
            ));
        }
        Ok(())
    })
}

/// Walks the characters outside of quotes, with the depth of parentheses and braces around each.
fn scan(text: &str, mut each: impl FnMut(char, usize) -> Result<(), ValueError>) -> Result<(), ValueError> {
    let mut depth = 0_usize;
    let mut last = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\0' => return Err(ValueError::new("it holds a NUL character")),
            // PostgREST takes a quote for one only where a name or value begins.
            '"' if !matches!(last, None | Some('.' | ',' | '(' | '{' | '>' | ':' | '!')) => {
                return Err(ValueError::new(
                    "a value with a double quote in it goes in double quotes",
                ));
            }
            '"' => loop {
                match chars.next() {
                    Some('\\') => drop(chars.next()),
                    Some('"') => break,
                    Some(_) => {}
                    None => return Err(ValueError::new("a double quote is not closed")),
                }
            },
            '(' | '{' => depth += 1,
            ')' | '}' => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| ValueError::new("a parenthesis closes that was not opened"))?;
            }
            c => each(c, depth)?,
        }
        last = Some(c);
    }
    if depth > 0 {
        return Err(ValueError::new("a parenthesis is not closed"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operand_is_one_and_closed() {
        for good in [
            "a.eq.1",
            "not.and(a.eq.1,b.in.(x,\"y,)\"))",
            "\"a,b\".eq.\"c\\\"d,\"",
            "tags.cs.{a,b}",
            "meta->\"a,b\"->>c.eq.1",
        ] {
            assert!(matches!(node(good.to_owned()), Node::Raw(_)), "{good}");
        }
        for bad in [
            "",
            " ",
            "a.eq.1,b.eq.2",
            "a.eq.1)",
            "a.in.(1",
            "a.eq.\"x",
            "a.eq.x\",b.eq.\"y",
            "a.eq.\0",
            "a.eq.1),or(b.eq.2",
        ] {
            assert!(matches!(node(bad.to_owned()), Node::Broken(_)), "{bad}");
        }
    }
}
