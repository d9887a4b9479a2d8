//! Structs by hand that agree with the rich schema.

use insforge::prelude::*;
use uuid::Uuid;

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "mood")]
pub(super) enum Mood {
    Sad,
    Ok,
    #[pg_enum(rename = "very happy")]
    VeryHappy,
    #[pg_enum(rename = "1st")]
    First,
    #[pg_enum(rename = "Ok")]
    Okay,
    #[pg_enum(rename = "self")]
    Own,
    Unknown(String),
}

#[derive(Table, Debug)]
#[table(
    name = "todos",
    unique(slug),
    unique(owner_id, title, constraint = "one_title")
)]
#[relation(owner: one Profile via owner_id)]
#[relation(editor: one Profile via editor_id)]
#[relation(parent: one Todo via parent_id)]
#[relation(children: many Todo via Todo.parent_id)]
#[relation(detail: one TodoDetail via TodoDetail.todo_id)]
#[relation(tags: many Tag through TodoTag)]
pub(super) struct Todo {
    #[column(pk, identity = always)]
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) body: Option<String>,
    pub(super) owner_id: Uuid,
    pub(super) editor_id: Option<Uuid>,
    pub(super) parent_id: Option<i64>,
    #[column(default)]
    pub(super) mood: Mood,
    #[column(default)]
    pub(super) moods: Vec<Mood>,
    #[column(generated)]
    pub(super) words: Option<i32>,
    #[column(default, readonly)]
    pub(super) created_at: Timestamp,
    #[column(computed)]
    pub(super) label: Option<String>,
}

#[derive(Table, Debug)]
#[table(name = "profiles")]
#[relation(todos: many Todo via Todo.owner_id)]
#[relation(friend: one Profile via friend_id)]
#[relation(admirer: one Profile via Profile.friend_id)]
pub(super) struct Profile {
    #[column(pk, default)]
    pub(super) id: Uuid,
    #[column(unique, sql = "varchar(40)")]
    pub(super) handle: String,
    pub(super) motto: String,
    #[column(default, sql = "shout")]
    pub(super) cry: String,
    #[column(unique)]
    pub(super) friend_id: Option<Uuid>,
}

#[derive(Table, Debug)]
#[table(name = "todo_details")]
pub(super) struct TodoDetail {
    #[column(pk)]
    pub(super) todo_id: i64,
    pub(super) note: String,
}

#[derive(Table, Debug)]
#[table(name = "tags")]
pub(super) struct Tag {
    #[column(pk, identity = by_default)]
    pub(super) id: i32,
    pub(super) name: String,
}

#[derive(Table, Debug)]
#[table(name = "todo_tags")]
pub(super) struct TodoTag {
    #[column(pk)]
    pub(super) todo_id: i64,
    #[column(pk)]
    pub(super) tag_id: i32,
}

#[derive(Table, Debug)]
#[table(name = "orders", primary_key = "orders_pk", unique(shop, code))]
#[relation(lines: many Line via Line.(shop, number), constraint = "lines_order")]
pub(super) struct Order {
    #[column(pk)]
    pub(super) shop: String,
    #[column(pk)]
    pub(super) number: i64,
    pub(super) code: String,
}

#[derive(Table, Debug)]
#[table(name = "lines")]
#[relation(order: one Order via (shop, number), constraint = "lines_order")]
#[relation(by_code: one Order via (shop, code), key = (shop, code), constraint = "lines_code")]
pub(super) struct Line {
    #[column(pk, default)]
    pub(super) id: i64,
    pub(super) shop: String,
    pub(super) number: i64,
    pub(super) code: Option<String>,
}

#[derive(Table, Debug)]
#[table(name = "open_todos", view)]
#[relation(owner: one Profile via owner_id)]
pub(super) struct OpenTodo {
    #[column(assert_not_null)]
    pub(super) id: i64,
    pub(super) title: Option<String>,
    pub(super) owner_id: Option<Uuid>,
    pub(super) mood: Option<Mood>,
}

#[derive(Rpc)]
#[rpc(name = "search_todos", returns = SetOf<Todo>, stable)]
pub(super) struct SearchTodos<'a> {
    pub(super) q: &'a str,
    #[arg(default)]
    pub(super) lim: Option<i32>,
}

#[derive(Rpc)]
#[rpc(name = "add", returns = Scalar<String>, stable)]
pub(super) struct AddTexts {
    pub(super) a: String,
    pub(super) b: String,
}

#[derive(Rpc)]
#[rpc(name = "totals", returns = SetOf<Totals>, stable)]
pub(super) struct GetTotals;

#[derive(Table, Debug)]
#[table(name = "totals", view)]
pub(super) struct Totals {
    pub(super) open: i64,
    pub(super) done: i64,
}

#[derive(Rpc)]
#[rpc(name = "take", returns = Scalar<Json<i32>>, stable)]
pub(super) struct Take {
    #[arg(unnamed)]
    pub(super) body: Json<Vec<i32>>,
}

#[derive(Rpc)]
#[rpc(name = "forget", returns = Void)]
pub(super) struct Forget {
    pub(super) p_id: i64,
}

#[derive(Rpc)]
#[rpc(name = "many", returns = SetOfScalar<i32>, stable)]
pub(super) struct Many<'a> {
    #[arg(variadic)]
    pub(super) numbers: &'a [i32],
}

pub(super) type Everything = (
    (Todo, Profile, TodoDetail, Tag, TodoTag),
    (Order, Line, OpenTodo),
    (Mood,),
    (
        SearchTodos<'static>,
        AddTexts,
        GetTotals,
        Take,
        Forget,
        Many<'static>,
    ),
);
