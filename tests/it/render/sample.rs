//! A table with a column of each family, and odd names.

use insforge::prelude::*;
use serde_json::Value;
use uuid::Uuid;

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "samples")]
pub(super) struct Sample {
    #[column(pk)]
    pub id: i32,
    pub title: String,
    pub body: Option<String>,
    #[column(sql = "varchar(400)")]
    pub short: String,
    pub small: i16,
    pub int: i32,
    pub big: i64,
    pub number: Decimal,
    pub score: Option<f64>,
    pub flag: Option<bool>,
    pub uid: Uuid,
    pub stamp: Timestamp,
    pub day: Date,
    pub span: Interval,
    pub doc: Option<Json<Value>>,
    pub tags: Vec<String>,
    pub holes: Vec<Option<i32>>,
    pub ints: PgRange<i32>,
    pub bytes: Bytea,
    #[column(name = "order")]
    pub order: Option<i32>,
    #[column(name = "a.b")]
    pub dotted: String,
    #[column(name = "we\"ird, \\(name)")]
    pub weird: Option<String>,
    #[column(name = "list[0]")]
    pub bracket: String,
    #[column(name = "constructor")]
    pub constructor: String,
    #[column(default)]
    pub touched: i32,
}

pub(super) const SAMPLES: &str = r#"
    create table {s}.samples (
        id int primary key, title text not null, body text, short varchar(400) not null, small int2 not null,
        int int4 not null, big int8 not null, number numeric not null, score float8, flag bool, uid uuid not null,
        stamp timestamptz not null, day date not null, span interval not null, doc jsonb, tags text[] not null,
        holes int4[] not null, ints int4range not null, bytes bytea not null, "order" int, "a.b" text not null,
        "we""ird, \(name)" text, "list[0]" text not null, "constructor" text not null, touched int not null default 0
    );"#;

impl Sample {
    /// The row as an insert writes it.
    pub(super) fn new_row(&self) -> SampleDraft {
        let row = self.clone();
        NewSample {
            id: row.id,
            title: row.title,
            short: row.short,
            small: row.small,
            int: row.int,
            big: row.big,
            number: row.number,
            uid: row.uid,
            stamp: row.stamp,
            day: row.day,
            span: row.span,
            tags: row.tags,
            holes: row.holes,
            ints: row.ints,
            bytes: row.bytes,
            dotted: row.dotted,
            bracket: row.bracket,
            constructor: row.constructor,
        }
        .body(row.body)
        .score(row.score)
        .flag(row.flag)
        .doc(row.doc)
        .order(row.order)
        .weird(row.weird)
    }
}
