//! What mistakes in calls are told.

use super::messages::messages;

fn of_rpc(source: &str) -> Vec<String> {
    messages(crate::rpc::expand, source)
}

/// The messages of a call with this attribute.
fn of_attribute(attribute: &str) -> Vec<String> {
    of_rpc(&format!("#[rpc({attribute})] struct Search {{ q: String }}"))
}

/// The messages of a call with these fields.
fn of_fields(fields: &str) -> Vec<String> {
    of_rpc(&format!(
        "#[rpc(name = \"search\", returns = Void)] struct Search {{ {fields} }}"
    ))
}

#[test]
fn every_attribute_is_understood() {
    for attribute in [
        "name = \"f\", returns = SetOf<Todo>",
        "returns = Scalar<std::collections::HashMap<String, i32>>, name = \"f\", stable",
        "name = \"f\", schema = \"app\", returns = One<Todo>, crate = \"::x::insforge\",",
    ] {
        assert!(
            of_attribute(attribute).is_empty(),
            "{attribute}: {:?}",
            of_attribute(attribute)
        );
    }
    for fields in [
        "",
        "#[arg(name = \"p q\", default)] q: Option<i32>",
        "#[arg(default)] #[arg(variadic)] q: Option<Vec<i32>>, r#type: i32",
        "#[arg(unnamed)] q: Json<i32>",
    ] {
        assert!(of_fields(fields).is_empty(), "{fields}: {:?}", of_fields(fields));
    }
    assert!(of_rpc("#[rpc(name = \"f\", returns = Void)] struct F;").is_empty());
}

#[test]
fn a_mistake_in_the_attribute_is_named() {
    for (attribute, expected) in [
        (
            "nme = \"f\", name = \"f\", returns = Void",
            "`#[rpc(..)]` has no `nme`: did you mean `name`?",
        ),
        (
            "name = \"f\", returns = Void, volatile_function",
            "`#[rpc(..)]` has no `volatile_function`: it has `name`, `schema`, `returns`, `stable`, `crate`",
        ),
        ("name = f, returns = Void", "write `name = \"search_todos\"`"),
        ("name = \"\", returns = Void", "a function's name cannot be empty"),
        (
            "name = \"f\", schema = \"a\nb\", returns = Void",
            "a schema's name cannot hold control characters",
        ),
        (
            "name = \"f\", returns = \"Void\"",
            "write `returns = SetOf<Todo>`",
        ),
        ("name = \"f\", returns", "write `returns = SetOf<Todo>`"),
        (
            "name = \"f\", returns = Void, stable = true",
            "`stable` takes no value: write `stable` alone",
        ),
        (
            "name = \"f\", name = \"g\", returns = Void",
            "`name` is given twice: remove one",
        ),
        (
            "name = \"f\" returns = Void, returns = Void",
            "items are separated by commas: write one after `name`",
        ),
    ] {
        assert_eq!(of_attribute(attribute), [expected], "{attribute}");
    }
}

#[test]
fn a_mistake_in_an_argument_is_named() {
    let long = "x".repeat(64);
    for (fields, expected) in [
        (
            "#[arg(optional)] q: i32",
            "`#[arg(..)]` has no `optional`: it has `name`, `default`, `variadic`, `unnamed`",
        ),
        ("#[arg] q: i32", "`arg` takes a list: `#[arg(..)]`"),
        ("#[arg(name = q)] q: i32", "write `name = \"p_query\"`"),
        (
            "#[arg(default = 5)] q: i32",
            "`default` takes no value: write `default` alone",
        ),
        (
            "#[arg(name = \"b\")] a: i32, b: i32",
            "the argument `b` is the field `a` already: name another",
        ),
        (
            "#[arg(unnamed)] a: i32, b: i32",
            "the function's one parameter is the whole body: leave one field, or remove `unnamed`",
        ),
        (
            "#[arg(unnamed, default)] a: Option<i32>",
            "the argument is the whole body of the call: remove `default` and `variadic`, or `unnamed`",
        ),
        (
            "#[arg(unnamed, name = \"b\")] a: i32",
            "a parameter without a name has none: remove `name` or `unnamed`",
        ),
        (
            format!("#[arg(name = \"{long}\")] a: i32").as_str(),
            "an argument's name has at most 63 bytes in PostgreSQL, this one has 64",
        ),
    ] {
        assert_eq!(of_fields(fields), [expected], "{fields}");
    }
}

#[test]
fn all_mistakes_of_a_call_come_at_once() {
    let found = of_rpc(
        "#[rpc(nam = \"f\", stable = 1)]
        struct F { #[arg(defalt, variadic = 1)] a: i32, #[arg(name = \"a\")] b: i32 }",
    );
    assert_eq!(
        found,
        [
            "`#[rpc(..)]` has no `nam`: did you mean `name`?",
            "`stable` takes no value: write `stable` alone",
            "`F` does not say which function it calls: add `#[rpc(name = \"..\", returns = ..)]`",
            "`#[arg(..)]` has no `defalt`: did you mean `default`?",
            "`variadic` takes no value: write `variadic` alone",
            "the argument `a` is the field `a` already: name another",
        ]
    );
}

#[test]
fn a_call_is_a_struct_with_named_fields_and_no_type_parameters() {
    let named = "a call is a struct with a named field for each argument";
    for (item, expected) in [
        ("enum A { B }", format!("`A` is an enum: {named}")),
        ("struct A(i32);", format!("`A` is a tuple struct: {named}")),
        (
            "struct A<'a, T> { b: &'a T }",
            "`A` has the type parameter `T`: a function's arguments have one type each (lifetimes are fine)"
                .to_owned(),
        ),
        (
            "struct A<const N: usize> { b: [i32; N] }",
            "`A` has the type parameter `N`: a function's arguments have one type each (lifetimes are fine)"
                .to_owned(),
        ),
    ] {
        let source = format!("#[rpc(name = \"f\", returns = Void)] {item}");
        assert_eq!(of_rpc(&source), [expected], "{item}");
    }
    assert!(of_rpc("#[rpc(name = \"f\", returns = Void)] struct A<'a> { b: &'a str }").is_empty());
}
