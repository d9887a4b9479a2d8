//! The tables, enums and functions of the project's database.
//!
//! Written by `insforge gen`. `insforge gen --check` tells whether the database has changed since.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(dead_code, missing_docs, non_snake_case, unreachable_pub, clippy::all, clippy::pedantic)]

use insforge::prelude::*;

/// The type `app.mood`.
#[derive(PgEnum, Debug, Clone, PartialEq, Eq, Hash)]
#[pg_enum(name = "mood")]
pub enum Mood {
    Sad,
    Ok,
    #[pg_enum(rename = "very happy")]
    VeryHappy,
    #[pg_enum(rename = "1st")]
    Value1st,
    #[pg_enum(rename = "Ok")]
    OkValue,
    #[pg_enum(rename = "self")]
    SelfValue,
    Unknown(String),
}

/// The type `other.mood`.
#[derive(PgEnum, Debug, Clone, PartialEq, Eq, Hash)]
#[pg_enum(name = "other.mood")]
pub enum MoodEnum {
    Red,
    #[pg_enum(rename = "unknown")]
    UnknownValue,
    Unknown(String),
}

/// A row of the table `app.2fast`.
#[derive(Table, Debug, Clone)]
#[table(name = "2fast")]
pub struct Table2fast {
    pub id: Option<i32>,
}

/// A row of the table `app.Hostile Table`.
#[derive(Table, Debug, Clone)]
#[table(name = "Hostile Table")]
#[relation(hostile_table: one HostileTable via r#async)]
#[relation(hostile_table_by_hostile_table: many HostileTable via HostileTable.r#async)]
pub struct HostileTable {
    #[column(pk)]
    pub r#type: i32,
    #[column(name = "self")]
    pub self_: Option<String>,
    #[column(name = "crate")]
    pub crate_: Option<String>,
    #[column(name = "1st")]
    pub column_1st: Option<String>,
    #[column(name = "a b")]
    pub a_b: Option<String>,
    #[column(name = "a-b")]
    pub a_b_2: Option<String>,
    #[column(name = "Name")]
    pub name: Option<String>,
    #[column(name = "name")]
    pub name_2: Option<String>,
    #[column(name = "naïve")]
    pub naïve: Option<String>,
    pub order: Option<i32>,
    pub __proto__: Option<String>,
    #[column(name = "quote\"d")]
    pub quote_d: Option<String>,
    pub select: Option<String>,
    pub diff: Option<String>,
    pub and: Option<String>,
    #[column(name = "!")]
    pub column: Option<String>,
    #[column(unique, name = "primary_key")]
    pub primary_key_: Option<String>,
    pub r#async: Option<i32>,
}

