//! Rows of any table as JSON.

use insforge::ErrorKind;
use insforge::admin::rows::RowList;
use insforge_tests::{Backend, Space};
use serde_json::{Map, Value, json};

async fn people() -> Space {
    Backend::connect()
        .await
        .space(
            "create table {s}.people (id bigint primary key, name text not null, city text, age int); \
             insert into {s}.people values (1, 'Ada', 'London', 36), (2, 'Bob', 'Paris', 20), (3, 'Cy', 'Rome', 65), \
             (4, 'Dan 100%', 'Rome', null); \
             create table {s}.pairs (a int, b int, c text, primary key (a, b)); \
             insert into {s}.pairs values (1, 1, 'x'), (1, 2, 'y');",
        )
        .await
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

#[tokio::test]
async fn rows_are_listed_searched_ordered_and_found() {
    let space = people().await;
    let rows = space.admin().rows("people");
    let names = |page: &insforge::Page<Value>| -> Vec<String> {
        page.rows
            .iter()
            .map(|row| row["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let page = rows
        .list::<Value>(RowList::new().order_desc("name").limit(2).offset(1))
        .await
        .expect("a page");
    assert_eq!(
        (names(&page), page.total, page.offset),
        (vec!["Cy".into(), "Bob".into()], Some(4), 1)
    );
    assert_eq!(page.has_more(), Some(true));
    assert_eq!(page.rows[0]["id"], "3", "int8 as text");
    let all = rows.list::<Value>(RowList::new()).await.expect("a page");
    assert_eq!((all.rows.len(), all.has_more()), (4, Some(false)));
    let past = rows
        .list::<Value>(RowList::new().offset(9))
        .await
        .expect("an empty page");
    assert_eq!((past.rows.len(), past.total), (0, Some(4)));
    let list = RowList::new().equal("city", "Rome").order_asc("id");
    assert_eq!(names(&rows.list(list).await.expect("a page")), ["Cy", "Dan 100%"]);
    assert_eq!(
        names(&rows.list(RowList::new().search("ada")).await.expect("a page")),
        ["Ada"]
    );
    assert_eq!(
        names(&rows.list(RowList::new().search("0%")).await.expect("a page")),
        ["Dan 100%"]
    );
    let found: Option<Value> = rows
        .find([("city", "Rome"), ("age", "65")])
        .await
        .expect("an answer");
    assert_eq!(found.expect("a row")["name"], "Cy");
    assert_eq!(
        rows.find::<Value, _>([("city", "Oslo")])
            .await
            .expect("an answer"),
        None
    );
    for refused in [
        rows.list::<Value>(RowList::new().limit(501)).await,
        rows.list::<Value>(RowList::new().order_asc("nope")).await,
    ] {
        assert_eq!(refused.expect_err("refused").kind(), ErrorKind::Invalid);
    }
    let none = space
        .admin()
        .rows("no_such_table")
        .list::<Value>(RowList::new())
        .await;
    assert_eq!(none.expect_err("no table").kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn rows_are_inserted_changed_and_deleted_by_their_whole_key() {
    let space = people().await;
    let rows = space.admin().rows("people");
    let made: Vec<Value> = rows
        .insert(&[
            map(json!({ "id": 5, "name": "Eve", "age": null })),
            map(json!({ "id": 6, "name": "Fay" })),
        ])
        .await
        .expect("made");
    assert_eq!((made.len(), &made[0]["name"]), (2, &json!("Eve")));
    let error = rows
        .insert::<Value>(&[map(json!({ "id": 5, "name": "x" }))])
        .await
        .expect_err("taken");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Conflict, Some("DATABASE_DUPLICATE"))
    );
    let half = [map(json!({ "id": 7, "name": "Gus" })), map(json!({ "id": 8 }))];
    rows.insert::<Value>(&half).await.expect_err("no name");
    assert_eq!(
        rows.find::<Value, _>([("id", "7")]).await.expect("an answer"),
        None,
        "all or none"
    );
    let none = rows.insert::<Value>(&[]).await;
    assert_eq!(none.expect_err("no rows").kind(), ErrorKind::Request);
    let empty = map(json!({ "id": 9, "name": "Hal", "city": "" }));
    let made: Vec<Value> = rows.insert(&[empty]).await.expect("an empty text");
    assert_eq!(made[0]["city"], "");
    let changed: Value = rows
        .update([("id", 5)], &json!({ "city": "Bern", "age": 9 }))
        .await
        .expect("changed");
    assert_eq!((&changed["city"], &changed["age"]), (&json!("Bern"), &json!(9)));
    let error = rows
        .update::<Value, _>([("id", 99)], &json!({ "city": "x" }))
        .await
        .expect_err("no row");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        rows.delete([[("id", 5)], [("id", 6)], [("id", 99)]])
            .await
            .expect("deleted"),
        2
    );

    let pairs = space.admin().rows("pairs");
    let error = pairs.delete([[("a", 1)]]).await.expect_err("half a key");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(pairs.delete([[("a", 1), ("b", 2)]]).await.expect("deleted"), 1);
    let none: [[(&str, i32); 1]; 0] = [];
    assert_eq!(
        pairs.delete(none).await.expect_err("no keys").kind(),
        ErrorKind::Request
    );
    assert_eq!(
        pairs.list::<Value>(RowList::new()).await.expect("a page").total,
        Some(1)
    );
}
