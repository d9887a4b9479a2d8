//! d.3: identifiers and reserved keys.

use insforge::prelude::*;

use super::shared::{NewOdd, Odd, OddCols, functions, tables};

async fn found(db: &insforge::Database, condition: impl FnOnce(&'static OddCols) -> Filter<Odd>) -> Vec<i64> {
    let query = db.from::<Odd>().filter(condition).filter(|o| o.id.le(2));
    let rows = query.order(|o| o.id.asc()).all().await.expect("rows");
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn quoted_names() {
    let (_space, db) = tables().await;
    assert_eq!(found(&db, |o| o.dotted.eq("y.z, (w)")).await, [2]);
    assert_eq!(found(&db, |o| o.quote.is_null() | o.size.eq(7)).await, [2]);
    assert_eq!(found(&db, |o| !(o.size.ge(2) & o.dotted.ne("x"))).await, [1]);
    let last = db
        .from::<Odd>()
        .order(|o| (o.dotted.desc(), o.quote.asc()))
        .limit(1)
        .all()
        .await;
    assert_eq!(last.expect("rows")[0].id, 2);
    let new = [
        NewOdd {
            id: 11,
            dotted: "n1".into(),
        }
        .quote("q"),
        NewOdd {
            id: 12,
            dotted: "n2".into(),
        }
        .quote("r"),
    ];
    assert_eq!(db.insert_many(new).execute().await.expect("rows"), 2);
    let again = NewOdd {
        id: 13,
        dotted: "n1".into(),
    };
    let kept = db
        .upsert(again)
        .on_conflict(|u| u.dotted)
        .ignore()
        .execute()
        .await;
    assert_eq!(kept.expect("a write"), 0);
    let deleted = db
        .delete::<Odd>()
        .filter(|o| o.dotted.in_(["n1", "n2"]))
        .execute()
        .await;
    assert_eq!(deleted.expect("a write"), 2);
}

#[tokio::test]
async fn reserved_names() {
    let (_space, db) = tables().await;
    assert_eq!(found(&db, |o| o.limit.eq(10)).await, [1]);
    assert_eq!(found(&db, |o| o.select.gt(30) & o.and.eq(41)).await, [2]);
    let rows = db
        .from::<Odd>()
        .filter(|o| o.id.le(2))
        .order(|o| o.order.asc())
        .all()
        .await;
    assert_eq!(rows.expect("rows")[0].id, 2);
    let write = db
        .update::<Odd>()
        .set(|o| o.limit.to(10))
        .filter(|o| o.limit.eq(10))
        .execute()
        .await;
    assert_eq!(write.expect("a write"), 1);
}

#[tokio::test]
async fn names_hostile_to_the_gateway() {
    let (_space, db) = tables().await;
    assert_eq!(found(&db, |o| o.schema.eq("s2")).await, [2]);
    assert_eq!(found(&db, |o| o.constructor.eq("c1")).await, [1]);
    assert_eq!(found(&db, |o| o.proto.eq("p2")).await, [2]);
    assert_eq!(found(&db, |o| o.bracket.eq("b1")).await, [1]);
    // A condition that is dropped would make these touch every row.
    for condition in [
        |o: &'static OddCols| o.constructor.eq("none"),
        |o: &'static OddCols| o.proto.eq("none"),
        |o: &'static OddCols| o.schema.eq("none"),
        |o: &'static OddCols| o.bracket.eq("none"),
    ] {
        let deleted = db.delete::<Odd>().filter(condition).execute().await;
        assert_eq!(deleted.expect("a write"), 0);
    }
}

#[tokio::test]
async fn arguments_and_columns_of_one_name() {
    let (_space, db) = functions().await;
    #[derive(Table)]
    #[table(name = "squares", view)]
    struct Square {
        i: i32,
    }
    #[derive(Rpc)]
    #[rpc(name = "squares", returns = SetOf<Square>, stable)]
    struct Squares {
        n: i32,
    }
    let rows = db
        .call(Squares { n: 4 })
        .filter(|s| s.i.eq(4))
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 1);
}
