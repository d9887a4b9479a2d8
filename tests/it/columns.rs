//! Tuples of columns.

use crate::tables::{NewTodo, Todo, TodoDraft, todos};

#[tokio::test]
async fn a_tuple_of_columns_is_read_by_name_with_options_for_nulls() {
    let space = todos().await;
    let db = space.admin().database();
    let rows = [("a", Some("text")), ("b", None)].map(|(slug, body)| {
        let row: TodoDraft = NewTodo {
            slug: slug.into(),
            title: format!("title of {slug}"),
        }
        .into();
        match body {
            Some(body) => row.body(body),
            None => row,
        }
    });
    db.insert_many(rows).execute().await.expect("rows");

    let query = || db.from::<Todo>().order(|t| t.slug.asc());
    let two: Vec<(String, Option<String>)> = query()
        .select_columns(|t| (t.slug, t.body))
        .all()
        .await
        .expect("rows");
    assert_eq!(
        two,
        [("a".to_owned(), Some("text".to_owned())), ("b".to_owned(), None)]
    );
    let (id, again, slug, title, done, body) = query()
        .select_columns(|t| (t.id, t.id, t.slug, t.title, t.done, t.body))
        .first()
        .await
        .expect("an answer")
        .expect("a row");
    assert_eq!(
        (id, slug.as_str(), title.as_str(), done),
        (again, "a", "title of a", false)
    );
    assert_eq!(body.as_deref(), Some("text"));
    let page = query()
        .select_columns(|t| (t.title,))
        .limit(1)
        .page()
        .await
        .expect("a page");
    assert_eq!(
        (page.rows, page.total),
        (vec![("title of a".to_owned(),)], Some(2))
    );
    let next = db
        .from::<Todo>()
        .select_columns(|t| (t.slug, t.done))
        .keyset(|t| t.slug.desc())
        .page(None, 1)
        .await
        .expect("a page");
    assert_eq!(next.rows, [("b".to_owned(), false)]);
    assert!(next.next.is_some());
}
