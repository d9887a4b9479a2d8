//! Comparisons with the rich schema: as it is, after each of many changes, and of structs that say something else.

use insforge::admin::verify::{DifferenceKind as Kind, DriftReport};
use insforge::prelude::*;
use insforge_tests::Space;
use uuid::Uuid;

use super::rich;
use super::structs::{Everything, Todo, TodoDetail};

async fn report<D: insforge::Declared>(space: &Space) -> DriftReport {
    space.admin().verify::<D>().await.expect("a report")
}

/// One difference of this kind at this field, and no other; what it says.
#[track_caller]
fn only(report: &DriftReport, kind: Kind, subject: &str) -> String {
    match report.differences.as_slice() {
        [only] if only.kind == kind && only.subject == subject => only.message.clone(),
        others => panic!("not one {kind:?} of {subject}: {others:#?}"),
    }
}

#[tokio::test]
async fn structs_that_agree_are_clean() {
    let space = rich().await;
    let report = report::<Everything>(&space).await;
    report.assert_clean();
    assert!(report.is_clean());
    let noted: Vec<(Kind, &str)> = report
        .notes
        .iter()
        .map(|note| (note.kind, note.subject.as_str()))
        .collect();
    assert!(noted.contains(&(Kind::UniqueKey, "Todo")), "{noted:?}");
    assert!(
        noted.contains(&(Kind::UnknownColumn, "TodoTag.place")),
        "{noted:?}"
    );
    assert!(noted.contains(&(Kind::UnknownColumn, "Line.narrow")), "{noted:?}");
}

/// Each change of the database is one difference, at the field, with the remedy.
#[tokio::test]
async fn every_change_of_the_database_is_one_difference() {
    let space = rich().await;
    let changes = [
        (
            "alter table {s}.tags drop column name",
            Kind::MissingColumn,
            "Tag.name",
            "has no column `name`",
        ),
        (
            "alter table {s}.tags alter name type varchar(9)",
            Kind::ColumnType,
            "Tag.name",
            "sql = \"varchar(9)\"",
        ),
        (
            "alter table {s}.tags alter name drop not null",
            Kind::Nullability,
            "Tag.name",
            "write `Option<..>`",
        ),
        (
            "alter table {s}.todos alter body set not null",
            Kind::Nullability,
            "Todo.body",
            "take the `Option` away",
        ),
        (
            "alter table {s}.profiles alter id drop default",
            Kind::Default,
            "Profile.id",
            "has no DEFAULT",
        ),
        (
            "alter table {s}.tags alter id set generated always",
            Kind::Identity,
            "Tag.id",
            "write `identity = always`",
        ),
        (
            "alter table {s}.todos alter id drop identity",
            Kind::Identity,
            "Todo.id",
            "is no identity",
        ),
        (
            "alter table {s}.todos alter words drop expression",
            Kind::Generated,
            "Todo.words",
            "remove `generated`",
        ),
        (
            "alter table {s}.tags add colour text not null",
            Kind::RequiredColumn,
            "Tag.colour",
            "every insert must name it",
        ),
        (
            "alter table {s}.profiles drop constraint profiles_handle_key",
            Kind::UniqueKey,
            "Profile.handle",
            "no unique constraint",
        ),
        (
            "alter table {s}.orders rename constraint orders_pk to other",
            Kind::NameOfConstraint,
            "Order",
            "primary_key = \"other\"",
        ),
        (
            "alter table {s}.todos rename constraint one_title to other",
            Kind::NameOfConstraint,
            "Todo.(owner_id, title)",
            "unique(owner_id, title, constraint = \"other\")",
        ),
        (
            "alter table {s}.todo_details drop constraint todo_details_todo_id_fkey",
            Kind::ForeignKey,
            "Todo.detail",
            "no foreign key over `todo_id`",
        ),
        (
            "alter table {s}.todos rename constraint todos_editor_id_fkey to other",
            Kind::NameOfConstraint,
            "Todo.editor",
            "constraint = \"other\"",
        ),
        (
            "alter table {s}.profiles drop constraint profiles_friend_id_key; create unique index x on {s}.profiles (friend_id, handle)",
            Kind::UniqueKey,
            "Profile.friend_id",
            "no unique constraint",
        ),
        (
            "alter type {s}.mood add value 'new'",
            Kind::EnumLabels,
            "Mood",
            "add a variant",
        ),
        (
            "alter type {s}.mood rename value 'sad' to 'blue'",
            Kind::EnumLabels,
            "Mood",
            "\"blue\"",
        ),
        (
            "alter function {s}.search_todos(text, int) volatile",
            Kind::Volatility,
            "SearchTodos",
            "remove `stable`",
        ),
        (
            "drop function {s}.forget(bigint)",
            Kind::MissingFunction,
            "Forget",
            "there is no function",
        ),
        (
            "drop function {s}.forget(bigint); create function {s}.forget(p_id bigint, b int) returns void language sql as 'select 1'",
            Kind::Arguments,
            "Forget.b",
            "add the field",
        ),
        (
            "drop function {s}.forget(bigint); create function {s}.forget(id bigint default 1) returns void language sql as 'select 1'",
            Kind::Arguments,
            "Forget.p_id",
            "no argument `p_id`",
        ),
        (
            "drop function {s}.forget(bigint); create function {s}.forget(p_id int) returns void language sql as 'select 1'",
            Kind::Arguments,
            "Forget.p_id",
            "the argument is `int4`",
        ),
        (
            "drop function {s}.forget(bigint); create function {s}.forget(p_id bigint) returns int language sql as 'select 1'",
            Kind::ReturnType,
            "Forget",
            "write `returns = Scalar<..>`",
        ),
        (
            "drop function {s}.label({s}.todos)",
            Kind::MissingFunction,
            "Todo.label",
            "no function `label(",
        ),
        (
            "alter table {s}.tags rename to labels",
            Kind::MissingTable,
            "Tag",
            "there is no table or view",
        ),
        (
            "alter table {s}.todo_tags drop constraint todo_tags_pkey",
            Kind::PrimaryKey,
            "TodoTag.(todo_id, tag_id)",
            "has no primary key",
        ),
    ];
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (change, kind, subject, words) in changes {
        let space = rich().await;
        space.sql(change).await;
        let report = report::<Everything>(&space).await;
        let Some(difference) = report
            .differences
            .iter()
            .find(|difference| difference.kind == kind && difference.subject == subject)
        else {
            wrong.push(format!("{change}: {report}"));
            continue;
        };
        if !difference.message.contains(words) {
            wrong.push(format!("{change}: {difference}"));
        }
        found.push(kind);
        // Some changes take more than one thing away: a junction without a key is no junction.
        let most = match kind {
            Kind::MissingTable | Kind::PrimaryKey => 2,
            Kind::UniqueKey if subject == "Profile.friend_id" => 2,
            Kind::EnumLabels => 2,
            _ => 1,
        };
        if report.differences.len() > most {
            wrong.push(format!("{change}: {report}"));
        }
    }
    drop(space);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(found.len(), changes.len());
}

