//! Names that Rust and the derives can take, each once.

use std::collections::HashSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// Identifiers that are taken in one place: a module, or a struct.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The names that the prelude and the code of a generated file mean something by.
    pub(super) fn in_module() -> Self {
        let names = RESERVED.split_whitespace();
        Self(names.map(str::to_owned).collect())
    }

    /// The first free one of the name, the name with the suffix, and those with a number; with it are taken those that
    /// `with` makes of it.
    pub(super) fn choose(&mut self, name: &str, suffix: &str, with: fn(&str) -> Vec<String>) -> String {
        let mut candidate = name.to_owned();
        let mut number = 1;
        while !self.is_free(&candidate, with) {
            candidate = match number {
                1 if !suffix.is_empty() => format!("{name}{suffix}"),
                number => format!("{name}{suffix}{number}"),
            };
            number += 1;
        }
        self.0.extend(with(&candidate));
        self.0.insert(candidate.clone());
        candidate
    }

    /// Whether neither the name nor what `with` makes of it is taken.
    pub(super) fn is_free(&self, name: &str, with: fn(&str) -> Vec<String>) -> bool {
        !self.0.contains(name) && with(name).iter().all(|name| !self.0.contains(name))
    }

    /// As [`choose`](Self::choose), for a field: `name`, `name_2`.
    pub(super) fn field(&mut self, name: &str) -> String {
        let mut candidate = name.to_owned();
        let mut number = 2;
        while !self.0.insert(candidate.clone()) {
            candidate = format!("{name}_{number}");
            number += 1;
        }
        candidate
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

const RESERVED: &str = "
    Schema String Option Vec Box Result Some None Ok Err Self Send Sync Sized Copy Drop Fn FnMut FnOnce Clone Debug
    PartialEq Eq PartialOrd Ord Hash Default From Into TryFrom TryInto AsRef AsMut Iterator IntoIterator Extend
    DoubleEndedIterator ExactSizeIterator FromIterator ToOwned ToString
    Table Projection Insert Patch PgEnum PgValue Rpc Client One Scalar SetOf SetOfScalar Void Count Filter Fts ReadFilter
    Bytea Date DateTime Decimal Insertable Interval Json PgRange Set Time Timestamp TsVector";

/// What `derive(Table)` makes of a struct's name.
pub(super) fn of_table(name: &str) -> Vec<String> {
    let suffixes = ["Cols", "Draft", "Patch", "Unique", "Constraint"];
    let mut names: Vec<String> = suffixes.iter().map(|suffix| format!("{name}{suffix}")).collect();
    names.push(format!("New{name}"));
    names
}

/// A name that brings no others.
pub(super) fn alone(_: &str) -> Vec<String> {
    Vec::new()
}

/// The name of a type or variant.
pub(super) fn camel(name: &str, otherwise: &str) -> String {
    let camel = words(name).to_upper_camel_case();
    match camel.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{otherwise}{camel}"),
        Some(_) => camel,
    }
}

/// The name of a field, which may still have to be raw.
pub(super) fn snake(name: &str, otherwise: &str) -> String {
    let plain = |c: char| c == '_' || c.is_ascii_digit() || (c.is_alphabetic() && !c.is_uppercase());
    let starts = |name: &str| name.chars().next().is_some_and(|first| !first.is_ascii_digit());
    let name = if name.chars().all(plain) && starts(name) {
        name.to_owned()
    } else {
        words(name).to_snake_case()
    };
    if name.trim_matches('_').is_empty() {
        return otherwise.to_owned();
    }
    let name = if starts(&name) {
        name
    } else {
        format!("{otherwise}_{name}")
    };
    // No raw identifier can be spelled for these.
    match name.as_str() {
        "self" | "super" | "crate" => format!("{name}_"),
        _ => name,
    }
}

/// The identifier as code writes it.
pub(super) fn raw(name: &str) -> String {
    let keyword = KEYWORDS.split_whitespace().any(|keyword| keyword == name);
    if keyword {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

const KEYWORDS: &str = "
    abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl in let
    loop macro match mod move mut override priv pub ref return static struct trait true try type typeof unsafe unsized use
    virtual where while yield";

/// A text as a literal.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Whether the derives take it as a name in the database.
pub(super) fn is_usable(name: &str) -> bool {
    !name.trim().is_empty() && !name.chars().any(char::is_control)
}

/// The singular of a table's name, by the usual endings of English; other names stay as they are.
pub(super) fn singular(name: &str) -> String {
    let lower = name.to_lowercase();
    let ends = |ending: &str| lower.ends_with(ending);
    let cut = |bytes: usize| name.get(..name.len() - bytes).unwrap_or(name).to_owned();
    let same = [
        "series", "species", "news", "lens", "always", "ss", "us", "is", "ics", "as",
    ];
    if same.iter().any(|ending| ends(ending)) || lower.len() < 3 {
        return name.to_owned();
    }
    if ends("ies") && lower.len() > 4 {
        return cut(3) + "y";
    }
    // `statuses` is of `status`, `houses` and `causes` are of words that end in an `e`.
    let of_us = ends("uses") && !["auses", "ouses"].iter().any(|ending| ends(ending)) && lower.len() > 4;
    let hissing = ["sses", "shes", "ches", "xes", "zes"];
    if of_us || (hissing.iter().any(|ending| ends(ending)) && !ends("axes")) {
        return cut(2);
    }
    if ends("s") { cut(1) } else { name.to_owned() }
}

/// Everything between words becomes `_`.
fn words(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_alphabetic() || c.is_ascii_digit() {
                c
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_name_where_they_can() {
        for (name, field) in [
            ("owner_id", "owner_id"),
            ("__proto__", "__proto__"),
            ("createdAt", "created_at"),
            ("1st", "column_1st"),
            ("a b", "a_b"),
            ("a-b", "a_b"),
            ("!", "column"),
            ("_", "column"),
            ("self", "self_"),
            ("type", "type"),
            ("naïve", "naïve"),
        ] {
            assert_eq!(snake(name, "column"), field, "{name}");
        }
        assert_eq!(
            (raw("type"), raw("types")),
            ("r#type".to_owned(), "types".to_owned())
        );
    }

    #[test]
    fn singulars_are_those_of_english_names() {
        for (plural, one) in [
            ("todos", "todo"),
            ("categories", "category"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("status", "status"),
            ("news", "news"),
            ("analysis", "analysis"),
            ("houses", "house"),
            ("people", "people"),
            ("causes", "cause"),
            ("uses", "use"),
        ] {
            assert_eq!(singular(plural), one, "{plural}");
        }
    }

    #[test]
    fn taken_names_get_a_suffix_then_a_number() {
        let mut taken = Taken::in_module();
        assert_eq!(taken.choose("Todo", "Row", of_table), "Todo");
        assert_eq!(taken.choose("NewTodo", "Row", of_table), "NewTodoRow");
        assert_eq!(taken.choose("String", "Row", of_table), "StringRow");
        assert_eq!(taken.choose("Note", "Row", of_table), "Note");
        assert_eq!(taken.choose("Note", "Row", of_table), "NoteRow");
        assert_eq!(taken.choose("Note", "Row", of_table), "NoteRow2");
        // The derive would make a second `NewTodoRow` of `TodoRow`.
        assert_eq!(taken.choose("Todo", "Row", of_table), "TodoRow2");
        assert_eq!(taken.field("a"), "a");
        assert_eq!(taken.field("a"), "a_2");
    }
}
