//! Columns that are words of PostgREST, of SQL, of the gateway or of Rust.

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "select", unique(r#type))]
#[relation(r#match: one Self via r#where)]
pub struct Words {
    #[column(pk)]
    pub order: i32,
    pub limit: i32,
    pub offset: Option<i32>,
    pub and: bool,
    pub or: bool,
    pub not: bool,
    pub columns: String,
    pub on_conflict: String,
    pub schema: String,
    pub constructor: String,
    pub r#type: String,
    pub r#where: Option<i32>,
    #[column(name = "__proto__")]
    pub proto: Option<String>,
}

#[derive(Projection, Debug)]
#[projection(Words)]
pub struct Phrase {
    order: i32,
    r#type: String,
    #[proj(column = r#where)]
    r#in: Option<i32>,
    #[proj(embed = r#match)]
    r#match: Option<Words>,
}

#[test]
fn they_are_columns() {
    let w = Words::COLS;
    let filter = w.order.eq(1) & w.and.eq(true) | w.or.eq(false) & !w.not.eq(true);
    let _ = filter & w.r#type.eq("x") & w.proto.is_null();
    let names: Vec<_> = Words::META.columns.iter().map(|column| column.name).collect();
    assert!(names.contains(&"type") && names.contains(&"where") && names.contains(&"__proto__"));
}
