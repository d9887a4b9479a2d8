//! Columns, relations and projected fields that are named like methods of the standard traits and of ours.

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "events")]
#[relation(filter: one Event via parent)]
#[relation(any: many Event via Event.parent)]
pub struct Event {
    #[column(pk)]
    pub into: i64,
    pub from: String,
    pub iter: i32,
    pub hash: i64,
    pub cmp: Option<i32>,
    pub fmt: String,
    pub drop: bool,
    pub len: i32,
    pub table: String,
    pub select: Option<String>,
    pub to_owned: i32,
    pub borrow: i32,
    pub parent: Option<i64>,
}

#[derive(Projection, Debug)]
#[projection(Event)]
pub struct Part {
    into: i64,
    from: String,
    len: i32,
    #[proj(embed = filter)]
    filter: Option<Event>,
    #[proj(count = any)]
    read: i64,
}

// A computed field that is named like a local of generated code.
#[derive(Table, Debug, Clone)]
#[table(name = "others")]
pub struct Other {
    pub position: i32,
    pub slots: i32,
    #[column(computed)]
    pub row: i32,
}

#[test]
fn they_are_columns() {
    let e = Event::COLS;
    let _ = e.from.eq("x") & e.iter.ne(1) & e.cmp.is_null() & e.drop.is_true();
    let _ = e.any.any(|e| e.len.gt(1)) | e.filter.exists();
}
