//! The tables that the list's tests read, and a space that tests share while any of them runs.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use insforge::Database;
use insforge::prelude::*;
use insforge_tests::{Backend, Space};
use tokio::sync::Mutex;

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "items")]
#[relation(shelf: one Shelf via shelf_id)]
#[relation(spare: one Shelf via spare_id, constraint = "items_spare_fkey")]
#[relation(marks: many Mark via Mark.item_id)]
#[relation(tags: many Tag through ItemTag)]
#[relation(parent: one Item via parent_id)]
#[relation(children: many Item via Self.parent_id)]
#[relation(twin: one Shelf by "twin_of")]
#[relation(louder: many Item by "louder_than")]
pub(crate) struct Item {
    #[column(pk)]
    pub id: i64,
    pub name: String,
    pub n: Option<i32>,
    pub flag: Option<bool>,
    #[column(default)]
    pub list: Vec<String>,
    pub span: Option<PgRange<i32>>,
    #[column(default)]
    pub doc: Json<serde_json::Value>,
    pub body: Option<String>,
    #[column(generated)]
    pub words: Option<TsVector>,
    pub price: Option<Decimal>,
    pub at: Option<Timestamp>,
    #[column(computed)]
    pub shout: Option<String>,
    pub shelf_id: Option<i64>,
    pub spare_id: Option<i64>,
    pub parent_id: Option<i64>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "shelves")]
#[relation(items: many Item via Item.shelf_id)]
#[relation(room: one Room via room_id)]
pub(crate) struct Shelf {
    #[column(pk)]
    pub id: i64,
    pub label: String,
    pub room_id: Option<i64>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "rooms")]
pub(crate) struct Room {
    #[column(pk)]
    pub id: i64,
    pub title: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "marks")]
#[relation(item: one Item via item_id)]
pub(crate) struct Mark {
    #[column(pk)]
    pub id: i64,
    pub item_id: i64,
    pub stars: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "tags")]
#[relation(items: many Item through ItemTag)]
pub(crate) struct Tag {
    #[column(pk)]
    pub id: i64,
    pub word: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "item_tags")]
pub(crate) struct ItemTag {
    #[column(pk)]
    pub item_id: i64,
    #[column(pk)]
    pub tag_id: i64,
}

/// Names that need quotes somewhere on the way.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "odd names", unique(dotted))]
pub(crate) struct Odd {
    #[column(pk)]
    pub id: i64,
    #[column(name = "a.b, (c)")]
    pub dotted: String,
    #[column(name = "q\"uo\\te")]
    pub quote: Option<String>,
    #[column(name = "größe")]
    pub size: Option<i32>,
    pub limit: Option<i32>,
    pub order: Option<i32>,
    pub select: Option<i32>,
    pub and: Option<i32>,
    pub schema: Option<String>,
    pub constructor: Option<String>,
    #[column(name = "__proto__")]
    pub proto: Option<String>,
    #[column(name = "arr[0]")]
    pub bracket: Option<String>,
}

#[derive(Projection, Debug)]
#[projection(Item)]
pub(crate) struct Id {
    pub id: i64,
}

