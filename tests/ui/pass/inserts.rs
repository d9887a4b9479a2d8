//! Required columns are fields of the new row, optional ones are setters; leaving out, NULL and a value differ.

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug)]
#[table(name = "todos", unique(slug))]
pub struct Todo {
    #[column(pk, identity = always)]
    pub id: i64,
    pub slug: String,
    pub body: Option<String>,
    #[column(default)]
    pub rank: i32,
    #[column(default)]
    pub meta: Json<Vec<i32>>,
}

async fn writes(db: &Database) -> insforge::Result<()> {
    let new = || NewTodo { slug: "a".into() };
    let _: Todo = db.insert(new()).returning_one().await?;
    db.insert_many([new().rank(1), new().body(None), new().body("x"), new().into()])
        .execute()
        .await?;
    db.upsert(new().meta(Json(vec![1])))
        .on_conflict(|u| u.slug)
        .ignore()
        .execute()
        .await?;
    db.patch(TodoPatch::default().slug("b").body(Some("x".to_owned())))
        .by_key(7)
        .expect_one()
        .await?;
    db.patch(TodoPatch {
        rank: Set::Value(3),
        ..Default::default()
    })
    .all_rows()
    .execute()
    .await?;
    db.update::<Todo>()
        .set(|t| (t.rank.to(1), t.body.to_null()))
        .filter(|t| t.rank.lt(1))
        .execute()
        .await?;
    Ok(())
}

#[test]
fn a_draft_has_what_its_new_row_had() {
    let draft = TodoDraft::from(NewTodo { slug: "a".into() }).rank(1);
    assert_eq!(draft.slug.value().map(String::as_str), Some("a"));
    assert!(draft.rank.is_set() && !draft.body.is_set());
}
