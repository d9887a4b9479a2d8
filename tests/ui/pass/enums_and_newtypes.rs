//! Enums and newtypes are column types, alone, nullable and in arrays.

use insforge::prelude::*;

#[derive(PgValue, Debug, Clone, PartialEq)]
pub struct OwnerId(pub uuid::Uuid);

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "priority", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Priority {
    Low,
    VeryHigh,
    #[pg_enum(rename = "now!")]
    Now,
    Unknown(String),
}

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
#[pg_enum(closed)]
pub enum Side {
    Left,
    Right,
}

#[derive(Table, Debug)]
#[table(name = "todos")]
pub struct Todo {
    #[column(pk)]
    pub owner: OwnerId,
    pub priority: Priority,
    pub side: Option<Side>,
    pub history: Vec<Priority>,
    pub helpers: Vec<Option<OwnerId>>,
}

#[test]
fn they_have_the_operators_of_their_type() {
    let t = Todo::COLS;
    let _ = t.owner.eq(OwnerId(uuid::Uuid::nil()))
        & t.priority.ge(Priority::Low)
        & t.priority.in_([Priority::Low, Priority::Now])
        & t.side.eq_or_null(Some(Side::Left))
        & t.history.contains_all([Priority::Now])
        & t.helpers.overlaps(vec![None]);
}

#[test]
fn an_enum_says_its_values() {
    assert_eq!(Priority::VeryHigh.as_str(), "VERY_HIGH");
    assert_eq!(Priority::Now.as_str(), "now!");
    assert_eq!(Priority::Unknown("later".to_owned()).as_str(), "later");
    assert_eq!(Side::Right.as_str(), "right");
    assert_eq!(Todo::META.columns[1].sql, "priority");
}

#[test]
fn an_unknown_value_is_read_and_not_sent() {
    let read = <Priority as PgValue>::from_json(serde_json::json!("later")).unwrap();
    assert_eq!(read, Priority::Unknown("later".to_owned()));
    let refused = PgValue::to_text(&read, &mut String::new()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`Priority` has no value `later` that this program knows, so it cannot be sent"
    );
}

#[test]
fn a_closed_enum_lists_what_it_knows() {
    let refused = <Side as PgValue>::from_json(serde_json::json!("up")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "unknown variant `up`, expected `left` or `right`"
    );
}
