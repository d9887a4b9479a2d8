//! Structs from the database: one file of plain code, to be checked in.
//!
//! The command `insforge gen` (feature `cli`) writes it; [`Catalog::generate`] makes its text. Builds never ask the
//! database: the file is the schema, and `insforge gen --check` tells when it is out of date.
//!
//! ```no_run
//! # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
//! use insforge::admin::generate::GenerateOptions;
//!
//! let code = admin.catalog().await?.generate(&GenerateOptions::default());
//! # let _ = code;
//! # Ok(())
//! # }
//! ```

mod enums;
mod functions;
mod names;
mod plan;
mod relations;
mod tables;
mod types;

use self::plan::Plan;
use super::catalog::{Catalog, Relation};

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GenerateOptions {
    /// The schemas whose tables and functions become code: `public` without another choice.
    pub schemas: Vec<String>,
    /// The schema that the program's client uses, which structs need not name: `public` without another choice.
    pub default_schema: String,
    /// Tables and views to take, by name or pattern: `todos`, `app.*`, `log_*`. Without any, all.
    pub include: Vec<String>,
    /// Tables and views to leave out.
    pub exclude: Vec<String>,
    /// Whether to generate calls of functions.
    pub functions: bool,
    /// Whether structs have their table's name in the singular: `Todo` for `todos`.
    pub singular: bool,
}

impl Default for GenerateOptions {
    fn default() -> Self {
        Self {
            schemas: vec!["public".to_owned()],
            default_schema: "public".to_owned(),
            include: Vec::new(),
            exclude: Vec::new(),
            functions: true,
            singular: true,
        }
    }
}

impl GenerateOptions {
    /// Everything in one schema, which the program's client uses.
    pub fn of_schema(schema: impl Into<String>) -> Self {
        let schema = schema.into();
        Self {
            schemas: vec![schema.clone()],
            default_schema: schema,
            ..Self::default()
        }
    }

    /// Takes only tables and views of these names or patterns; can be called again.
    #[must_use]
    pub fn with(mut self, pattern: impl Into<String>) -> Self {
        self.include.push(pattern.into());
        self
    }

    /// Leaves out tables and views of this name or pattern; can be called again.
    #[must_use]
    pub fn without(mut self, pattern: impl Into<String>) -> Self {
        self.exclude.push(pattern.into());
        self
    }

    fn takes(&self, relation: &Relation) -> bool {
        let named = |patterns: &[String]| {
            patterns.iter().any(|pattern| {
                matches(pattern, &relation.name)
                    || matches(pattern, &format!("{}.{}", relation.schema, relation.name))
            })
        };
        self.schemas.contains(&relation.schema)
            && !relation.partition
            && (self.include.is_empty() || named(&self.include))
            && !named(&self.exclude)
    }
}

impl Catalog {
    /// The code of the tables, views, enums and functions that the options ask for. The same catalogue gives the same
    /// text, byte for byte.
    ///
    /// Relations come of foreign keys, with the cardinality that they have. What has no equal in code is left out, and a
    /// comment says why.
    pub fn generate(&self, options: &GenerateOptions) -> String {
        let plan = Plan::of(self, options);
        let mut out = String::from(HEAD);
        if plan.has_tables() {
            out.push_str("use insforge::prelude::*;\n");
        }
        enums::write(&plan, &mut out);
        tables::write(&plan, &mut out);
        functions::write(&plan, &mut out);
        write_all(&plan, &mut out);
        out
    }
}

const HEAD: &str = "\
//! The tables, enums and functions of the project's database.
//!
//! Written by `insforge gen`. `insforge gen --check` tells whether the database has changed since.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(dead_code, missing_docs, non_snake_case, unreachable_pub, clippy::all, clippy::pedantic)]

";

/// As many as a tuple of declarations can hold.
const MOST: usize = 16;

/// `pub type Schema = (..)`: everything, for `verify`.
fn write_all(plan: &Plan<'_>, out: &mut String) {
    let mut items = plan.declared();
    if items.is_empty() {
        return;
    }
    while items.len() > MOST {
        items = items.chunks(MOST).map(tuple).collect();
    }
    let doc = "/// Everything in this file, for `admin.verify::<Schema>()`.";
    out.push_str(&format!("\n{doc}\npub type Schema = {};\n", tuple(&items)));
}

fn tuple(items: &[String]) -> String {
    match items {
        [only] => format!("({only},)"),
        several => format!("({})", several.join(", ")),
    }
}

/// Whether the pattern, in which `*` stands for any text, is the name.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The database's comment on something, or else these words, as documentation.
fn doc_or(comment: Option<&str>, otherwise: &str, out: &mut String) {
    let comment = comment.filter(|comment| !comment.trim().is_empty());
    if comment.is_some() {
        doc(comment, "", out);
    } else {
        out.push_str(&format!("/// {otherwise}\n"));
    }
}

/// A comment of the database as documentation.
fn doc(comment: Option<&str>, indent: &str, out: &mut String) {
    for line in comment.unwrap_or_default().lines() {
        // Neither a code block nor an indented one: rustdoc would run it as a test.
        let line = line.trim().replace("```", "'''");
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        if line.is_empty() {
            out.push_str(&format!("{indent}///\n"));
        } else {
            out.push_str(&format!("{indent}/// {line}\n"));
        }
    }
}

/// A text of the database within a line of a comment.
fn inline(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{doc, matches, tuple};

    #[test]
    fn patterns_match_names() {
        for (pattern, name, expected) in [
            ("todos", "todos", true),
            ("todos", "todos2", false),
            ("log_*", "log_2024", true),
            ("app.*", "app.todos", true),
            ("*_log_*", "a_log_b", true),
            ("*_log", "a_log_b", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn comments_run_no_tests() {
        let mut out = String::new();
        doc(Some("One.\r\n\n    indented\n```sql"), "", &mut out);
        assert_eq!(out, "/// One.\n///\n/// indented\n/// '''sql\n");
        assert_eq!(tuple(&["A".to_owned()]), "(A,)");
    }
}
