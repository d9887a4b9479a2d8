//! d.5: order, limit, range, count.

use insforge::prelude::*;
use insforge::{Database, ErrorKind, Query};

use super::shared::{Id, Item, Mark, NewItem, Shelf, tables};

fn items(db: &Database) -> Query<Item, Id> {
    db.from::<Item>().select::<Id>().filter(|i| i.id.le(4))
}

async fn ids(query: Query<Item, Id>) -> Vec<i64> {
    query
        .all()
        .await
        .expect("rows")
        .iter()
        .map(|row| row.id)
        .collect()
}

#[tokio::test]
async fn directions_and_nulls() {
    let (_space, db) = tables().await;
    assert_eq!(ids(items(&db).order(|i| i.n.asc())).await, [1, 2, 4, 3]);
    assert_eq!(ids(items(&db).order(|i| i.n.desc())).await, [3, 4, 2, 1]);
    assert_eq!(
        ids(items(&db).order(|i| i.n.asc().nulls_first())).await,
        [3, 1, 2, 4]
    );
    assert_eq!(
        ids(items(&db).order(|i| i.n.desc().nulls_last())).await,
        [4, 2, 1, 3]
    );
    assert_eq!(
        ids(items(&db).order(|i| (i.flag.desc().nulls_last(), i.id.desc()))).await,
        [4, 1, 2, 3]
    );
}

#[tokio::test]
async fn by_json_path() {
    let (_space, db) = tables().await;
    let order = items(&db).order(|i| {
        (
            i.doc.path("ui").path("color").text().asc().nulls_last(),
            i.id.desc(),
        )
    });
    assert_eq!(ids(order).await, [2, 1, 4, 3]);
}

#[derive(Projection, Debug)]
#[projection(Shelf)]
struct Full {
    #[proj(embed = items)]
    items: Vec<Id>,
}

#[tokio::test]
async fn by_a_related_row() {
    let (_space, db) = tables().await;
    let by_label =
        |query: Query<Item, Id>| query.order(|i| (i.shelf.order_by(|s| s.label.asc()), i.id.asc()));
    assert_eq!(ids(by_label(items(&db))).await, [2, 1, 4, 3]);
    // Beside a condition on the same relation, and with NULLs placed.
    let both = items(&db)
        .filter(|i| i.shelf.any(|s| s.label.eq("low")) | i.n.is_null())
        .order(|i| (i.shelf.order_by(|s| s.label.desc().nulls_first()), i.id.desc()));
    assert_eq!(ids(both).await, [3, 4, 1]);
    let first = by_label(items(&db)).limit(1);
    assert_eq!(ids(first).await, [2]);
    let shelf = db
        .from::<Shelf>()
        .select::<Full>()
        .by_key(1)
        .embed(
            |e| e.items,
            |i| i.order(|i| i.spare.order_by(|s| s.label.asc().nulls_first())),
        )
        .one()
        .await
        .expect("a shelf");
    assert_eq!(shelf.items.iter().map(|item| item.id).collect::<Vec<_>>(), [4, 1]);
    let nested = items(&db)
        .order(|i| i.shelf.order_by(|s| s.room.order_by(|r| r.title.asc())))
        .all()
        .await;
    assert_eq!(nested.expect_err("one step only").kind(), ErrorKind::Unsupported);
    let keyset = items(&db)
        .keyset(|i| i.shelf.order_by(|s| s.label.asc()))
        .page(None, 2)
        .await;
    assert_eq!(keyset.expect_err("no cursor").kind(), ErrorKind::Request);
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Marked {
    #[proj(embed = marks)]
    marks: Vec<Mark>,
}

#[tokio::test]
async fn of_embedded_rows() {
    let (_space, db) = tables().await;
    let stars = async |offset| {
        let query = db.from::<Item>().select::<Marked>().by_key(1);
        let query = query.embed(
            |e| e.marks,
            |m| m.order(|m| m.stars.asc()).limit(1).offset(offset),
        );
        let row = query.one().await.expect("a row");
        row.marks.iter().map(|mark| mark.stars).collect::<Vec<_>>()
    };
    assert_eq!(stars(0).await, [2]);
    assert_eq!(stars(1).await, [5]);
}

#[tokio::test]
async fn limit_and_offset() {
    let (_space, db) = tables().await;
    assert_eq!(
        ids(items(&db).order(|i| i.id.asc()).limit(2).offset(1)).await,
        [2, 3]
    );
    assert!(ids(items(&db).limit(0)).await.is_empty());
}

#[tokio::test]
async fn counts() {
    let (_space, db) = tables().await;
    let page = items(&db)
        .order(|i| i.id.asc())
        .limit(2)
        .page()
        .await
        .expect("a page");
    assert_eq!((page.rows.len(), page.total), (2, Some(4)));
    for count in [Count::Planned, Count::Estimated] {
        let page = items(&db)
            .with_total(count)
            .limit(1)
            .page()
            .await
            .expect("a page");
        assert!(page.total.is_some(), "{count:?}");
    }
}

#[tokio::test]
async fn past_the_end() {
    let (_space, db) = tables().await;
    let page = items(&db).offset(100).page().await.expect("a page");
    assert!(page.rows.is_empty());
    assert_eq!(page.offset, 100);
    assert_ne!(page.has_more(), Some(true));
}

#[tokio::test]
async fn head() {
    let (_space, db) = tables().await;
    assert_eq!(items(&db).count().await.expect("a count"), 4);
    assert_eq!(
        items(&db)
            .filter(|i| i.marks.exists())
            .count()
            .await
            .expect("a count"),
        2
    );
    assert!(
        items(&db)
            .with_total(Count::Estimated)
            .count()
            .await
            .expect("a count")
            > 0
    );
}

#[tokio::test]
async fn rows_touched() {
    let (_space, db) = tables().await;
    let new = |id| NewItem {
        id,
        name: "touched".into(),
    };
    assert_eq!(
        db.insert_many([201, 202].map(new)).execute().await.expect("rows"),
        2
    );
    let touched = db
        .update::<Item>()
        .set(|i| i.n.to(1))
        .filter(|i| i.name.eq("touched"));
    assert_eq!(touched.execute().await.expect("a write"), 2);
    let touched = db
        .delete::<Item>()
        .filter(|i| i.id.ge(201) & i.id.le(209) & i.name.eq("touched"));
    assert_eq!(touched.execute().await.expect("a write"), 2);
}
