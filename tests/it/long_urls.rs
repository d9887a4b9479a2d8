//! Lists that a URL cannot hold.

use std::collections::BTreeSet;

use insforge::ErrorKind;
use insforge::prelude::*;
use insforge_tests::Backend;
use uuid::Uuid;

#[derive(Table, Debug)]
#[table(name = "items")]
struct Item {
    #[column(pk)]
    id: Uuid,
    kind: String,
}

const ITEMS: &str = "create table {s}.items (id uuid primary key, kind text not null);";

#[tokio::test]
async fn five_thousand_ids_come_back_once_each() {
    let space = Backend::connect().await.space(ITEMS).await;
    let db = space.admin().database();
    let ids: Vec<Uuid> = (0..5000).map(|_| Uuid::new_v4()).collect();
    let rows = ids.iter().map(|id| NewItem {
        id: *id,
        kind: if id.as_u128() % 2 == 0 { "even" } else { "odd" }.into(),
    });
    assert_eq!(db.insert_many(rows).execute().await.expect("rows"), 5000);

    // Each twice: a row still comes once.
    let twice = ids.iter().chain(&ids);
    let found = db
        .from::<Item>()
        .filter(|t| t.id.in_(twice))
        .all()
        .await
        .expect("rows");
    assert_eq!(found.len(), 5000);
    assert_eq!(
        found.iter().map(|row| row.id).collect::<BTreeSet<_>>(),
        ids.iter().copied().collect()
    );

    let odd = db
        .from::<Item>()
        .filter(|t| t.kind.eq("odd") & t.id.in_(&ids))
        .all()
        .await
        .expect("rows");
    assert_eq!(odd.len(), ids.iter().filter(|id| id.as_u128() % 2 == 1).count());
}

#[tokio::test]
async fn where_a_split_would_change_the_answer_the_error_comes_first() {
    let space = Backend::connect().await.space(ITEMS).await;
    let db = space.admin().database();
    let ids: Vec<Uuid> = (0..1000).map(|_| Uuid::new_v4()).collect();
    let query = || db.from::<Item>().filter(|t| t.id.in_(&ids));
    for result in [
        query().order(|t| t.id.asc()).all().await,
        query().limit(10).all().await,
        query().offset(1).all().await,
        db.from::<Item>().filter(|t| t.id.not_in(&ids)).all().await,
        db.from::<Item>()
            .filter(|t| t.id.in_(&ids) | t.kind.eq("x"))
            .all()
            .await,
    ] {
        let error = result.expect_err("too long");
        assert_eq!(error.kind(), ErrorKind::UrlTooLong);
        assert!(error.is_url_too_long());
        assert_eq!(error.status(), None, "nothing was sent");
    }
    assert!(query().count().await.expect_err("too long").is_url_too_long());
    assert!(query().page().await.expect_err("too long").is_url_too_long());
    let write = db.delete::<Item>().filter(|t| t.id.in_(&ids)).execute().await;
    assert!(write.expect_err("too long").is_url_too_long());
}
