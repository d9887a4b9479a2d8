//! d.8: media types and headers.

use insforge::ErrorKind;
use insforge::prelude::*;

use super::shared::{Item, Mark, NewItem, tables};

#[tokio::test]
async fn exactly_one_row() {
    let (_space, db) = tables().await;
    let new = |id| NewItem {
        id,
        name: "single".into(),
    };
    let row = db.insert(new(301)).returning_one::<Item>().await.expect("a row");
    assert_eq!(row.id, 301);
    db.insert(new(302)).execute().await.expect("a row");
    let singles = || {
        db.update::<Item>()
            .set(|i| i.n.to(7))
            .filter(|i| i.name.eq("single"))
    };
    let error = singles().expect_one().await.expect_err("two rows");
    assert_eq!((error.kind(), error.rows()), (ErrorKind::RowCount, Some(2)));
    let changed = db
        .from::<Item>()
        .filter(|i| i.name.eq("single") & i.n.eq(7))
        .count()
        .await;
    assert_eq!(changed.expect("a count"), 0);
    let gone = db
        .delete::<Item>()
        .filter(|i| i.name.eq("single") & i.id.ge(301) & i.id.le(302))
        .execute()
        .await;
    assert_eq!(gone.expect("a write"), 2);
}

#[derive(Projection)]
#[projection(Item)]
struct Line {
    id: i64,
    name: String,
    n: Option<i32>,
}

#[derive(Projection)]
#[projection(Item)]
struct Marked {
    #[proj(embed = marks)]
    marks: Vec<Mark>,
}

#[tokio::test]
async fn csv() {
    let (_space, db) = tables().await;
    let lines = || db.from::<Item>().select::<Line>().filter(|i| i.id.le(4));
    let csv = lines()
        .filter(|i| i.id.ge(3))
        .order(|i| i.id.asc())
        .csv()
        .await
        .expect("csv");
    assert_eq!(csv, "id,name,n\n3,\"Cedar \"\"x\"\", (y)\",\n4,\"\",10");
    assert_eq!(lines().filter(|i| i.id.eq(0)).csv().await.expect("no rows"), "");
    let related = lines()
        .filter(|i| i.marks.any(|m| m.stars.eq(4)))
        .csv()
        .await
        .expect("csv");
    assert_eq!(related, "id,name,n\n2,\"birch 50%*\",2");
    let nested = db
        .from::<Item>()
        .select::<Marked>()
        .csv()
        .await
        .expect_err("no cell");
    assert_eq!(nested.kind(), ErrorKind::Unsupported);
    let ordered = lines().order(|i| i.shelf.order_by(|s| s.label.asc())).csv().await;
    assert_eq!(
        ordered.expect_err("a column too many").kind(),
        ErrorKind::Unsupported
    );
}

#[tokio::test]
async fn explain() {
    let (_space, db) = tables().await;
    let error = db.from::<Item>().explain().await.expect_err("not told");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unsupported, None));
}

#[derive(Projection)]
#[projection(Item)]
struct AsText {
    #[proj(column = at, cast = "text")]
    at: Option<String>,
}

#[tokio::test]
async fn time_zones() {
    let (_space, db) = tables().await;
    let text = async |zone: &'static str| {
        let query = db.from::<Item>().select::<AsText>().by_key(1).timezone(zone);
        query.one().await.map(|row| row.at.expect("a time"))
    };
    assert_eq!(
        text("Asia/Tokyo").await.expect("a time"),
        "2026-01-01 09:00:00+09"
    );
    assert_eq!(text("UTC").await.expect("a time"), "2026-01-01 00:00:00+00");
    assert_eq!(
        text("Asia/Nowhere").await.expect_err("no zone").code(),
        Some("PGRST122")
    );
    assert_eq!(
        text("a, b").await.expect_err("no name").kind(),
        ErrorKind::Request
    );
    // The instant is the same however it is written.
    let row = |zone: &'static str| db.from::<Instant>().by_key(1).timezone(zone).one();
    let (tokyo, utc) = (
        row("Asia/Tokyo").await.expect("a row"),
        row("UTC").await.expect("a row"),
    );
    assert_eq!(tokyo.at, utc.at);
    assert!(utc.at.is_some());
}

#[derive(Table)]
#[table(name = "items", view)]
struct Instant {
    #[column(pk)]
    id: i64,
    at: Option<Timestamp>,
}

#[tokio::test]
async fn profiles() {
    let (space, _) = tables().await;
    let db = insforge_tests::Backend::connect().await.admin().database();
    let schema = space.schema().to_owned();
    let read = db.from::<Item>().schema(schema.clone()).by_key(1);
    let request = read.to_request().expect("a request");
    assert_eq!(
        request.headers().get("accept-profile").expect("a profile"),
        space.schema()
    );
    assert_eq!(read.one().await.expect("a row").name, "Ash");
    let write = db.update::<Item>().set(|i| i.n.to(1)).schema(schema).by_key(1);
    let request = write.to_request().expect("a request");
    assert_eq!(
        request.headers().get("content-profile").expect("a profile"),
        space.schema()
    );
    write.expect_one().await.expect("a write");
}
