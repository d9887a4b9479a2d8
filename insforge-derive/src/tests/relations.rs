//! Relations and projections: what mistakes in them are told.

use super::messages::messages;

fn of_table(source: &str) -> Vec<String> {
    messages(crate::expand::table, source)
}

fn of_projection(source: &str) -> Vec<String> {
    messages(crate::projection::expand, source)
}

/// The messages of a table with this one relation.
fn of_relation(relation: &str) -> Vec<String> {
    of_table(&format!(
        r#"#[table(name = "todos")] #[relation({relation})]
        struct Todo {{ #[column(pk)] id: i64, owner_id: i64, #[column(name = "order")] position: i32 }}"#
    ))
}

/// The messages of a projection with this one field.
fn of_field(field: &str) -> Vec<String> {
    of_projection(&format!("#[projection(Todo)] struct Card {{ {field} }}"))
}

#[test]
fn every_way_is_understood() {
    for relation in [
        "owner: one Profile via owner_id",
        "owner: one crate::people::Profile via owner_id, constraint = \"fk\",",
        "owner: one Profile via owner_id, key = slug, constraint = \"fk\"",
        "owner: one Profile via (owner_id, position), constraint = \"fk\"",
        "profile: one Profile via Profile.user_id",
        "profile: one Profile via people::Profile.user_id, key = owner_id",
        "comments: many Comment via Comment.(a, b), constraint = \"fk\"",
        "children: many Self via Self.parent_id",
        "tags: many Tag through TodoTag",
        "r#type: one Type via owner_id",
    ] {
        assert!(
            of_relation(relation).is_empty(),
            "{relation}: {:?}",
            of_relation(relation)
        );
    }
}

#[test]
fn a_mistake_in_a_relation_is_named() {
    for (relation, expected) in [
        (
            "owner: one Profile via owner",
            "no field `owner`: there are `id`, `owner_id`, `position`",
        ),
        (
            "owner: one Profile via owner_idd",
            "no field `owner_idd`: did you mean `owner_id`?",
        ),
        (
            "owner: one Profile via order",
            "no field `order`: relations name fields, and that column's is `position`",
        ),
        (
            "owner: on Profile via owner_id",
            "there is no `on` here: did you mean `one`?",
        ),
        (
            "owner: Profile",
            "say how many rows `owner` leads to: `one` or `many`",
        ),
        (
            "owner: one Profile",
            "say how `Profile` is reached: `via` a foreign key (`via owner_id`, `via Profile.owner_id`), \
             or `through` a junction table",
        ),
        (
            "owner: one Profile trough X",
            "there is no `trough` here: did you mean `through`?",
        ),
        (
            "owner one Profile via owner_id",
            "`owner` is followed by a colon: `owner: one ..` or `owner: many ..`",
        ),
        (
            "owner: many Profile via owner_id",
            "a foreign key of this table leads to one row: write `owner: one ..`, \
             or name the other table's column: `via Target.field`",
        ),
        (
            "comments: many Comment via Todo.todo_id",
            "the foreign key is a column of `Comment`, which the relation leads to: write `via Comment.…`",
        ),
        (
            "tags: one Tag through TodoTag",
            "a junction table leads to many rows: write `tags: many ..`",
        ),
        (
            "tags: many Tag through TodoTag, constraint = \"fk\"",
            "a junction table is named by itself and not by a constraint: remove `constraint`",
        ),
        (
            "tags: many Tag through TodoTag, key = id",
            "a junction table knows its keys: remove `key`",
        ),
        (
            "owner: one Profile via (owner_id, position)",
            "a foreign key of several columns is named by its constraint: add `, constraint = \"..\"`",
        ),
        (
            "owner: one Profile via owner_id, constrant = \"fk\"",
            "there is no `constrant` here: did you mean `constraint`?",
        ),
        (
            "owner: one Profile via owner_id, constraint = fk",
            "write `constraint = \"name_of_the_foreign_key\"`",
        ),
        (
            "owner: one Profile via owner_id, key = id, key = id",
            "`key` is given twice: remove one",
        ),
        (
            "comments: many Comment via Comment.todo_id, key = idd",
            "no field `idd`: did you mean `id`?",
        ),
        (
            "position: one Place via owner_id",
            "`position` is a column already: columns and relations share their names, choose another",
        ),
    ] {
        assert_eq!(of_relation(relation), [expected], "{relation}");
    }
    let twice = of_relation("owner: one A via owner_id)] #[relation(owner: one B via owner_id");
    assert_eq!(
        twice,
        ["`owner` is another relation already: columns and relations share their names, choose another"]
    );
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
            "`#[proj(..)]` has no `xyzzyx`: it has `column`, `cast`, `path`, `embed`, `inner`, `count`",
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
            "`inner` goes with `embed`: `#[proj(embed = owner, inner)]`",
        ),
        (
            "#[proj(embed = a, inner = true)] b: i32",
            "`inner` takes no value: write `inner` alone",
        ),
        (
            "#[proj(embed = a, cast = \"text\")] b: i32",
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
            "`inner` goes with `embed`: `#[proj(embed = owner, inner)]`",
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
