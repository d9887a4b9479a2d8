//! d.4: select.

use insforge::prelude::*;

use super::shared::{Item, Mark, Room, Shelf, Tag, tables};

#[derive(Projection, Debug)]
#[projection(Item)]
struct Renamed {
    #[proj(column = name)]
    title: String,
    #[proj(column = n, cast = "text")]
    number: Option<String>,
    price: Option<Decimal>,
}

#[tokio::test]
async fn columns_aliases_and_casts() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Renamed>()
        .by_key(1)
        .one()
        .await
        .expect("a row");
    assert_eq!((row.title.as_str(), row.number.as_deref()), ("Ash", Some("1")));
    assert_eq!(row.price.expect("a price").as_str(), "12.50");
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Paths {
    #[proj(path = doc->"ui"->>"color")]
    color: Option<String>,
    #[proj(path = doc->"ui"->"n", cast = "int4")]
    n: Option<i32>,
    #[proj(path = doc->"a"->-1->>"b")]
    last: Option<String>,
}

#[tokio::test]
async fn json_paths() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Paths>()
        .by_key(1)
        .one()
        .await
        .expect("a row");
    assert_eq!(
        (row.color.as_deref(), row.n, row.last.as_deref()),
        (Some("red"), Some(1), Some("x"))
    );
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Nested {
    #[proj(count = marks)]
    count: i64,
    #[proj(embed = shelf)]
    shelf: Option<InRoom>,
    #[proj(embed = marks)]
    marks: Vec<Mark>,
}

#[derive(Projection, Debug)]
#[projection(Shelf)]
struct InRoom {
    label: String,
    #[proj(embed = room)]
    room: Option<Room>,
}

#[tokio::test]
async fn counts_of_related_rows() {
    let (_space, db) = tables().await;
    let rows = db
        .from::<Item>()
        .select::<Nested>()
        .filter(|i| i.id.le(4))
        .order(|i| i.id.asc())
        .all()
        .await;
    let counts: Vec<i64> = rows.expect("rows").iter().map(|row| row.count).collect();
    assert_eq!(counts, [2, 1, 0, 0]);
}

#[tokio::test]
async fn nested_embeds() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Nested>()
        .by_key(1)
        .one()
        .await
        .expect("a row");
    let shelf = row.shelf.expect("a shelf");
    assert_eq!((shelf.label.as_str(), row.marks.len()), ("low", 2));
    assert_eq!(shelf.room.expect("a room").title, "Zoo");
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct TwoShelves {
    #[proj(embed = shelf)]
    first: Option<Shelf>,
    #[proj(embed = spare)]
    second: Option<Shelf>,
}

#[tokio::test]
async fn hints() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<TwoShelves>()
        .by_key(1)
        .one()
        .await
        .expect("a row");
    assert_eq!(row.first.expect("a shelf").label, "low");
    assert_eq!(row.second.expect("a shelf").label, "high");
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct OnShelf {
    id: i64,
    #[proj(embed = shelf, inner)]
    shelf: Shelf,
}

#[tokio::test]
async fn inner_and_left() {
    let (_space, db) = tables().await;
    let items = || db.from::<Item>().filter(|i| i.id.le(4));
    let inner = items()
        .select::<OnShelf>()
        .embed(|e| e.shelf, |s| s.filter(|s| s.label.eq("low")))
        .order(|i| i.id.asc())
        .all()
        .await
        .expect("rows");
    assert_eq!(inner.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 4]);
    assert!(inner.iter().all(|row| row.shelf.label == "low"));
    let left = items().select::<TwoShelves>().all().await.expect("rows");
    assert_eq!(left.len(), 4);
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Family {
    name: String,
    #[proj(embed = parent)]
    parent: Option<Named>,
    #[proj(embed = children)]
    children: Vec<Named>,
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Named {
    id: i64,
}

#[tokio::test]
async fn self_reference() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Family>()
        .by_key(2)
        .embed(|e| e.children, |c| c.filter(|c| c.id.le(4)))
        .one()
        .await
        .expect("a row");
    assert_eq!(row.name, "birch 50%*");
    assert_eq!(row.parent.expect("a parent").id, 1);
    assert_eq!(row.children.iter().map(|child| child.id).collect::<Vec<_>>(), [4]);
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Tagged {
    #[proj(embed = tags)]
    tags: Vec<Tag>,
}

#[tokio::test]
async fn many_to_many() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Tagged>()
        .by_key(1)
        .embed(|e| e.tags, |t| t.order(|t| t.word.asc()))
        .one()
        .await
        .expect("a row");
    assert_eq!(
        row.tags.iter().map(|tag| tag.word.as_str()).collect::<Vec<_>>(),
        ["red, (dark)", "tree"]
    );
}
