//! A table with a column of every family, written by hand as the derive would.

use serde::de::MapAccess;
use serde_json::Value;

use crate::client::Client;
use crate::query::{Database, Filter, Keyed};
use crate::schema::*;

#[derive(Debug)]
pub(super) struct Thing;

#[derive(Debug, Clone, Copy)]
pub(super) struct ThingCols {
    pub(super) id: Col<Thing, i64, Fixed<NotNull>, Int8>,
    pub(super) title: Col<Thing, String, NotNull, Text>,
    pub(super) body: Col<Thing, String, Null, Text>,
    pub(super) done: Col<Thing, bool, NotNull, Bool>,
    pub(super) age: Col<Thing, i32, NotNull, Int4>,
    pub(super) score: Col<Thing, f64, Null, Float8>,
    pub(super) meta: Col<Thing, Value, Null, Jsonb>,
    pub(super) tags: Col<Thing, Vec<String>, NotNull, Array<Text>>,
    pub(super) span: Col<Thing, PgRange<i32>, Null, Int4Range>,
}

const COLUMNS: &[ColumnMeta] = &[
    ColumnMeta::of::<i64>("id").readonly(),
    ColumnMeta::of::<String>("title"),
    ColumnMeta::of::<Option<String>>("body"),
    ColumnMeta::of::<bool>("done"),
    ColumnMeta::of::<i32>("age"),
    ColumnMeta::of::<Option<f64>>("score"),
    ColumnMeta::of::<Option<Value>>("meta"),
    ColumnMeta::of::<Vec<String>>("tags"),
    ColumnMeta::of::<Option<PgRange<i32>>>("span"),
    ColumnMeta::of::<Option<i32>>("limit"),
    ColumnMeta::of::<Option<String>>("we\"ird, \\one"),
];

impl Table for Thing {
    type Cols = ThingCols;
    const COLS: &'static ThingCols = &ThingCols {
        id: Col::new("id"),
        title: Col::new("title"),
        body: Col::new("body"),
        done: Col::new("done"),
        age: Col::new("age"),
        score: Col::new("score"),
        meta: Col::new("meta"),
        tags: Col::new("tags"),
        span: Col::new("span"),
    };
    const META: &'static TableMeta = &TableMeta::new("things", COLUMNS).primary_key(&["id"]);
}

#[derive(Debug)]
pub(super) struct ThingUnique {
    pub(super) primary_key: Unique<Thing>,
    pub(super) title_age: Unique<Thing>,
    pub(super) odd: Unique<Thing>,
}

impl Writable for Thing {
    type Unique = ThingUnique;
    const UNIQUE: &'static ThingUnique = &ThingUnique {
        primary_key: Unique::new(&["id"]),
        title_age: Unique::new(&["title", "age"]),
        odd: Unique::new(&["limit", "we\"ird, \\one"]),
    };
}

impl Keyed for Thing {
    type Key = i64;

    fn key_filter(key: &i64) -> Filter<Self> {
        Self::COLS.id.eq(*key)
    }
}

impl Projection<Thing> for Thing {
    const SELECT: &'static [SelectItem] = &[SelectItem::column(&COLUMNS[0]), SelectItem::column(&COLUMNS[1])];

    fn read<'de, A: MapAccess<'de>>(_: RowReader<A>) -> Result<Self, A::Error> {
        Ok(Self)
    }
}

/// Every column, the odd ones and their casts included.
#[derive(Debug)]
pub(super) struct Everything;

impl Projection<Thing> for Everything {
    const SELECT: &'static [SelectItem] = &[
        SelectItem::Column {
            alias: None,
            name: "id",
            cast: Some("text"),
        },
        SelectItem::Column {
            alias: Some("my:title"),
            name: "title",
            cast: None,
        },
        SelectItem::Column {
            alias: None,
            name: "limit",
            cast: None,
        },
        SelectItem::Column {
            alias: Some("o"),
            name: "we\"ird, \\one",
            cast: Some("_text"),
        },
    ];

    fn read<'de, A: MapAccess<'de>>(_: RowReader<A>) -> Result<Self, A::Error> {
        Ok(Self)
    }
}

/// A new row that sets what it is told to, in that order.
#[derive(Debug, Clone, Default)]
pub(super) struct NewThing {
    pub(super) title: Set<String>,
    pub(super) body: Set<Option<String>>,
    pub(super) age: Set<i32>,
    pub(super) score: Set<Option<f64>>,
    pub(super) meta: Set<Option<Value>>,
    pub(super) limit: Set<Option<i32>>,
    pub(super) odd: Set<Option<String>>,
}

impl NewThing {
    fn write_to(&self, row: &mut RowWriter) {
        row.set(&COLUMNS[1], &self.title);
        row.set(&COLUMNS[2], &self.body);
        row.set(&COLUMNS[4], &self.age);
        row.set(&COLUMNS[5], &self.score);
        row.set(&COLUMNS[6], &self.meta);
        row.set(&COLUMNS[9], &self.limit);
        row.set(&COLUMNS[10], &self.odd);
    }
}

impl Insertable for NewThing {
    type Table = Thing;

    fn write(&self, row: &mut RowWriter) {
        self.write_to(row);
    }
}

impl Patch for NewThing {
    type Table = Thing;

    fn write(&self, row: &mut RowWriter) {
        self.write_to(row);
    }
}

/// A column of any name.
pub(super) fn named(name: &'static str) -> Col<Thing, String, Null, Text> {
    Col::new(name)
}

pub(super) fn database() -> Database {
    let key = format!("anon_{}", "0".repeat(64));
    Client::new("http://localhost:1", &key).unwrap().database()
}
