//! Each family of operators on a column of its type.

use insforge::prelude::*;

#[derive(Table, Debug)]
#[table(name = "things")]
pub struct Thing {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub done: Option<bool>,
    pub tags: Vec<String>,
    pub meta: serde_json::Value,
    pub span: PgRange<i32>,
    pub words: TsVector,
    pub at: Timestamp,
}

#[test]
fn every_family_is_there() {
    let t = Thing::COLS;
    let _ = t.id.eq(1) & t.id.in_([1, 2]) & t.id.between(1, 5) & t.id.is_distinct(3);
    let _ = t.title.like("a%") | t.title.starts_with("a") | t.title.matches("^a") | t.title.gt("m");
    let _ = t.done.is_true() | t.done.is_null() | t.done.is_unknown();
    let _ = t.tags.contains_all(["a"]) & t.tags.overlaps(vec!["b".to_owned()]);
    let _ = t.meta.path("a").path(0).text().eq("x") & t.meta.contains_all(serde_json::json!({ "a": 1 }));
    let _ = t.span.overlaps(1..5) & t.span.strictly_left_of(9..);
    let _ = t.words.fts(Fts::web("rust -java").config("english")) & t.title.fts(Fts::plain("rust"));
    let _ = t.title.like_any(["a%", "b%"]) & !t.id.gt_all([1, 2]);
    let _ = (t.at.desc().nulls_last(), t.id.asc());
}
