//! What mistakes in projections are told.

use super::messages::messages;

fn of_projection(source: &str) -> Vec<String> {
    messages(crate::projection::expand, source)
}

/// The messages of a projection with this one field.
fn of_field(field: &str) -> Vec<String> {
    of_projection(&format!("#[projection(Todo)] struct Card {{ {field} }}"))
}

#[test]
fn every_source_is_understood() {
    for field in [
        "id: i64",
        "#[proj(column = title)] heading: String",
        "#[proj(column = r#type)] kind: String",
        "#[proj(column = id, cast = \"text\")] id: String",
        "#[proj(path = meta->\"ui\"->>\"color\", cast = \"int4\")] n: i32",
        "#[proj(path = meta->-1->0)] n: i32",
        "#[proj(embed = owner, inner)] owner: Name",
        "#[proj(embed = owner)] #[proj(inner)] owner: Name",
        "#[proj(count = comments)] n: i64",
        "#[proj(spread = owner)] owner: Option<Name>",
        "#[proj(spread = owner, inner)] owner: Name",
        "#[proj(spread = owner, column = name)] owner_name: Option<String>",
    ] {
        assert!(of_field(field).is_empty(), "{field}: {:?}", of_field(field));
    }
}

#[test]
fn a_mistake_in_a_field_is_named() {
    for (field, expected) in [
        (
            "#[proj(colum = a)] b: i32",
            "`#[proj(..)]` has no `colum`: did you mean `column`?",
        ),
        (
            "#[proj(xyzzyx)] b: i32",
            "`#[proj(..)]` has no `xyzzyx`: it has `column`, `cast`, `path`, `embed`, `inner`, `count`, `spread`",
        ),
        ("#[proj] b: i32", "`proj` takes a list: `#[proj(..)]`"),
        ("#[proj(column = \"a\")] b: i32", "write `column = title`"),
        (
            "#[proj(embed = a, count = a)] b: i32",
            "a field has one value: keep `embed` or `count`",
        ),
        (
            "#[proj(column = a, path = b->0)] b: i32",
            "a field has one value: keep `column` or `path`",
        ),
        (
            "#[proj(inner)] b: i32",
            "`inner` goes with `embed` or `spread`: `#[proj(embed = owner, inner)]`",
        ),
        (
            "#[proj(embed = a, inner = true)] b: i32",
            "`inner` takes no value: write `inner` alone",
        ),
        (
            "#[proj(embed = a, cast = \"text\")] b: i32",
            "related rows have no cast: remove `cast`, or cast a column of their own projection",
        ),
        ("#[proj(spread = \"a\")] b: i32", "write `spread = owner`"),
        (
            "#[proj(spread = a, prefix)] b: i32",
            "a spread needs no `prefix`: its columns never meet those of the row",
        ),
        (
            "#[proj(embed = a, spread = a)] b: i32",
            "a field has one value: keep `embed` or `spread`",
        ),
        (
            "#[proj(spread = a, cast = \"text\")] b: i32",
            "related rows have no cast: remove `cast`, or cast a column of their own projection",
        ),
        (
            "#[proj(cast = \"varchar(3)\")] b: i32",
            "a cast is the plain name of an SQL type, without lengths and quotes: `cast = \"text\"`",
        ),
        (
            "#[proj(path = meta)] b: i32",
            "a path has a step: `path = meta->\"key\"`; for the whole column write `column = meta`",
        ),
        (
            "#[proj(path = meta->>\"a\"->\"b\")] b: i32",
            "`->>` yields text, which has no steps: write `->` here and `->>` for the last",
        ),
        (
            "#[proj(path = meta->key)] b: i32",
            "a step is a key in quotes or an index: `meta->\"tags\"->0`",
        ),
        (
            "#[proj(column = a, column = b)] b: i32",
            "`column` is given twice: remove one",
        ),
    ] {
        assert_eq!(of_field(field), [expected], "{field}");
    }
}

#[test]
fn all_mistakes_of_a_projection_come_at_once() {
    let found = of_projection(
        "#[projection(Todo, carte = \"x\")]
        struct Card { #[proj(colum = a)] a: i32, #[proj(inner, path = m)] b: i32 }",
    );
    assert_eq!(
        found,
        [
            "`#[projection(..)]` has no `carte`: the table is followed by `crate = \"..\"` alone",
            "`#[proj(..)]` has no `colum`: did you mean `column`?",
            "a path has a step: `path = m->\"key\"`; for the whole column write `column = m`",
            "`inner` goes with `embed` or `spread`: `#[proj(embed = owner, inner)]`",
        ]
    );
}

#[test]
fn a_projection_is_a_struct_of_one_table() {
    let named = "a projection is a struct with a named field for each value";
    for (source, expected) in [
        (
            "#[projection(T)] enum A { B }",
            format!("`A` is an enum: {named}"),
        ),
        (
            "#[projection(T)] struct A(i32);",
            format!("`A` is a tuple struct: {named}"),
        ),
        (
            "#[projection(T)] struct A;",
            format!("`A` is without fields: {named}"),
        ),
        (
            "#[projection(T)] struct A<B> { b: B }",
            "a projection's struct has no generics or lifetimes: its fields have one type each".to_owned(),
        ),
        (
            "struct A { b: i32 }",
            "`A` does not say which table it reads: add `#[projection(Table)]`".to_owned(),
        ),
        (
            "#[projection] struct A { b: i32 }",
            "name the table's struct: `#[projection(Todo)]`".to_owned(),
        ),
        (
            "#[projection(T)] #[projection(U)] struct A { b: i32 }",
            "a projection is of one table: remove one attribute".to_owned(),
        ),
    ] {
        assert_eq!(of_projection(source), [expected], "{source}");
    }
}
