//! The same work by hand: structs for serde, requests by `format!`, values encoded where they stand.

use std::fmt::Write as _;

use super::shape::{COLUMNS, TABLES, numbered};

/// What such a program has once: a client, and how a value enters a URL.
const HEAD: &str = r#"
#![allow(dead_code)]
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

#[derive(Debug)]
pub enum Error {
    Http(String),
    Json(serde_json::Error),
    Rows(usize),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

pub struct Http {
    pub base: String,
}

impl Http {
    pub async fn send(&self, method: &str, url: &str, prefer: &str, body: Vec<u8>) -> Result<Vec<u8>, Error> {
        Err(Error::Http(format!("{method} {url} {prefer} {}", body.len())))
    }
}

pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

pub fn quote(text: &str) -> String {
    encode(&format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
"#;

const USES: &str = r#"
#[derive(Deserialize, Debug)]
pub struct CardN {
    pub id: i64,
    pub title: String,
    pub body: Option<String>,
    pub rank: i32,
    pub tags: Vec<String>,
}

pub async fn listN(http: &Http, words: &str, owner: Uuid) -> Result<Vec<CardN>, Error> {
    let url = format!(
        "{}/api/database/records/table_N?select=id,title,body,rank,tags\
         &and=(done.eq.{},or(title.ilike.{},body.is.null),owner_id.eq.{},rank.gte.{},country.in.({},{}))\
         &order=rank.desc,id.asc&limit=20",
        http.base, false, quote(words), owner, 3, quote("de"), quote("fr"),
    );
    let body = http.send("GET", &url, "", Vec::new()).await?;
    Ok(serde_json::from_slice(&body)?)
}

pub async fn insertN(http: &Http, title: String, owner_id: Uuid) -> Result<TableN, Error> {
    let new = NewTableN {
        slug: "slug".into(),
        title,
        owner_id,
        rank: 1,
        tags: Vec::new(),
        country: "de".into(),
        amount: 7,
        email: "a@b.c".into(),
        body: Some("text".into()),
        priority: Some(2),
        ..NewTableN::default()
    };
    let url = format!("{}/api/database/records/table_N", http.base);
    let body = http.send("POST", &url, "return=representation", serde_json::to_vec(&[new])?).await?;
    let mut rows: Vec<TableN> = serde_json::from_slice(&body)?;
    match rows.pop() {
        Some(row) if rows.is_empty() => Ok(row),
        _ => Err(Error::Rows(rows.len())),
    }
}

pub async fn updateN(http: &Http, id: i64, title: &str) -> Result<(), Error> {
    let patch = PatchN {
        title: Some(title.to_owned()),
        body: Some(None),
        rank: Some(4),
        ..PatchN::default()
    };
    let url = format!("{}/api/database/records/table_N?id=eq.{}", http.base, id);
    let body = http.send("PATCH", &url, "return=representation", serde_json::to_vec(&patch)?).await?;
    let rows: Vec<serde::de::IgnoredAny> = serde_json::from_slice(&body)?;
    if rows.len() == 1 { Ok(()) } else { Err(Error::Rows(rows.len())) }
}
"#;

/// The crate's source: a row, a new row and a patch for each table, then its uses.
pub(crate) fn source() -> String {
    let mut out = String::from(HEAD.trim_start());
    for table in 0..TABLES {
        row(&mut out, table);
        new_row(&mut out, table);
        patch(&mut out, table);
        out.push_str(&numbered(USES, table));
    }
    out
}

fn row(out: &mut String, table: usize) {
    write!(
        out,
        "\n#[derive(Deserialize, Debug, Clone)]\npub struct Table{table} {{\n"
    )
    .expect("a string takes it");
    for column in &COLUMNS {
        writeln!(out, "    pub {}: {},", column.name, column.by_hand).expect("a string takes it");
    }
    out.push_str("}\n");
}

fn new_row(out: &mut String, table: usize) {
    write!(
        out,
        "\n#[derive(Serialize, Debug, Clone, Default)]\npub struct NewTable{table} {{\n"
    )
    .expect("a string takes it");
    for column in COLUMNS.iter().filter(|column| column.written()) {
        let (name, ty) = (column.name, column.by_hand);
        if column.required() {
            writeln!(out, "    pub {name}: {ty},")
        } else if column.nullable() {
            writeln!(out, "    {ABSENT}\n    pub {name}: {ty},")
        } else {
            writeln!(out, "    {ABSENT}\n    pub {name}: Option<{ty}>,")
        }
        .expect("a string takes it");
    }
    out.push_str("}\n");
}

fn patch(out: &mut String, table: usize) {
    write!(
        out,
        "\n#[derive(Serialize, Debug, Clone, Default)]\npub struct Patch{table} {{\n"
    )
    .expect("a string takes it");
    for column in COLUMNS.iter().filter(|column| column.written()) {
        writeln!(
            out,
            "    {ABSENT}\n    pub {}: Option<{}>,",
            column.name, column.by_hand
        )
        .expect("a string takes it");
    }
    out.push_str("}\n");
}

const ABSENT: &str = "#[serde(skip_serializing_if = \"Option::is_none\")]";