const TABLES: &str = r#"
    create table {s}.rooms (id bigint primary key, title text not null);
    create table {s}.shelves (id bigint primary key, label text not null, room_id bigint references {s}.rooms);
    create table {s}.items (
        id bigint primary key, name text not null, n int, flag bool, list text[] not null default '{}', span int4range,
        doc jsonb not null default '{}', body text,
        words tsvector generated always as (to_tsvector('english', coalesce(body, ''))) stored,
        price numeric, at timestamptz,
        shelf_id bigint constraint items_shelf_id_fkey references {s}.shelves,
        spare_id bigint constraint items_spare_fkey references {s}.shelves,
        parent_id bigint constraint items_parent_id_fkey references {s}.items
    );
    create table {s}.marks (id bigint primary key, item_id bigint not null references {s}.items, stars int not null);
    create table {s}.tags (id bigint primary key, word text not null);
    create table {s}.item_tags (
        item_id bigint references {s}.items, tag_id bigint references {s}.tags, primary key (item_id, tag_id)
    );
    create table {s}."odd names" (
        id bigint primary key, "a.b, (c)" text not null unique, "q""uo\te" text, "größe" int, "limit" int, "order" int,
        "select" int, "and" int, schema text, constructor text, __proto__ text, "arr[0]" text
    );
    create function {s}.shout({s}.items) returns text language sql stable as $$ select upper($1.name) || '!' $$;
    create function {s}.twin_of({s}.items) returns setof {s}.shelves rows 1 language sql stable as
        $$ select * from {s}.shelves where id = 3 - $1.shelf_id $$;
    create function {s}.louder_than({s}.items) returns setof {s}.items language sql stable as
        $$ select * from {s}.items where n > $1.n $$;

    insert into {s}.rooms values (1, 'Zoo'), (2, 'Attic');
    insert into {s}.shelves values (1, 'low', 1), (2, 'high', 2);
    insert into {s}.items (id, name, n, flag, list, span, doc, body, price, at, shelf_id, spare_id, parent_id) values
        (1, 'Ash', 1, true, '{a,b}', '[1,5)', '{"ui": {"color": "red", "n": 1}, "a": [{"b": "x"}]}',
            'The fat cats sat on rats', 12.50, '2026-01-01T00:00:00Z', 1, 2, null),
        (2, 'birch 50%*', 2, false, '{b,"c,d"}', '[5,9)', '{"ui": {"color": "blue", "n": 2}}',
            'a rat ran', 0.1, null, 2, null, 1),
        (3, 'Cedar "x", (y)', null, null, '{}', '[20,30)', '{}', 'rats on cats', null, null, null, null, 1),
        (4, '', 10, true, '{z}', null, '{"ui": {"color": null}}', null, null, null, 1, null, 2);
    insert into {s}.marks values (1, 1, 5), (2, 1, 2), (3, 2, 4);
    insert into {s}.tags values (1, 'tree'), (2, 'red, (dark)'), (3, 'unused');
    insert into {s}.item_tags values (1, 1), (1, 2), (2, 1);
    insert into {s}."odd names" values
        (1, 'x', 'q1', 1, 10, 20, 30, 40, 's1', 'c1', 'p1', 'b1'),
        (2, 'y.z, (w)', null, 2, 11, 19, 31, 41, 's2', 'c2', 'p2', 'b2');
"#;

/// A space that is made for the first test, shared with those that run meanwhile, and dropped with the last.
type Shared = Mutex<Weak<Space>>;

static TABLES_SPACE: Shared = Mutex::const_new(Weak::new());
static FUNCTIONS_SPACE: Shared = Mutex::const_new(Weak::new());

async fn share(shared: &Shared, make: impl Future<Output = Space>) -> Arc<Space> {
    let mut shared = shared.lock().await;
    if let Some(space) = shared.upgrade() {
        return space;
    }
    let space = Arc::new(make.await);
    *shared = Arc::downgrade(&space);
    space
}

async fn make_tables() -> Space {
    let space = Backend::connect().await.space(TABLES).await;
    let start = Instant::now();
    // PostgREST answers for a new schema before it knows the foreign keys in it.
    while let Err(error) = related(&space).await {
        assert!(start.elapsed() < Duration::from_secs(20), "no keys: {error:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    space
}

async fn related(space: &Space) -> insforge::Result<bool> {
    let db = space.admin().database();
    db.from::<Item>().filter(|i| i.tags.exists()).exists().await
}

/// The tables, for tests that only read, or write rows of their own.
pub(crate) async fn tables() -> (Arc<Space>, Database) {
    let space = share(&TABLES_SPACE, make_tables()).await;
    let db = space.admin().database();
    (space, db)
}

/// The functions of the tests of calls.
pub(crate) async fn functions() -> (Arc<Space>, Database) {
    let space = share(&FUNCTIONS_SPACE, crate::rpc::functions()).await;
    let db = space.admin().database();
    (space, db)
}

/// The ids of the first four items that meet a condition, in order.
pub(crate) async fn ids<C: insforge::query::Condition<Item>>(
    db: &Database,
    condition: impl FnOnce(&'static ItemCols) -> C,
) -> Vec<i64> {
    let rows = db
        .from::<Item>()
        .select::<Id>()
        .filter(condition)
        .filter(|i| i.id.le(4))
        .order(|i| i.id.asc())
        .all()
        .await
        .expect("rows");
    rows.iter().map(|row| row.id).collect()
}
