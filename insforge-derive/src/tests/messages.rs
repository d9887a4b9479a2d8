//! What inputs with mistakes are told: every mistake at once.

use proc_macro2::{TokenStream, TokenTree};
use syn::{DeriveInput, LitStr};

/// The sentences in the code that a derive makes of `source`, without the subject in front.
pub(super) fn messages(derive: fn(&DeriveInput) -> TokenStream, source: &str) -> Vec<String> {
    let told = told(derive, source);
    let sentence = |text: String| match text.split_once("`: ") {
        Some((subject, sentence)) if !subject[1..].contains('`') => sentence.to_owned(),
        _ => text,
    };
    told.into_iter().map(sentence).collect()
}

/// The texts of the `compile_error!`s in the code that a derive makes of `source`.
fn told(derive: fn(&DeriveInput) -> TokenStream, source: &str) -> Vec<String> {
    let input: DeriveInput = syn::parse_str(source).unwrap();
    let mut messages = Vec::new();
    let mut after_error = false;
    for token in derive(&input) {
        match token {
            TokenTree::Ident(ident) => after_error = ident == "compile_error",
            TokenTree::Group(group) if after_error => {
                messages.push(syn::parse2::<LitStr>(group.stream()).unwrap().value());
                after_error = false;
            }
            _ => {}
        }
    }
    messages
}

fn of_table(source: &str) -> Vec<String> {
    messages(crate::expand::table, source)
}

fn of_enum(source: &str) -> Vec<String> {
    messages(crate::pg_enum::expand, source)
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let found = of_table(
        r#"#[table(schema = "", uniqe(id), unique(titel), view = true)]
        struct Todo {
            #[column(pk, identity = sometimes)]
            id: i64,
            #[column(defualt, name = 5)]
            title: String,
            #[column(generated, default)]
            words: String,
        }"#,
    );
    assert_eq!(
        found,
        [
            "`#[table(..)]` has no `uniqe`: did you mean `unique`?",
            "`view` takes no value: write `view` alone",
            "write `identity = always` or `identity = by_default`",
            "`#[column(..)]` has no `defualt`: did you mean `default`?",
            "`name` takes a text: `name = \"..\"`",
            "`Todo` does not say which table it is: add `#[table(name = \"..\")]` with the name in the database",
            "a schema's name cannot be empty",
            "a generated column has no default: remove `default`",
            "no field `titel`: did you mean `title`?",
        ]
    );
}

#[test]
fn attributes_beside_a_mistake_still_count() {
    let input: DeriveInput = syn::parse_str(
        r#"#[table(name = "todos")]
        struct Todo {
            #[column(pk, identity = always, defualt)]
            id: i64,
        }"#,
    )
    .unwrap();
    let code = crate::expand::table(&input).to_string();
    assert!(code.contains("Keyed"), "{code}");
    assert!(code.contains("Fixed"), "{code}");
}

#[test]
fn a_key_given_twice_is_named() {
    let found = of_table(r#"#[table(name = "a", name = "b")] struct A { #[column(pk, pk)] id: i64 }"#);
    assert_eq!(
        found,
        [
            "`name` is given twice: remove one",
            "`pk` is given twice: remove one"
        ]
    );
}

#[test]
fn shapes_that_are_no_table_are_refused() {
    let named = "a table is a struct with a named field for each column";
    for (source, expected) in [
        ("enum A { B }", format!("`A` is an enum: {named}")),
        ("union A { b: i32 }", format!("`A` is a union: {named}")),
        ("struct A(i32);", format!("`A` is a tuple struct: {named}")),
        ("struct A;", format!("`A` is without fields: {named}")),
        ("struct A {}", format!("`A` is without fields: {named}")),
        (
            "struct A<'a> { b: &'a str }",
            "a table's struct has no generics or lifetimes: its columns have one type each".to_owned(),
        ),
    ] {
        assert_eq!(of_table(source), [expected], "{source}");
    }
}

#[test]
fn names_fit_postgres() {
    let long = "x".repeat(64);
    let source = format!(
        r#"#[table(name = "{long}")]
        struct A {{ #[column(name = "a\0b")] b: i32, #[column(name = " ")] c: i32, #[column(name = "d")] e: i32, d: i32 }}"#
    );
    assert_eq!(
        of_table(&source),
        [
            "a table's name has at most 63 bytes in PostgreSQL, this one has 64",
            "a column's name cannot hold control characters",
            "a column's name cannot be empty",
            "the column `d` is the field `e` already: name another",
        ]
    );
}

#[test]
fn a_view_is_not_written() {
    let found = of_table(
        r#"#[table(name = "v", view, insert = MakeV, unique(a))]
        struct V { #[column(default)] a: i32, #[column(identity = always)] b: i32 }"#,
    );
    assert_eq!(
        found,
        [
            "a view is read-only: remove `insert`",
            "a view has no unique constraints: remove `unique(..)`",
            "a view is never written, so `default` means nothing: remove it",
            "a view is never written, so `identity` means nothing: remove it",
        ]
    );
}

#[test]
fn enums_say_whether_they_can_grow() {
    assert_eq!(
        of_enum("enum A { B }"),
        [
            "an enum in the database can gain values: add a variant `Unknown(String)`, \
          or declare `#[pg_enum(closed)]`"
        ]
    );
    assert_eq!(
        of_enum("#[pg_enum(closed)] enum A { B, Other(String) }"),
        ["a closed enum has no unknown values: remove `closed` or `Other`"]
    );
}

#[test]
fn enum_values_are_plain_and_differ() {
    assert_eq!(
        of_enum(
            r#"#[pg_enum(closed, rename_all = "snakecase")] enum A { B, #[pg_enum(rename = "b")] C, D(i32) }"#
        ),
        [
            "there is no naming rule `snakecase`: did you mean `snake_case`?",
            "the value `b` is the variant `B` already",
            "a value of a database enum carries no data: write a variant without fields, or `Unknown(String)`",
        ]
    );
}

#[test]
fn a_newtype_has_one_field() {
    let found = messages(crate::pg_value::expand, "struct A { b: i32 }");
    assert_eq!(
        found,
        [
            "`PgValue` is derived on a tuple struct of one field: write `struct A(Inner);`, \
          or wrap a serde type in `insforge::Json<..>`"
        ]
    );
}

#[test]
fn a_message_names_the_struct_field_or_variant_that_it_is_about() {
    let found = told(
        crate::expand::table,
        r#"#[table(name = "", uniqe(id))]
        struct Todo {
            #[column(defualt)]
            id: i64,
            #[column(generated, default)]
            r#type: String,
        }"#,
    );
    assert_eq!(
        found,
        [
            "`Todo`: `#[table(..)]` has no `uniqe`: did you mean `unique`?",
            "`Todo.id`: `#[column(..)]` has no `defualt`: did you mean `default`?",
            "`Todo`: a table's name cannot be empty",
            "`Todo.type`: a generated column has no default: remove `default`",
        ]
    );
    let found = told(
        crate::pg_enum::expand,
        "#[pg_enum(closed)] enum State { #[pg_enum(renam = \"a\")] Open }",
    );
    assert_eq!(
        found,
        ["`State::Open`: `#[pg_enum(..)]` has no `renam`: did you mean `rename`?"]
    );
    let found = told(crate::expand::table, "struct Todo { id: i64 }");
    assert!(found[0].starts_with("`Todo` does not say"), "{}", found[0]);
}
