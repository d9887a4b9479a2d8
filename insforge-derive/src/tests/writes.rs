//! What mistakes in structs that write rows are told.

use super::messages::messages;

fn of_insert(source: &str) -> Vec<String> {
    messages(crate::written::insert, source)
}

fn of_patch(source: &str) -> Vec<String> {
    messages(crate::written::patch, source)
}

#[test]
fn every_field_is_understood() {
    for field in [
        "title: String",
        "#[insert(column = title)] heading: &'a str",
        "#[insert(column = r#type)] kind: Option<Option<i32>>",
        "#[insert(skip)] token: Token",
        "#[insert(column = title)] #[patch(skip)] heading: String",
    ] {
        let found = of_insert(&format!(
            "#[insert(app::Todo, crate = \"::facade\",)] struct New<'a> {{ {field} }}"
        ));
        assert!(found.is_empty(), "{field}: {found:?}");
    }
}

#[test]
fn all_mistakes_of_an_insert_come_at_once() {
    assert_eq!(
        of_insert(
            "#[insert(Todo, carte = \"x\")]
            struct New {
                #[insert(colum = a)] a: i32,
                #[insert(skip, column = b)] b: i32,
                c: i32,
                #[insert(column = c)] d: i32,
                #[insert(column = \"e\")] e: i32,
                #[insert(skip = 1)] f: i32,
                #[insert] g: i32,
                #[insert(skip, skip)] h: i32,
                #[insert(xyzzyx)] i: i32,
            }"
        ),
        [
            "`#[insert(..)]` has no `carte`: the table is followed by `crate = \"..\"` alone",
            "`#[insert(..)]` has no `colum`: did you mean `column`?",
            "a skipped field writes no column: remove `skip` or `column = b`",
            "the column `c` is written by the field `c` already: remove one",
            "write `column = title`, with the table's field",
            "`skip` takes no value: write `skip` alone",
            "`insert` takes a list: `#[insert(..)]`",
            "`skip` is given twice: remove one",
            "`#[insert(..)]` has no `xyzzyx`: it has `column`, `skip`",
        ]
    );
}

#[test]
fn shapes_that_write_no_row_are_refused() {
    let named = "an insert is a struct with a named field for each column";
    for (source, expected) in [
        (
            "#[insert(T)] enum A { B }",
            format!("`A` is an enum: {named}"),
        ),
        (
            "#[insert(T)] struct A(i32);",
            format!("`A` is a tuple struct: {named}"),
        ),
        (
            "#[insert(T)] struct A<'a, const N: usize> { b: &'a [u8; N] }",
            "an insert has no generic parameters but lifetimes: its fields have one type each, that of the column"
                .to_owned(),
        ),
        (
            "struct A { b: i32 }",
            "`A` does not say which table it adds to: add `#[insert(Table)]`".to_owned(),
        ),
        (
            "#[insert] struct A { b: i32 }",
            "name the table's struct: `#[insert(Todo)]`".to_owned(),
        ),
        (
            "#[insert(\"todos\")] struct A { b: i32 }",
            "name the table's struct first: `#[insert(Todo)]`".to_owned(),
        ),
        (
            "#[insert(T)] #[insert(U)] struct A { b: i32 }",
            "an insert is of one table: remove one attribute".to_owned(),
        ),
    ] {
        assert_eq!(of_insert(source), [expected], "{source}");
    }
}

#[test]
fn a_patch_has_messages_of_its_own() {
    for (source, expected) in [
        (
            "struct A { b: i32 }",
            "`A` does not say which table it changes: add `#[patch(Table)]`",
        ),
        (
            "#[patch(T)] struct A { #[patch(skip)] b: i32 }",
            "`A` skips every field, so that it changes no column",
        ),
        (
            "#[patch(T)] struct A { #[patch(colunm = b)] b: i32 }",
            "`#[patch(..)]` has no `colunm`: did you mean `column`?",
        ),
        (
            "#[patch(T)] union A { b: i32 }",
            "`A` is a union: a patch is a struct with a named field for each column",
        ),
    ] {
        assert_eq!(of_patch(source), [expected], "{source}");
    }
}

#[test]
fn names_of_constraints_are_checked_like_other_names() {
    let found = messages(
        crate::expand::table,
        &format!(
            "#[table(name = \"a\", primary_key = \"x\", unique(b, constraint = \"{}\"), unique(constraint = \"y\"))]
            struct A {{ b: i32 }}",
            "x".repeat(64)
        ),
    );
    assert_eq!(
        found,
        [
            "name the constraint's fields: `unique(owner_id, title)`",
            "a constraint's name has at most 63 bytes in PostgreSQL, this one has 64",
            "`primary_key` names the key's constraint, and no field is `#[column(pk)]`",
        ]
    );
}
