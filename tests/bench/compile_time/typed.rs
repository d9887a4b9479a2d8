//! The work with the derives.

use std::fmt::Write as _;

use super::shape::{COLUMNS, TABLES};

const HEAD: &str = "\
#![allow(dead_code)]
use insforge::prelude::*;
use insforge::{Database, Result};
use serde_json::Value;
use uuid::Uuid;
";

/// One function a use: a filtered, ordered read of a projection, an insert, an update.
const USES: &str = r#"
#[derive(Projection, Debug)]
#[projection(TableN)]
pub struct CardN {
    pub id: i64,
    pub title: String,
    pub body: Option<String>,
    pub rank: i32,
    pub tags: Vec<String>,
}

pub async fn listN(db: &Database, words: &str, owner: Uuid) -> Result<Vec<CardN>> {
    db.from::<TableN>()
        .select::<CardN>()
        .filter(|t| t.done.eq(false) & (t.title.ilike(words) | t.body.is_null()))
        .filter(|t| t.owner_id.eq(owner) & t.rank.ge(3) & t.country.in_(["de", "fr"]))
        .order(|t| (t.rank.desc(), t.id.asc()))
        .limit(20)
        .all()
        .await
}

pub async fn insertN(db: &Database, title: String, owner_id: Uuid) -> Result<TableN> {
    let new = NewTableN {
        slug: "slug".into(),
        title,
        owner_id,
        rank: 1,
        tags: Vec::new(),
        country: "de".into(),
        amount: 7,
        email: "a@b.c".into(),
    };
    db.insert(new.body("text").priority(2)).returning_one::<TableN>().await
}

pub async fn updateN(db: &Database, id: i64, title: &str) -> Result<()> {
    db.update::<TableN>()
        .set(|t| (t.title.to(title), t.body.to_null(), t.rank.to(4)))
        .by_key(id)
        .expect_one()
        .await
}
"#;

/// The crate's source.
pub(crate) fn source() -> String {
    let mut out = String::from(HEAD);
    for table in 0..TABLES {
        write!(
            out,
            "\n#[derive(Table, Debug, Clone)]\n#[table(name = \"table_{table}\", unique(slug))]\npub struct Table{table} {{\n"
        )
        .expect("a string takes it");
        for column in &COLUMNS {
            if !column.attribute.is_empty() {
                writeln!(out, "    #[column({})]", column.attribute).expect("a string takes it");
            }
            writeln!(out, "    pub {}: {},", column.name, column.typed).expect("a string takes it");
        }
        out.push_str("}\n");
        out.push_str(&super::shape::numbered(USES, table));
    }
    out
}
