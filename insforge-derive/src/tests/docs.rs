//! The pages of the derives: a heading for each attribute, an example, and what is generated.

use crate::attr::value::NameList;
use crate::attr::{Attributes, ColumnAttrs, EnumAttrs, TableAttrs, ValueAttrs, VariantAttrs};

const TABLE: &str = include_str!("../../docs/table.md");
const PROJECTION: &str = include_str!("../../docs/projection.md");
const PG_ENUM: &str = include_str!("../../docs/pg_enum.md");
const PG_VALUE: &str = include_str!("../../docs/pg_value.md");

/// The keys without a heading of their own below the heading of their attribute.
fn missing<'a>(page: &str, attribute: &str, keys: &[&'a str]) -> Vec<&'a str> {
    let headings: Vec<&str> = page
        .split("\n# On ")
        .filter(|section| {
            section
                .lines()
                .next()
                .unwrap_or_default()
                .contains(&format!("#[{attribute}("))
        })
        .flat_map(|section| section.lines().filter(|line| line.starts_with("## ")))
        .collect();
    let heads = |key: &&&str| {
        let starts = [
            format!("`{key}`"),
            format!("`{key} = "),
            format!("`{key}("),
            format!("`.., {key} = "),
        ];
        headings
            .iter()
            .any(|heading| starts.iter().any(|start| heading.contains(start)))
    };
    keys.iter().filter(|key| !heads(key)).copied().collect()
}

fn of<A: Attributes>(page: &str) -> Vec<&'static str> {
    let keys: NameList = A::KEYS;
    missing(page, A::NAME, keys)
}

#[test]
fn every_attribute_has_a_heading() {
    assert_eq!(of::<TableAttrs>(TABLE), [""; 0]);
    assert_eq!(of::<ColumnAttrs>(TABLE), [""; 0]);
    assert_eq!(missing(TABLE, "relation", &["constraint", "key"]), [""; 0]);
    assert_eq!(of::<EnumAttrs>(PG_ENUM), [""; 0]);
    assert_eq!(of::<VariantAttrs>(PG_ENUM), [""; 0]);
    assert_eq!(of::<ValueAttrs>(PG_VALUE), [""; 0]);
    assert_eq!(missing(PROJECTION, "projection", &["crate"]), [""; 0]);
    assert_eq!(missing(PROJECTION, "proj", &crate::projection::KEYS), [""; 0]);
    assert_eq!(
        missing(PG_VALUE, "pg_value", &["nothing"]),
        ["nothing"],
        "the test can fail"
    );
}

#[test]
fn every_page_has_an_example_that_compiles_and_what_is_generated() {
    for page in [TABLE, PROJECTION, PG_ENUM, PG_VALUE] {
        assert!(page.contains("\n# What is generated\n"), "{page}");
        assert!(page.contains("\n```\nuse insforge::prelude::*;\n"), "{page}");
        assert!(!page.contains("```ignore") && !page.contains("```text"), "{page}");
    }
}
