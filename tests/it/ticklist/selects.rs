//! d.4: select.

use insforge::prelude::*;

use super::shared::{Item, Mark, NewItem, Room, Shelf, Tag, tables};

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

#[derive(Projection, Debug)]
#[projection(Shelf)]
struct Label {
    label: String,
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Flat {
    id: i64,
    #[proj(spread = shelf)]
    shelf: Option<Label>,
    #[proj(spread = spare, column = label)]
    spare: Option<String>,
}

#[tokio::test]
async fn spread() {
    let (_space, db) = tables().await;
    let rows = db
        .from::<Item>()
        .select::<Flat>()
        .filter(|i| i.id.le(3))
        .order(|i| i.id.asc())
        .all()
        .await
        .expect("rows");
    let flat: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.id,
                row.shelf.as_ref().map(|shelf| shelf.label.as_str()),
                row.spare.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        flat,
        [
            (1, Some("low"), Some("high")),
            (2, Some("high"), None),
            (3, None, None)
        ]
    );
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Computed {
    #[proj(embed = twin)]
    twin: Option<Label>,
    #[proj(embed = louder)]
    louder: Vec<super::shared::Id>,
}

#[tokio::test]
async fn computed_relationship() {
    let (_space, db) = tables().await;
    let row = db
        .from::<Item>()
        .select::<Computed>()
        .embed(|e| e.louder, |i| i.filter(|i| i.id.le(4)).order(|i| i.id.desc()))
        .filter(|i| i.twin.any(|s| s.label.eq("high")))
        .by_key(1)
        .one()
        .await
        .expect("a row");
    assert_eq!(row.twin.expect("a shelf").label, "high");
    assert_eq!(row.louder.iter().map(|item| item.id).collect::<Vec<_>>(), [4, 2]);
    let without = super::shared::ids(&db, |i| i.twin.none(|_| Filter::all([]))).await;
    assert_eq!(without, [3]);
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Written {
    name: String,
    #[proj(embed = shelf)]
    shelf: Option<Label>,
    #[proj(count = marks)]
    marks: i64,
}

#[tokio::test]
async fn embeds_on_writes() {
    let (_space, db) = tables().await;
    let new = NewItem {
        id: 70,
        name: "new".into(),
    };
    let row: Written = db
        .insert(new.shelf_id(1))
        .returning_one()
        .await
        .expect("an insert");
    assert_eq!(
        (
            row.name.as_str(),
            row.shelf.expect("a shelf").label.as_str(),
            row.marks
        ),
        ("new", "low", 0)
    );
    let row: Written = db
        .update::<Item>()
        .set(|i| i.shelf_id.to(2))
        .by_key(70)
        .returning_one()
        .await
        .expect("an update");
    assert_eq!(row.shelf.expect("a shelf").label, "high");
    let row: Written = db
        .delete::<Item>()
        .by_key(70)
        .returning_one()
        .await
        .expect("a delete");
    assert_eq!(row.name, "new");
}

#[tokio::test]
async fn tuples() {
    let (_space, db) = tables().await;
    let rows = db
        .from::<Item>()
        .select_columns(|i| (i.id, i.name, i.n))
        .filter(|i| i.id.le(3))
        .order(|i| i.id.asc())
        .all()
        .await
        .expect("rows");
    let expected: [(i64, String, Option<i32>); 3] = [
        (1, "Ash".into(), Some(1)),
        (2, "birch 50%*".into(), Some(2)),
        (3, "Cedar \"x\", (y)".into(), None),
    ];
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn raw_select() {
    let (_space, db) = tables().await;
    let rows = db
        .from::<Item>()
        .raw_select::<serde_json::Value>("id,twin:twin_of(label)")
        .by_key(1)
        .all()
        .await
        .expect("rows");
    let values: Vec<serde_json::Value> = rows.into_iter().map(insforge::query::Raw::into_inner).collect();
    assert_eq!(values, [serde_json::json!({"id": 1, "twin": {"label": "high"}})]);
}