/// A row of the table `app.everything`.
// Left out: the column `c_pair`: no Rust type is known for the composite type `pair`.
#[derive(Table, Debug, Clone)]
#[table(name = "everything")]
pub struct Everything {
    #[column(pk)]
    pub id: i64,
    pub c_bool: bool,
    pub c_int2: i16,
    pub c_int4: i32,
    pub c_float4: f32,
    pub c_float8: f64,
    pub c_numeric: Decimal,
    // `money` has no Rust type here: its text
    #[column(sql = "money")]
    pub c_money: Option<String>,
    pub c_text: String,
    #[column(sql = "varchar")]
    pub c_varchar: String,
    #[column(sql = "bpchar(3)")]
    pub c_bpchar: Option<String>,
    // `name` has no Rust type here: its text
    #[column(sql = "name")]
    pub c_name: Option<String>,
    pub c_uuid: Option<uuid::Uuid>,
    pub c_bytea: Option<Bytea>,
    pub c_timestamptz: Option<Timestamp>,
    pub c_short_timestamptz: Option<Timestamp>,
    pub c_timestamp: Option<DateTime>,
    pub c_date: Option<Date>,
    pub c_time: Option<Time>,
    #[column(sql = "timetz")]
    pub c_timetz: Option<String>,
    pub c_interval: Option<Interval>,
    pub c_short_interval: Option<Interval>,
    #[column(sql = "json")]
    pub c_json: Option<serde_json::Value>,
    #[column(default)]
    pub c_jsonb: serde_json::Value,
    pub c_tsvector: Option<TsVector>,
    pub c_int4range: Option<PgRange<i32>>,
    pub c_int8range: Option<PgRange<i64>>,
    pub c_numrange: Option<PgRange<Decimal>>,
    pub c_tsrange: Option<PgRange<DateTime>>,
    pub c_tstzrange: Option<PgRange<Timestamp>>,
    pub c_daterange: Option<PgRange<Date>>,
    // `int4multirange` has no Rust type here: its text
    #[column(sql = "int4multirange")]
    pub c_multirange: Option<String>,
    // `inet` has no Rust type here: its text
    #[column(sql = "inet")]
    pub c_inet: Option<String>,
    // `macaddr` has no Rust type here: its text
    #[column(sql = "macaddr")]
    pub c_macaddr: Option<String>,
    // `bit(3)` has no Rust type here: its text
    #[column(sql = "bit(3)")]
    pub c_bits: Option<String>,
    // `varbit` has no Rust type here: its text
    #[column(sql = "varbit")]
    pub c_varbits: Option<String>,
    // `xml` has no Rust type here: its text
    #[column(sql = "xml")]
    pub c_xml: Option<String>,
    // `"char"` has no Rust type here: its text
    #[column(sql = "\"char\"")]
    pub c_char: Option<String>,
    #[column(default)]
    pub a_text: Vec<String>,
    pub a_int8: Option<Vec<i64>>,
    pub a_numeric: Option<Vec<Decimal>>,
    pub a_uuid: Option<Vec<uuid::Uuid>>,
    pub a_jsonb: Option<Vec<serde_json::Value>>,
    pub a_range: Option<Vec<PgRange<i32>>>,
    // `inet[]` has no Rust type here: its text
    #[column(sql = "inet[]")]
    pub a_inet: Option<Vec<String>>,
    // the domain `short_text[]`
    pub a_short: Option<Vec<String>>,
    #[column(sql = "varchar(5)[]")]
    pub a_varchar: Option<Vec<String>>,
}

/// A row of the view `app.handles`.
#[derive(Table, Debug, Clone)]
#[table(name = "handles", view)]
pub struct Handle {
    #[column(sql = "varchar(40)")]
    pub handle: Option<String>,
}

/// A row of the table `app.lines`.
// Left out: a relation by `lines_narrow_fkey`: `narrow` is `i32` and the key it points to `i64`.
#[derive(Table, Debug, Clone)]
#[table(name = "lines")]
#[relation(order: one Order via (shop, code), constraint = "lines_code", key = (shop, code))]
#[relation(order_by_shop_number: one Order via (shop, number), constraint = "lines_order")]
pub struct Line {
    #[column(pk, default)]
    pub id: i64,
    pub shop: String,
    pub number: i64,
    pub code: Option<String>,
    pub narrow: Option<i32>,
}

/// A row of the table `app.new_todo`.
#[derive(Table, Debug, Clone)]
#[table(name = "new_todo")]
pub struct NewTodo {
    #[column(pk)]
    pub id: i32,
}

/// A row of the view `app.open_todos`.
#[derive(Table, Debug, Clone)]
#[table(name = "open_todos", view)]
pub struct OpenTodo {
    pub id: Option<i64>,
    pub title: Option<String>,
    pub owner_id: Option<uuid::Uuid>,
    pub mood: Option<Mood>,
}

/// A row of the table `app.orders`.
#[derive(Table, Debug, Clone)]
#[table(name = "orders")]
#[table(primary_key = "orders_pk")]
#[table(unique(shop, code))]
#[relation(lines_by_order: many Line via Line.(shop, code), constraint = "lines_code", key = (shop, code))]
#[relation(lines_by_order_by_shop_number: many Line via Line.(shop, number), constraint = "lines_order")]
pub struct Order {
    #[column(pk)]
    pub shop: String,
    #[column(pk)]
    pub number: i64,
    pub code: String,
}

