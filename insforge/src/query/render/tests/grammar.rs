//! PostgREST 12's grammar of query strings, as its parser reads them. Nothing may be left over: where the server
//! would pass over a rest, this parser fails.

use super::ast::{Field, Key, Ordering, Predicate, Query, Selected, Step, Test, Tree};

type Read<T> = Result<T, String>;

/// Reads the decoded parameters.
pub(super) fn parse(pairs: &[(String, String)]) -> Read<Query> {
    let mut query = Query::default();
    for (key, value) in pairs {
        let error = |reason: String| format!("{reason} in `{key}={value}`");
        parameter(key, value, &mut query).map_err(error)?;
    }
    Ok(query)
}

fn parameter(key: &str, value: &str, query: &mut Query) -> Read<()> {
    match key {
        "select" => query.select = Some(whole(value, |c| c.list(Cursor::selected))?),
        "columns" => query.columns = Some(whole(value, |c| c.list(Cursor::name))?),
        "on_conflict" => query.on_conflict = Some(whole(value, |c| c.list(Cursor::name))?),
        _ => match key.rsplit('.').next().unwrap_or(key) {
            "order" => query.order = whole(value, |c| c.list(Cursor::ordering))?,
            "limit" => query.limit = Some(value.parse().map_err(|_| "no limit")?),
            "offset" => query.offset = Some(value.parse().map_err(|_| "no offset")?),
            "and" | "or" if matches!(key, "and" | "or" | "not.and" | "not.or") => {
                query
                    .conditions
                    .push(whole(&format!("{key}{value}"), Cursor::tree)?);
            }
            "and" | "or" => return Err("a tree of an embedded table".into()),
            _ => {
                let field = whole_key(key)?;
                let (negated, test) = whole(value, |c| c.operation(false))?;
                query
                    .conditions
                    .push(Tree::Leaf(Predicate { field, negated, test }));
            }
        },
    }
    Ok(())
}

/// A key may be followed by the gateway's `[]`, which PostgREST passes over, unless it becomes part of a path's key.
pub(super) fn whole_key(key: &str) -> Read<Field> {
    let mut cursor = Cursor(key);
    let mut field = cursor.bare_field()?;
    while cursor.eat(".") {
        field = cursor.bare_field()?;
    }
    match cursor.0 {
        "" | "[]" => Ok(field),
        rest => Err(format!("`{rest}` after the column")),
    }
}

fn whole<'a, T>(text: &'a str, read: impl FnOnce(&mut Cursor<'a>) -> Read<T>) -> Read<T> {
    let mut cursor = Cursor(text);
    let value = read(&mut cursor)?;
    if cursor.0.is_empty() {
        Ok(value)
    } else {
        Err(format!("`{}` is left over", cursor.0))
    }
}