#[derive(Table, Debug)]
#[table(name = "todos", view)]
#[relation(details: many TodoDetail via TodoDetail.todo_id)]
struct TodosAsView {
    #[column(pk)]
    id: i64,
}

#[derive(Table, Debug)]
#[table(name = "open_todos", readonly)]
struct ViewAsTable {
    id: Option<i64>,
}

#[derive(Table, Debug)]
#[table(name = "users", schema = "auth")]
struct Hidden {
    #[column(pk)]
    id: Uuid,
}

#[derive(Table, Debug)]
#[table(name = "todos", schema = "no_such_schema")]
struct Nowhere {
    #[column(pk)]
    id: i64,
}

#[derive(Table, Debug)]
#[table(name = "todo_tags", readonly)]
#[relation(todo: many Todo via Todo.parent_id, key = todo_id)]
struct Misled {
    #[column(pk)]
    todo_id: i64,
    #[column(pk)]
    tag_id: i32,
}

#[derive(Table, Debug)]
#[table(name = "todos", insert = false)]
#[relation(details: many TodoDetail via TodoDetail.todo_id)]
struct ManyDetails {
    #[column(pk, identity = always)]
    id: i64,
    slug: String,
    title: String,
    owner_id: Uuid,
    #[column(filled_by = "no_such_trigger")]
    created_at: Timestamp,
}

#[tokio::test]
async fn structs_that_say_something_else_are_told_so() {
    let space = rich().await;
    let found = report::<TodosAsView>(&space).await;
    assert!(found.has(Kind::TableKind, "TodosAsView"), "{found}");
    let found = report::<ViewAsTable>(&space).await;
    assert!(
        only(&found, Kind::TableKind, "ViewAsTable").contains("view"),
        "{found}"
    );
    let found = report::<Hidden>(&space).await;
    assert!(
        only(&found, Kind::HiddenSchema, "Hidden").contains("does not serve it"),
        "{found}"
    );
    let found = report::<Nowhere>(&space).await;
    assert!(
        only(&found, Kind::HiddenSchema, "Nowhere").contains("there is no schema"),
        "{found}"
    );
    let found = report::<Misled>(&space).await;
    only(&found, Kind::ForeignKey, "Misled.todo");
    let found = report::<ManyDetails>(&space).await;
    assert_eq!(found.differences.len(), 2, "{found}");
    assert!(found.has(Kind::Trigger, "ManyDetails.created_at"), "{found}");
    assert!(found.has(Kind::Cardinality, "ManyDetails.details"), "{found}");
}

#[derive(PgEnum, Debug)]
#[pg_enum(name = "mood", closed)]
enum Narrow {
    Sad,
    Glad,
}

#[tokio::test]
async fn a_report_reads_as_a_list() {
    let space = rich().await;
    let found = report::<Narrow>(&space).await;
    assert_eq!(found.differences.len(), 6, "{found}");
    let text = found.to_string();
    assert!(
        text.contains("`Narrow`: the type `mood` has no value \"glad\""),
        "{text}"
    );
    assert!(text.lines().all(|line| line.starts_with("`Narrow`: ")), "{text}");
    let panic = std::panic::catch_unwind(|| found.assert_clean()).expect_err("differences");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains("reading it is an error"), "{message}");
}
