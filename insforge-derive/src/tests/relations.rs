//! What mistakes in relations are told.

use super::messages::messages;

fn of_table(source: &str) -> Vec<String> {
    messages(crate::expand::table, source)
}

/// The messages of a table with this one relation.
fn of_relation(relation: &str) -> Vec<String> {
    of_table(&format!(
        r#"#[table(name = "todos")] #[relation({relation})]
        struct Todo {{ #[column(pk)] id: i64, owner_id: i64, #[column(name = "order")] position: i32 }}"#
    ))
}

#[test]
fn every_way_is_understood() {
    for relation in [
        "owner: one Profile via owner_id",
        "owner: one crate::people::Profile via owner_id, constraint = \"fk\",",
        "owner: one Profile via owner_id, key = slug, constraint = \"fk\"",
        "owner: one Profile via (owner_id, position), constraint = \"fk\"",
        "owner: one Profile via (owner_id, position), key = (a, b), constraint = \"fk\"",
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
            "owner: one Profile via (owner_id, position), key = a, constraint = \"fk\"",
            "the foreign key has 2 columns, and `key` names 1 column: name as many",
        ),
        (
            "owner: one Profile via owner_id, key = (a, b)",
            "the foreign key has 1 column, and `key` names 2 columns: name as many",
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
