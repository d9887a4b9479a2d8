//! A key of several columns is a tuple in the order of the fields.

use insforge::prelude::*;
use insforge::{Affected, Database};

#[derive(Table, Debug)]
#[table(name = "todo_tags")]
pub struct TodoTag {
    #[column(pk)]
    pub todo_id: i64,
    #[column(pk)]
    pub tag: String,
    pub note: Option<String>,
}

async fn queries(db: &Database) -> insforge::Result<(Option<TodoTag>, Affected)> {
    let row = db
        .from::<TodoTag>()
        .by_key((7, "red".to_owned()))
        .maybe_one()
        .await?;
    let gone = db
        .delete::<TodoTag>()
        .by_key((7, "red".to_owned()))
        .execute()
        .await?;
    Ok((row, gone))
}

#[test]
fn the_key_is_in_the_metadata() {
    assert_eq!(TodoTag::META.primary_key, ["todo_id", "tag"]);
    assert_eq!(TodoTag::META.columns[2].name, "note");
}
