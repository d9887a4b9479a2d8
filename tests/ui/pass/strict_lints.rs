//! Generated items satisfy the strictest lints of the user's.
#![allow(dead_code)]
#![deny(
    unused_variables,
    unused_mut,
    unused_must_use,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]

use insforge::prelude::*;

/// A table.
#[derive(Table, Debug)]
#[table(name = "todos", unique(slug), unique(owner, title))]
pub struct Todo {
    /// A key.
    #[column(pk, identity = always)]
    pub id: i64,
    /// A text.
    pub slug: String,
    /// A text that may be missing.
    pub title: Option<String>,
    /// Another table's key.
    pub owner: OwnerId,
    /// With a default.
    #[column(default)]
    pub state: State,
    /// A document.
    pub history: Option<Json<Vec<i32>>>,
}

/// A newtype.
#[derive(PgValue, Debug)]
pub struct OwnerId(pub i64);

/// An enum.
#[derive(PgEnum, Debug)]
pub enum State {
    /// A value.
    Open,
    /// Any other.
    Unknown(String),
}

#[derive(Table, Debug)]
#[table(name = "mine")]
struct Private {
    id: i32,
}

#[derive(Table, Debug)]
#[table(name = "ours", view)]
pub(crate) struct Ours {
    pub(crate) id: i32,
}

#[test]
fn they_are_used() {
    let row = |row: Private, ours: Ours| row.id + ours.id;
    let _ = (row, NewPrivate { id: 1 }, Ours::COLS.id.eq(1));
}
