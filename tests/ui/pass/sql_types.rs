//! `sql = ".."` decides operators and casts, whatever the Rust type.

use insforge::prelude::*;

#[derive(Table, Debug)]
#[table(name = "hosts")]
pub struct Host {
    #[column(pk, sql = "character varying (80)")]
    pub name: String,
    #[column(sql = "inet")]
    pub address: String,
    #[column(sql = "json")]
    pub raw: serde_json::Value,
    #[column(sql = "citext[]")]
    pub aliases: Vec<String>,
    #[column(sql = "smallint")]
    pub rank: i32,
}

#[test]
fn the_types_name_decides() {
    let t = Host::COLS;
    let _ = t.name.like("a%") & t.address.eq("::1") & t.raw.path("a").text().is_null();
    let _ = t.aliases.contains_all(["a"]) & t.rank.gt(1);
    let spelled: Vec<_> = Host::META.columns.iter().map(|column| column.sql).collect();
    assert_eq!(
        spelled,
        ["character varying (80)", "inet", "json", "citext[]", "smallint"]
    );
}