/// What is not read yet.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn eat(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn expect(&mut self, text: &str) -> Read<()> {
        if self.eat(text) {
            Ok(())
        } else {
            Err(format!("`{text}` expected before `{}`", self.0))
        }
    }

    fn take_while(&mut self, test: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !test(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn blanks(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t'));
    }

    /// Reads, or leaves everything as it was.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let before = *self;
        let result = read(self);
        if result.is_err() {
            *self = before;
        }
        result
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut items = Vec::new();
        loop {
            self.blanks();
            items.push(item(self)?);
            self.blanks();
            if !self.eat(",") {
                return Ok(items);
            }
        }
    }

    fn quoted(&mut self) -> Read<String> {
        self.expect("\"")?;
        let mut text = String::new();
        let mut chars = self.0.chars();
        loop {
            match chars.next() {
                Some('"') => break,
                Some('\\') => text.push(chars.next().ok_or("an escape of nothing")?),
                Some(c) => text.push(c),
                None => return Err("a quote is not closed".into()),
            }
        }
        self.0 = chars.as_str();
        Ok(text)
    }

    fn name(&mut self) -> Read<String> {
        if self.0.starts_with('"') {
            return self.quoted();
        }
        self.dashed(|c| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, '_' | ' ' | '$'))
    }

    /// Parts joined by `-`, which an arrow is not.
    fn dashed(&mut self, test: impl Fn(char) -> bool) -> Read<String> {
        let mut parts = Vec::new();
        loop {
            let part = self.take_while(&test);
            if part.is_empty() {
                return Err(format!("a name expected before `{}`", self.0));
            }
            parts.push(part.trim());
            if !self.0.starts_with('-') || self.0.starts_with("->") {
                return Ok(parts.join("-"));
            }
            self.eat("-");
        }
    }

    fn field(&mut self) -> Read<Field> {
        self.blanks();
        let field = self.bare_field();
        self.blanks();
        field
    }

    fn bare_field(&mut self) -> Read<Field> {
        let name = self.name()?;
        let mut path = Vec::new();
        loop {
            let text = self.eat("->>");
            if !text && !self.eat("->") {
                return Ok(Field { name, path });
            }
            path.push(Step {
                text,
                to: self.key()?,
            });
        }
    }

    fn key(&mut self) -> Read<Key> {
        let index = self.attempt(|cursor| {
            let sign = if cursor.eat("-") { -1 } else { 1 };
            let digits: i64 = cursor
                .take_while(|c| c.is_ascii_digit())
                .parse()
                .map_err(|_| "no index")?;
            let ends =
                cursor.0.is_empty() || ["->", "::", ".", ","].iter().any(|end| cursor.0.starts_with(end));
            if ends {
                Ok(Key::Index(sign * digits))
            } else {
                Err("no index".into())
            }
        });
        index.or_else(|_| {
            let quoted = self.0.starts_with('"');
            let name = if quoted {
                self.quoted()
            } else {
                self.dashed(|c| !"(-:.,>)".contains(c))
            };
            name.map(Key::Name)
        })
    }

    fn selected(&mut self) -> Read<Selected> {
        let alias = self.attempt(|cursor| {
            let alias = cursor.name()?;
            if cursor.0.starts_with("::") {
                Err("a cast".to_owned())
            } else {
                cursor.expect(":").map(|()| alias)
            }
        });
        let field = if self.eat("*") {
            Field {
                name: "*".into(),
                path: Vec::new(),
            }
        } else {
            self.field()?
        };
        let cast = self.eat("::").then(|| {
            self.take_while(|c| c.is_alphabetic() || c.is_ascii_digit() || "_ $".contains(c))
                .trim()
                .to_owned()
        });
        if self.0.is_empty() || self.0.starts_with(',') {
            Ok(Selected {
                alias: alias.ok(),
                field,
                cast,
            })
        } else {
            Err(format!("`{}` after a selected column", self.0))
        }
    }

    fn ordering(&mut self) -> Read<Ordering> {
        let field = self.field()?;
        let descending = self.one_of(&[(".asc", false), (".desc", true)]);
        let nulls_first = self.one_of(&[(".nullsfirst", true), (".nullslast", false)]);
        Ok(Ordering {
            field,
            descending,
            nulls_first,
        })
    }

    fn one_of<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        words
            .iter()
            .find(|(word, _)| self.eat(word))
            .map(|(_, meaning)| *meaning)
    }

    fn tree(&mut self) -> Read<Tree> {
        let leaf = self.attempt(|cursor| {
            let field = cursor.field()?;
            cursor.expect(".")?;
            let (negated, test) = cursor.operation(true)?;
            Ok(Tree::Leaf(Predicate { field, negated, test }))
        });
        leaf.or_else(|reason| {
            let negated = self.eat("not.");
            let all = self.one_of(&[("and", true), ("or", false)]).ok_or(reason)?;
            self.blanks();
            self.expect("(")?;
            let nodes = self.list(Self::tree)?;
            self.expect(")")?;
            self.blanks();
            Ok(Tree::Group { negated, all, nodes })
        })
    }

    fn operation(&mut self, in_tree: bool) -> Read<(bool, Test)> {
        let negated = self.eat("not.");
        if self.eat("in.") {
            return Ok((negated, Test::In(self.elements()?)));
        }
        if self.eat("is.") {
            let word = self.take_while(|c| c.is_ascii_alphabetic()).to_lowercase();
            let known = ["null", "unknown", "true", "false"].contains(&word.as_str());
            return if known {
                Ok((negated, Test::Is(word)))
            } else {
                Err(format!("`is.{word}`"))
            };
        }
        let name = self.take_while(|c| c.is_ascii_lowercase()).to_owned();
        let argument = self.eat("(").then(|| self.take_while(|c| c != ')').to_owned());
        if argument.is_some() {
            self.expect(")")?;
        }
        self.expect(".")?;
        let value = |cursor: &mut Self| if in_tree { cursor.operand() } else { cursor.rest() };
        let test = match (name.as_str(), argument) {
            ("fts" | "plfts" | "phfts" | "wfts", config) => {
                let valid =
                    |c: &String| !c.is_empty() && c.chars().all(|c| c.is_alphanumeric() || "_ $".contains(c));
                if config.as_ref().is_some_and(|config| !valid(config)) {
                    return Err("not a text search configuration".into());
                }
                Test::Search {
                    kind: name,
                    config,
                    words: value(self),
                }
            }
            ("eq" | "gt" | "gte" | "lt" | "lte" | "like" | "ilike" | "match" | "imatch", quantifier) => {
                if quantifier.as_ref().is_some_and(|q| q != "any" && q != "all") {
                    return Err("not a quantifier".into());
                }
                Test::Compare {
                    operator: name,
                    quantifier,
                    value: value(self),
                }
            }
            (
                "neq" | "isdistinct" | "cs" | "cd" | "ov" | "sl" | "sr" | "nxr" | "nxl" | "adj",
                quantifier @ None,
            ) => Test::Compare {
                operator: name,
                quantifier,
                value: value(self),
            },
            _ => return Err(format!("`{name}` is no operator")),
        };
        Ok((negated, test))
    }

    /// Outside of trees a value goes on to the end.
    fn rest(&mut self) -> String {
        core::mem::take(&mut self.0).to_owned()
    }

    /// In a tree it ends at a comma or parenthesis, unless it is quoted or a flat array literal.
    fn operand(&mut self) -> String {
        let array = |cursor: &mut Self| {
            let start = cursor.0;
            cursor.expect("{")?;
            cursor.take_while(|c| !"{}".contains(c));
            cursor.expect("}")?;
            Ok(start[..start.len() - cursor.0.len()].to_owned())
        };
        self.attempt(Self::closed_quoted)
            .or_else(|_| self.attempt(array))
            .unwrap_or_else(|_| self.until_end())
    }

    fn elements(&mut self) -> Read<Vec<String>> {
        self.blanks();
        self.expect("(")?;
        self.blanks();
        let mut elements = Vec::new();
        loop {
            elements.push(
                self.attempt(Self::closed_quoted)
                    .unwrap_or_else(|_| self.until_end()),
            );
            if !self.eat(",") {
                break;
            }
        }
        self.blanks();
        self.expect(")")?;
        self.blanks();
        Ok(elements)
    }

    /// A quoted value counts as one only where a comma, a parenthesis or the end follows.
    fn closed_quoted(&mut self) -> Read<String> {
        let text = self.quoted()?;
        if self.0.is_empty() || self.0.starts_with([',', ')']) {
            Ok(text)
        } else {
            Err("a rest".into())
        }
    }

    fn until_end(&mut self) -> String {
        self.take_while(|c| !",)".contains(c)).to_owned()
    }
}