/// A row of the table `app.parted`.
#[derive(Table, Debug, Clone)]
#[table(name = "parted")]
pub struct Parted {
    #[column(pk)]
    pub id: i32,
    pub at: Option<Date>,
}

/// Who there is.
/// One row a person: `*/ #[x] "quoted".
#[derive(Table, Debug, Clone)]
#[table(name = "profiles")]
#[relation(friend: one Profile via friend_id)]
#[relation(profile_by_friend: one Profile via Profile.friend_id)]
#[relation(todos_by_editor: many Todos via Todos.editor_id)]
#[relation(todos_by_owner: many Todos via Todos.owner_id)]
pub struct Profile {
    #[column(pk, default)]
    pub id: uuid::Uuid,
    /// Unique, as shown.
    #[column(unique, sql = "varchar(40)")]
    pub handle: String,
    // the domain `short_text`
    pub motto: String,
    // the domain `shout`
    #[column(default)]
    pub cry: String,
    #[column(unique)]
    pub friend_id: Option<uuid::Uuid>,
}

/// A row of the table `app.string`.
#[derive(Table, Debug, Clone)]
#[table(name = "string")]
pub struct StringRow {
    #[column(pk)]
    pub id: i32,
    pub option: Option<String>,
}

/// A row of the table `app.tags`.
#[derive(Table, Debug, Clone)]
#[table(name = "tags")]
#[relation(todo_tags: many TodoTag via TodoTag.tag_id)]
#[relation(todos: many Todos through TodoTag)]
pub struct Tag {
    #[column(pk, identity = by_default)]
    pub id: i32,
    pub name: String,
}

/// A row of the table `app.todo`.
#[derive(Table, Debug, Clone)]
#[table(name = "todo")]
pub struct TodoRow {
    #[column(pk)]
    pub id: i32,
}

/// A row of the table `app.todo_details`.
#[derive(Table, Debug, Clone)]
#[table(name = "todo_details")]
#[relation(todo: one Todos via todo_id)]
pub struct TodoDetail {
    #[column(pk)]
    pub todo_id: i64,
    pub note: String,
}

/// A row of the table `app.todo_tags`.
#[derive(Table, Debug, Clone)]
#[table(name = "todo_tags")]
#[relation(tag: one Tag via tag_id)]
#[relation(todo: one Todos via todo_id)]
pub struct TodoTag {
    #[column(pk)]
    pub todo_id: i64,
    #[column(pk)]
    pub tag_id: i32,
    pub place: Option<i16>,
}

/// A row of the table `app.todos`.
#[derive(Table, Debug, Clone)]
#[table(name = "todos")]
#[table(unique(owner_id, title, constraint = "one_title"))]
#[table(unique(parent_id, slug, constraint = "todos_by_parent"))]
#[relation(editor: one Profile via editor_id)]
#[relation(owner: one Profile via owner_id)]
#[relation(parent: one Todos via parent_id)]
#[relation(todo_detail: one TodoDetail via TodoDetail.todo_id)]
#[relation(todo_tags: many TodoTag via TodoTag.todo_id)]
#[relation(todos_by_parent: many Todos via Todos.parent_id)]
#[relation(tags: many Tag through TodoTag)]
pub struct Todos {
    #[column(pk, identity = always)]
    pub id: i64,
    #[column(unique)]
    pub slug: String,
    pub title: String,
    pub body: Option<String>,
    pub owner_id: uuid::Uuid,
    pub editor_id: Option<uuid::Uuid>,
    pub parent_id: Option<i64>,
    #[column(default)]
    pub mood: Mood,
    #[column(default)]
    pub moods: Vec<Mood>,
    #[column(generated)]
    pub words: Option<i32>,
    #[column(default)]
    pub created_at: Timestamp,
}

