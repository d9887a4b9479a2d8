//! d.6: writes.

use insforge::ErrorKind;
use insforge::prelude::*;

use super::shared::{Item, NewItem, NewOdd, Odd, tables};

fn item(id: i64) -> NewItem {
    NewItem {
        id,
        name: "written".into(),
    }
}

async fn clean(db: &insforge::Database, ids: std::ops::RangeInclusive<i64>) {
    let written = db
        .delete::<Item>()
        .filter(|i| i.id.between(*ids.start(), *ids.end()));
    written.execute().await.expect("a write");
}

#[tokio::test]
async fn one_row_and_many() {
    let (_space, db) = tables().await;
    assert_eq!(db.insert(item(401)).execute().await.expect("a row"), 1);
    assert_eq!(
        db.insert_many([item(402), item(403)])
            .execute()
            .await
            .expect("rows"),
        2
    );
    assert_eq!(
        db.insert_many([item(404), item(405)])
            .chunks(1)
            .execute()
            .await
            .expect("rows"),
        2
    );
    clean(&db, 401..=405).await;
}

#[tokio::test]
async fn columns_and_defaults() {
    let (_space, db) = tables().await;
    let rows = [item(411).n(1).list(vec!["x".to_owned()]), item(412).n(2)];
    let request = db
        .insert_many([item(411).n(1), item(412).n(2)])
        .to_request()
        .expect("a request");
    assert!(request.query().contains("columns=id,name,n"));
    assert!(
        request.headers()["prefer"]
            .to_str()
            .expect("ASCII")
            .contains("missing=default")
    );
    let written = db.insert_many(rows).returning_all::<Item>().await.expect("rows");
    assert_eq!(written[0].list, ["x"]);
    // The default, and not NULL, which the column would refuse.
    assert!(written[1].list.is_empty());
    clean(&db, 411..=412).await;
}

#[tokio::test]
async fn returning() {
    let (_space, db) = tables().await;
    let minimal = db.insert(item(421)).to_request().expect("a request");
    assert!(
        minimal.headers()["prefer"]
            .to_str()
            .expect("ASCII")
            .contains("return=minimal")
    );
    assert_eq!(
        db.insert(item(421))
            .returning_one::<Item>()
            .await
            .expect("a row")
            .id,
        421
    );
    clean(&db, 421..=421).await;
}

#[tokio::test]
async fn upserts() {
    let (_space, db) = tables().await;
    let odd = |id, size: i32| {
        NewOdd {
            id,
            dotted: "upsert".into(),
        }
        .size(size)
    };
    db.upsert(odd(431, 1)).execute().await.expect("a row");
    db.upsert(odd(431, 2)).merge().execute().await.expect("a row");
    assert_eq!(
        db.from::<Odd>().by_key(431).one().await.expect("a row").size,
        Some(2)
    );
    db.upsert(odd(432, 3))
        .on_conflict(|u| u.dotted)
        .ignore()
        .execute()
        .await
        .expect("nothing");
    assert_eq!(
        db.from::<Odd>().by_key(432).maybe_one().await.expect("no row"),
        None
    );
    db.delete::<Odd>()
        .by_key(431)
        .expect_one()
        .await
        .expect("a write");
}

#[tokio::test]
async fn updates_and_deletes() {
    let (_space, db) = tables().await;
    db.insert_many([item(441), item(442)])
        .execute()
        .await
        .expect("rows");
    let update = db
        .update::<Item>()
        .set(|i| (i.n.to(5), i.body.to_null()))
        .filter(|i| i.id.ge(441) & i.id.le(442));
    assert_eq!(update.execute().await.expect("a write"), 2);
    let patch = ItemPatch::default().n(6);
    db.patch(patch).by_key(442).expect_one().await.expect("a write");
    assert_eq!(
        db.from::<Item>().by_key(442).one().await.expect("a row").n,
        Some(6)
    );
    db.delete::<Item>()
        .by_key(441)
        .expect_one()
        .await
        .expect("a write");
    clean(&db, 441..=442).await;
}

type ItemPatch = super::shared::ItemPatch;

#[tokio::test]
async fn max_affected() {
    let (_space, db) = tables().await;
    let write = || {
        db.update::<Item>()
            .set(|i| i.n.to(5))
            .filter(|i| i.id.ge(451))
            .max_affected(1)
    };
    let request = write().to_request().expect("a request");
    let prefer = request.headers()["prefer"].to_str().expect("ASCII");
    assert!(
        prefer.contains("handling=strict") && prefer.contains("max-affected=1"),
        "{prefer}"
    );
    db.insert_many([item(451), item(452)])
        .execute()
        .await
        .expect("rows");
    // Refused by its number of rows, or by a PostgREST older than 12.2 for the preference itself; changed in no case.
    let error = write().execute().await.expect_err("two rows");
    assert!(matches!(error.code(), Some("PGRST124" | "PGRST122")), "{error}");
    let changed = db
        .from::<Item>()
        .filter(|i| i.id.between(451, 452) & i.n.eq(5))
        .count()
        .await;
    assert_eq!(changed.expect("a count"), 0);
    clean(&db, 451..=452).await;
}

#[tokio::test]
async fn nothing_to_write() {
    let (_space, db) = tables().await;
    let none = db
        .insert_many(Vec::<NewItem>::new())
        .execute()
        .await
        .expect("no rows");
    assert_eq!(none, 0);
    let empty = db
        .patch(ItemPatch::default())
        .by_key(1)
        .execute()
        .await
        .expect_err("nothing to change");
    assert_eq!(empty.kind(), ErrorKind::Request);
}

#[derive(Insert)]
#[insert(Item)]
struct Own<'a> {
    id: i64,
    name: &'a str,
    n: Set<Option<i32>>,
}

#[derive(Patch)]
#[patch(Item)]
struct Edit {
    name: Option<String>,
    n: Set<Option<i32>>,
}

#[tokio::test]
async fn own_structs() {
    let (_space, db) = tables().await;
    let own = Own {
        id: 71,
        name: "own",
        n: Set::Value(Some(7)),
    };
    assert_eq!(db.insert(own).execute().await.expect("an insert"), 1);
    let edit = Edit {
        name: None,
        n: Set::Value(None),
    };
    let row: Item = db
        .patch(edit)
        .by_key(71)
        .returning_one()
        .await
        .expect("an update");
    assert_eq!((row.name.as_str(), row.n), ("own", None));
    db.delete::<Item>()
        .by_key(71)
        .expect_one()
        .await
        .expect("a delete");
}
