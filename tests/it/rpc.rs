//! Functions of the database: every kind of result, arguments, both methods, schemas, and what goes wrong.

mod arguments;
mod errors;
mod requests;
mod rows;
mod values;

use std::time::{Duration, Instant};

use insforge::prelude::*;
use insforge_tests::{Backend, Space};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "todos")]
#[relation(owner: one Person via owner_id)]
#[relation(notes: many Note via Note.todo_id)]
pub(crate) struct Todo {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub rank: Option<i32>,
    pub owner_id: Option<i64>,
    #[column(default)]
    pub meta: Json<serde_json::Value>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "people")]
pub(crate) struct Person {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "notes")]
pub(crate) struct Note {
    #[column(pk)]
    pub id: i64,
    pub todo_id: i64,
    pub body: String,
}

/// The whole table, or the rows whose title holds a word.
#[derive(Rpc, Clone)]
#[rpc(name = "search", returns = SetOf<Todo>, stable)]
pub(crate) struct Search<'a> {
    pub q: &'a str,
    #[arg(default)]
    pub lim: Option<i32>,
}

impl<'a> Search<'a> {
    pub(crate) fn of(q: &'a str) -> Self {
        Self { q, lim: None }
    }
}

const FUNCTIONS: &str = r#"
    create table {s}.people (id bigint primary key, name text not null);
    create table {s}.todos (
        id bigint primary key, title text not null, rank int, owner_id bigint references {s}.people,
        meta jsonb not null default '{}'
    );
    create table {s}.notes (id bigint primary key, todo_id bigint not null references {s}.todos, body text not null);
    create table {s}.calls (id bigint generated always as identity primary key, what text not null);
    insert into {s}.people values (1, 'Ann'), (2, 'Bob');
    insert into {s}.todos values
        (1, 'rust book', 3, 1, '{"tag": "a"}'), (2, 'rust async', null, 2, '{"tag": "b"}'),
        (3, 'go tour', 1, 1, '{"tag": "a"}'), (9007199254740993, 'rust big', 2, null, '{}');
    insert into {s}.notes values (1, 1, 'first'), (2, 1, 'second'), (3, 3, 'third');

    create type {s}.mood as enum ('calm', 'wild');
    create type {s}.span as (low int, high bigint);

    create function {s}.search(q text, lim int default 100) returns setof {s}.todos language sql stable
        as $$ select * from {s}.todos where title like '%' || q || '%' order by id limit lim $$;
    create function {s}.claim(rank int) returns setof {s}.todos language sql
        as $$ insert into {s}.calls (what) values ('claim'); select * from {s}.todos t where t.rank >= claim.rank $$;
    create function {s}.top() returns {s}.todos language sql stable
        as $$ select * from {s}.todos where id = 9007199254740993 $$;
    create function {s}.nobody() returns {s}.todos language sql stable as $$ select null::{s}.todos $$;
    create function {s}.squares(n int) returns table (i int, sq bigint) language sql stable
        as $$ select k, k::bigint * k from generate_series(1, n) k $$;
    create function {s}.twice(a int, out double bigint, out triple int) language sql immutable
        as $$ select a * 2, a * 3 $$;
    create function {s}.span_of() returns {s}.span language sql stable as $$ select 1, 9007199254740993 $$;
    create function {s}.add(a int, b int default 10) returns int language sql immutable as $$ select a + b $$;
    create function {s}.big(n bigint) returns bigint language sql immutable as $$ select n $$;
    create function {s}.decimals() returns setof numeric language sql stable
        as $$ values (12.50), (12345678901234567890.123456789) $$;
    create function {s}.bigs() returns setof bigint language sql stable
        as $$ select 9007199254740992 + k from generate_series(1, 3) k $$;
    create function {s}.words() returns setof text language sql stable as $$ values ('a'), ('b, "c"') $$;
    create function {s}.no_words() returns setof text language sql stable as $$ select 'x' where false $$;
    create function {s}.echo(v text) returns text language sql stable as $$ select v $$;
    create function {s}.echo_json(doc jsonb) returns jsonb language sql stable as $$ select doc $$;
    create function {s}.echo_mood(m {s}.mood) returns {s}.mood language sql stable as $$ select m $$;
    create function {s}.echo_array(list text[]) returns text[] language sql stable as $$ select list $$;
    create function {s}.echo_range(r int4range) returns int4range language sql stable as $$ select r $$;
    create function {s}.echo_stamp(t timestamptz) returns text language sql stable as $$ select t::text $$;
    create function {s}.which(v int default 7) returns text language sql stable
        as $$ select coalesce(v::text, 'null') $$;
    create function {s}.longest(variadic parts text[]) returns int language sql stable
        as $$ select max(length(p)) from unnest(parts) p $$;
    create function {s}.whole(jsonb) returns jsonb language sql stable as $$ select jsonb_build_object('got', $1) $$;
    create function {s}.odd("a b" int, "select" int) returns int language sql stable as $$ select "a b" + "select" $$;
    create function {s}.note(what text) returns void language sql
        as $$ insert into {s}.calls (what) values (what) $$;
    create function {s}.calls_so_far() returns bigint language sql stable as $$ select count(*) from {s}.calls $$;
    create function {s}.not_stable() returns int language sql
        as $$ insert into {s}.calls (what) values ('not stable'); select 1 $$;
    create function {s}.over(v int) returns int language sql stable as $$ select v $$;
    create function {s}.over(v text) returns int language sql stable as $$ select length(v) $$;
    create function {s}.fails(code text) returns int language plpgsql stable
        as $$ begin raise exception 'told so' using errcode = code, hint = 'a hint'; end $$;
"#;

/// How long PostgREST may take to see new functions and keys.
const PATIENCE: Duration = Duration::from_secs(20);

/// A space with tables and functions over them.
pub(crate) async fn functions() -> Space {
    let space = Backend::connect().await.space(FUNCTIONS).await;
    let start = Instant::now();
    while let Err(error) = known(&space).await {
        assert!(
            start.elapsed() < PATIENCE,
            "the functions do not appear: {error:?}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    space
}

async fn known(space: &Space) -> insforge::Result<bool> {
    let db = space.admin().database();
    db.call(Search::of("rust")).all().await?;
    db.from::<Todo>().filter(|t| t.notes.exists()).exists().await
}
