//! Views and read-only tables are read like tables; a table can be declared for its columns alone.

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug)]
#[table(name = "open_todos", view)]
pub struct OpenTodo {
    #[column(pk)]
    pub id: i64,
    #[column(assert_not_null)]
    pub title: String,
    pub body: Option<String>,
}

#[derive(Table, Debug)]
#[table(name = "audit", readonly, skip_row)]
pub struct Audit {
    #[column(pk)]
    pub id: i64,
}

#[derive(Table, Debug)]
#[table(name = "log", insert = false, patch = false)]
pub struct Log {
    #[column(pk)]
    pub id: i64,
}

async fn reads(db: &Database) -> insforge::Result<Option<OpenTodo>> {
    db.delete::<Log>().by_key(7).execute().await?;
    let _ = db.from::<Audit>().by_key(7);
    db.from::<OpenTodo>()
        .filter(|t| t.body.is_null())
        .order(|t| t.title.asc())
        .first()
        .await
}

#[test]
fn a_view_knows_that_it_is_one() {
    assert_eq!(OpenTodo::META.kind, insforge::schema::RelationKind::View);
}
