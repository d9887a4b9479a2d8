//! Cursors are stored: in structs, as text in a URL, in a session through serde.

use insforge::prelude::*;
use insforge::query::{Cursor, Keyset};
use insforge::{Database, Result};
use serde::{Deserialize, Serialize};

#[derive(Table, Debug, Clone)]
#[table(name = "entries")]
pub struct Entry {
    #[column(pk)]
    pub id: i64,
    pub score: Option<f64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    user: String,
    after: Option<Cursor<Entry>>,
}

struct Feed {
    keyset: Keyset<Entry, Entry>,
    next: Option<Cursor<Entry>>,
}

impl Feed {
    fn new(db: &Database, session: Session) -> Self {
        Self {
            keyset: db
                .from::<Entry>()
                .keyset(|e| (e.score.desc().nulls_last(), e.id.asc())),
            next: session.after,
        }
    }

    async fn more(&mut self) -> Result<Vec<Entry>> {
        let page = self.keyset.page(self.next.take(), 50).await?;
        self.next = page.next;
        Ok(page.rows)
    }
}

async fn by_text(db: &Database, after: Option<&str>) -> Result<(Vec<Entry>, Option<String>)> {
    let cursor = after.map(str::parse::<Cursor<Entry>>).transpose()?;
    let page = db.from::<Entry>().keyset(|e| e.id.asc()).page(cursor, 10).await?;
    Ok((page.rows, page.next.map(|cursor| cursor.to_string())))
}
