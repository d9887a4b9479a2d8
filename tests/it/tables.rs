//! Tables that several tests share.

use insforge::prelude::*;
use insforge_tests::{Backend, Space};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "todos", unique(slug), unique(list, position))]
pub(crate) struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    pub slug: String,
    pub title: String,
    pub body: Option<String>,
    #[column(default)]
    pub done: bool,
    #[column(default)]
    pub rank: i32,
    #[column(default)]
    pub list: String,
    pub position: Option<i32>,
    #[column(default)]
    pub meta: Json<serde_json::Value>,
    #[column(default, readonly)]
    pub created_at: Timestamp,
}

pub(crate) const TODOS: &str = "
    create table {s}.todos (
        id bigint generated always as identity primary key,
        slug text not null constraint todos_slug_key unique,
        title text not null check (title <> 'forbidden'),
        body text,
        done boolean not null default false,
        rank int not null default 10,
        list text not null default 'inbox',
        position int,
        meta jsonb not null default '{}',
        created_at timestamptz not null default now(),
        unique (list, position)
    );";

/// A space with the table of to-dos.
pub(crate) async fn todos() -> Space {
    Backend::connect().await.space(TODOS).await
}

/// A to-do of this slug, titled alike.
pub(crate) fn todo(slug: &str) -> NewTodo {
    NewTodo {
        slug: slug.to_owned(),
        title: slug.to_owned(),
    }
}

/// The slugs of rows, for short comparisons.
pub(crate) fn slugs(rows: &[Todo]) -> Vec<&str> {
    rows.iter().map(|row| row.slug.as_str()).collect()
}