/// A row of the table `app.type`.
#[derive(Table, Debug, Clone)]
#[table(name = "type")]
pub struct Type {
    #[column(pk)]
    pub id: i32,
    pub string: Option<String>,
}

/// A row of the table `other.notes`.
#[derive(Table, Debug, Clone)]
#[table(name = "notes", schema = "other")]
#[relation(todo: one TodosRow via todo_id)]
pub struct Note {
    #[column(pk)]
    pub id: i32,
    pub todo_id: i32,
    pub owner_id: Option<uuid::Uuid>,
}

/// A row of the table `other.todos`.
#[derive(Table, Debug, Clone)]
#[table(name = "todos", schema = "other")]
#[relation(notes: many Note via Note.todo_id)]
pub struct TodosRow {
    #[column(pk)]
    pub id: i32,
    pub mood: MoodEnum,
    #[column(default)]
    pub moods: Vec<MoodEnum>,
}

/// The function `first_todo()`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "first_todo", returns = One<Todos>, stable)]
pub struct FirstTodo;

/// The function `forget(int8)`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "forget", returns = Void)]
pub struct Forget {
    pub p_id: i64,
}

/// A row of what `limits` returns.
#[derive(Table, Debug, Clone)]
#[table(name = "limits", view)]
pub struct LimitsRow {
    pub low: Option<i32>,
    pub high: Option<i32>,
}

/// The function `limits()`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "limits", returns = One<LimitsRow>, stable)]
pub struct Limits;

/// The function `many(int4[])`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "many", returns = SetOfScalar<Option<i32>>, stable)]
pub struct Many {
    #[arg(variadic)]
    pub numbers: Vec<i32>,
}

/// The function `odd(text, int4, mood)`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "odd", returns = Scalar<Option<String>>, stable)]
pub struct Odd {
    pub r#type: String,
    #[arg(name = "self")]
    pub self_: i32,
    #[arg(name = "a b")]
    pub a_b: Mood,
}

/// The function `search_todos(text, int4)`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "search_todos", returns = SetOf<Todos>, stable)]
pub struct SearchTodos {
    pub q: String,
    #[arg(default)]
    pub lim: Option<i32>,
}

/// The function `take(json)`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "take", returns = Scalar<Option<serde_json::Value>>, stable)]
pub struct Take {
    #[arg(unnamed)]
    pub body: Json<serde_json::Value>,
}

/// The function `todo()`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "todo", returns = Scalar<Option<String>>, stable)]
pub struct Todo;

/// A row of what `totals` returns.
#[derive(Table, Debug, Clone)]
#[table(name = "totals", view)]
pub struct TotalsRow {
    pub open: Option<i64>,
    pub done: Option<i64>,
}

/// The function `totals()`.
#[derive(Rpc, Debug, Clone)]
#[rpc(name = "totals", returns = SetOf<TotalsRow>, stable)]
pub struct Totals;

// Left out: the function `add(int4, int4)`: another one takes arguments of the same names, and PostgREST cannot tell them apart.

// Left out: the function `add(text, text)`: another one takes arguments of the same names, and PostgREST cannot tell them apart.

// Left out: the function `any_of(anyelement)`: `anyelement` is no type of a value.

// Left out: the function `nameless(int4, int4)`: its arguments have no names.

// Left out: the function `pairs()`: it returns `pair`, which is no struct here.

/// Everything in this file, for `admin.verify::<Schema>()`.
pub type Schema = ((Table2fast, HostileTable, Everything, Handle, Line, NewTodo, OpenTodo, Order, Parted, Profile, StringRow, Tag, TodoRow, TodoDetail, TodoTag, Todos), (Type, Note, TodosRow, Mood, MoodEnum, FirstTodo, Forget, Limits, Many, Odd, SearchTodos, Take, Todo, Totals));
