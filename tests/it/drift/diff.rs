//! The SQL between structs and the database, run.

use insforge::admin::diff::{Risk, SchemaDiff};
use insforge::prelude::*;
use insforge_tests::{Backend, Space};
use uuid::Uuid;

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "state")]
enum State {
    Open,
    #[pg_enum(rename = "it's done")]
    Done,
    Unknown(String),
}

#[derive(Table, Debug)]
#[table(name = "people", primary_key = "people_pk")]
#[relation(tasks: many Task via Task.owner_id)]
struct Person {
    #[column(pk, default)]
    id: Uuid,
    #[column(unique, sql = "varchar(40)")]
    handle: String,
}

#[derive(Table, Debug)]
#[table(name = "tasks", unique(owner_id, title, constraint = "one_title"))]
#[relation(owner: one Person via owner_id)]
#[relation(parent: one Task via parent_id)]
struct Task {
    #[column(pk, identity = always)]
    id: i64,
    title: String,
    #[column(default)]
    state: State,
    states: Option<Vec<State>>,
    owner_id: Uuid,
    parent_id: Option<i64>,
    #[column(default)]
    tags: Vec<String>,
    #[column(default, readonly)]
    created_at: Timestamp,
    #[column(name = "order")]
    position: Option<i32>,
}

async fn diff<D: insforge::Declared>(space: &Space) -> SchemaDiff {
    space.admin().diff::<D>().await.expect("a diff")
}

#[tokio::test]
async fn an_empty_schema_becomes_what_the_structs_say() {
    let space = Backend::connect().await.space("").await;
    let first = diff::<(Task, Person)>(&space).await;
    assert!(first.open.is_empty() && first.drops.is_empty(), "{first}");
    space.sql(&first.sql()).await;
    let second = diff::<(Task, Person)>(&space).await;
    assert!(second.is_empty(), "{second}");
    let report = space
        .admin()
        .verify::<(Task, Person, State)>()
        .await
        .expect("a report");
    report.assert_clean();
    assert!(report.notes.is_empty(), "{report}");
}

#[tokio::test]
async fn an_old_schema_is_changed_and_nothing_is_dropped() {
    let space = Backend::connect()
        .await
        .space(
            "create type {s}.state as enum ('open');
             create table {s}.people (id uuid not null, handle text, old int);
             create table {s}.tasks (id int primary key, title text, state {s}.state, owner_id uuid not null,
                                     created_at timestamptz not null);",
        )
        .await;
    let first = diff::<(Task, Person)>(&space).await;
    assert!(!first.sql().contains("drop"), "{first}");
    assert_eq!(first.drops.len(), 1, "{first}");
    assert!(
        first
            .to_string()
            .contains("-- risky: it fails where a value is NULL"),
        "{first}"
    );
    assert!(first.to_string().contains("-- not run: alter table"), "{first}");
    // A new value of an enum can be used in a later transaction only.
    for statement in &first.statements {
        space.sql(&statement.sql).await;
    }
    let second = diff::<(Task, Person)>(&space).await;
    assert!(second.is_empty(), "{second}");
    let report = space.admin().verify::<(Task, Person)>().await.expect("a report");
    report.assert_clean();
    let dropping = second.with_drops();
    let last = dropping.statements.last().expect("a statement");
    assert_eq!(last.risk, Risk::Destructive);
    space.sql(&last.sql).await;
    assert!(diff::<Person>(&space).await.drops.is_empty());
}

#[derive(Table, Debug)]
#[table(name = "computed")]
struct Computed {
    #[column(pk)]
    id: i32,
    #[column(generated)]
    twice: Option<i32>,
}

#[tokio::test]
async fn what_structs_do_not_say_is_left_open() {
    let space = Backend::connect().await.space("").await;
    let found = diff::<Computed>(&space).await;
    assert_eq!(found.open.len(), 1, "{found}");
    assert!(
        !found.is_empty() && found.to_string().contains("-- open: `Computed.twice`"),
        "{found}"
    );
}