#[test]
fn the_grammar_reads_what_postgrest_documents() {
    let of = |key: &str, value: &str| parse(&[(key.to_owned(), value.to_owned())]);
    for (key, value) in [
        ("select", "id,alias:data->0->>\"a b\"::text,*"),
        ("order", "a.desc.nullslast,\"b.c\".asc,d->>k"),
        (
            "or",
            "(id.in.(1,\"2,3\"),not.and(a.is.null,b.not.like(any).{a*,b}))",
        ),
        ("not.and", "(x.fts(english).cat,t.cs.{a,b},r.ov.\"[1,2)\")"),
        ("data->a->>1", "isdistinct.x"),
        ("age[]", "gte.1"),
    ] {
        assert!(of(key, value).is_ok(), "{key}={value}: {:?}", of(key, value));
    }
    for (key, value) in [
        ("id", "equals.1"),
        ("id", "val"),
        ("id", "in.1,2"),
        ("id", "is(any).null"),
        ("id", "fts().x"),
        ("or", "()"),
        ("or", "(a.eq.1"),
        ("or", "(a.eq.1)b"),
        ("or", "(a.eq.\"x\"y)z"),
        ("title=eq.x]", "not.is.null"),
        ("order", "id.down"),
    ] {
        assert!(of(key, value).is_err(), "{key}={value}: {:?}", of(key, value));
    }
}
