//! d.1: the operators.

use insforge::prelude::*;

use super::shared::{Id, Item, Mark, ids, tables};

#[tokio::test]
async fn eq_and_neq() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.name.eq("Ash")).await, [1]);
    assert_eq!(ids(&db, |i| i.name.eq("")).await, [4]);
    assert_eq!(ids(&db, |i| i.name.eq("Cedar \"x\", (y)")).await, [3]);
    assert_eq!(ids(&db, |i| i.n.ne(1)).await, [2, 4]);
    assert!(ids(&db, |i| i.body.eq("null")).await.is_empty());
    assert_eq!(ids(&db, |i| i.n.eq_or_null(None::<i32>)).await, [3]);
}

#[tokio::test]
async fn order_comparisons() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.n.gt(1)).await, [2, 4]);
    assert_eq!(ids(&db, |i| i.n.ge(2)).await, [2, 4]);
    assert_eq!(ids(&db, |i| i.n.lt(2)).await, [1]);
    assert_eq!(ids(&db, |i| i.n.le(2)).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.n.between(2, 10)).await, [2, 4]);
    let half: Decimal = "0.5".parse().expect("a number");
    assert_eq!(ids(&db, |i| i.price.lt(half)).await, [2]);
}

#[tokio::test]
async fn like_and_ilike() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.name.like("A%")).await, [1]);
    assert_eq!(ids(&db, |i| i.name.ilike("a__")).await, [1]);
    assert_eq!(ids(&db, |i| i.name.like("%\\%*")).await, [2]);
    assert_eq!(ids(&db, |i| i.name.ends_with("50%*")).await, [2]);
    assert!(ids(&db, |i| i.name.starts_with("*")).await.is_empty());
    assert_eq!(ids(&db, |i| i.name.icontains("CEDAR \"")).await, [3]);
}

#[tokio::test]
async fn regular_expressions() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.name.matches("^[A-C]")).await, [1, 3]);
    assert_eq!(ids(&db, |i| i.name.imatches("^(ash|BIRCH)")).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.name.matches("\\(y\\)$")).await, [3]);
}

#[tokio::test]
async fn lists() {
    let (_space, db) = tables().await;
    assert_eq!(
        ids(&db, |i| i.name.in_(["Ash", "Cedar \"x\", (y)", "no"])).await,
        [1, 3]
    );
    assert_eq!(ids(&db, |i| i.name.in_([""])).await, [4]);
    assert_eq!(ids(&db, |i| i.name.in_(["", "Ash"])).await, [1, 4]);
    assert!(ids(&db, |i| i.n.in_(Vec::<i32>::new())).await.is_empty());
    assert_eq!(ids(&db, |i| i.n.not_in(Vec::<i32>::new())).await, [1, 2, 3, 4]);
    assert_eq!(ids(&db, |i| i.n.not_in([1, 2])).await, [4]);
}

#[tokio::test]
async fn null_and_truth() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.n.is_null()).await, [3]);
    assert_eq!(ids(&db, |i| i.n.is_not_null()).await, [1, 2, 4]);
    assert_eq!(ids(&db, |i| i.flag.is_true()).await, [1, 4]);
    assert_eq!(ids(&db, |i| i.flag.is_false()).await, [2]);
    assert_eq!(ids(&db, |i| i.flag.is_unknown()).await, [3]);
    assert_eq!(ids(&db, |i| !i.flag.is_true()).await, [2, 3]);
}

#[tokio::test]
async fn is_distinct() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.n.is_distinct(1)).await, [2, 3, 4]);
    assert_eq!(ids(&db, |i| !i.n.is_distinct(1)).await, [1]);
    assert_eq!(ids(&db, |i| i.body.is_distinct("null")).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn full_text_search() {
    let (_space, db) = tables().await;
    let english = |search: Fts| search.config("english");
    assert_eq!(
        ids(&db, |i| i.words.fts(english(Fts::expression("cat & !fat")))).await,
        [3]
    );
    assert_eq!(
        ids(&db, |i| i.words.fts(english(Fts::plain("rat cats")))).await,
        [1, 3]
    );
    assert_eq!(
        ids(&db, |i| i.words.fts(english(Fts::phrase("fat cat")))).await,
        [1]
    );
    assert_eq!(
        ids(&db, |i| i.words.fts(english(Fts::web("rats -cats or run")))).await,
        [2]
    );
    assert_eq!(ids(&db, |i| i.words.fts(Fts::plain("rat"))).await, [1, 2, 3]);
    assert_eq!(
        ids(&db, |i| i.body.fts(Fts::plain("ran").config("simple"))).await,
        [2]
    );
    assert_eq!(
        ids(&db, |i| !i.words.fts(english(Fts::web("\"fat cats\"")))).await,
        [2, 3, 4]
    );
    let color = |i: &ItemCols| i.doc.path("ui").path("color").text();
    assert_eq!(ids(&db, |i| color(i).fts(Fts::plain("red"))).await, [1]);
}

type ItemCols = super::shared::ItemCols;

#[tokio::test]
async fn containment() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.list.contains_all(["b"])).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.list.contains_all(["c,d"])).await, [2]);
    assert_eq!(
        ids(&db, |i| i.list.contained_by(["a", "b", "q\"u"])).await,
        [1, 3]
    );
    assert_eq!(ids(&db, |i| i.span.contains_all(2..3)).await, [1]);
    assert_eq!(ids(&db, |i| i.span.contained_by(0..10)).await, [1, 2]);
    assert_eq!(
        ids(&db, |i| i.doc.contains_all(serde_json::json!({"ui": {"n": 2}}))).await,
        [2]
    );
    assert_eq!(ids(&db, |i| i.doc.contained_by(serde_json::json!({}))).await, [3]);
    let list = |i: &ItemCols| i.doc.path("a").json();
    assert_eq!(
        ids(&db, |i| list(i).contains_all(serde_json::json!([{"b": "x"}]))).await,
        [1]
    );
}

#[tokio::test]
async fn overlap() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.list.overlaps(["c,d", "z"])).await, [2, 4]);
    assert_eq!(ids(&db, |i| i.span.overlaps(4..6)).await, [1, 2]);
}

#[tokio::test]
async fn range_operators() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.span.strictly_left_of(9..20)).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.span.strictly_right_of(1..5)).await, [2, 3]);
    assert_eq!(ids(&db, |i| i.span.not_extends_right_of(0..9)).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.span.not_extends_left_of(5..6)).await, [2, 3]);
    assert_eq!(ids(&db, |i| i.span.adjacent_to(5..9)).await, [1]);
}

#[tokio::test]
async fn any_and_all() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.n.eq_any([1, 10])).await, [1, 4]);
    assert_eq!(ids(&db, |i| i.n.eq_all([2, 2])).await, [2]);
    assert_eq!(ids(&db, |i| i.n.gt_any([1, 9])).await, [2, 4]);
    assert_eq!(ids(&db, |i| i.n.ge_all([1, 2])).await, [2, 4]);
    assert_eq!(ids(&db, |i| i.n.lt_all([10, 2])).await, [1]);
    assert_eq!(ids(&db, |i| i.n.le_any([1, 2])).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.name.like_any(["A%", "%(y)"])).await, [1, 3]);
    assert_eq!(ids(&db, |i| i.name.like_all(["%c%", "b%"])).await, [2]);
    assert_eq!(ids(&db, |i| i.name.ilike_any(["a%", "B%*"])).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.name.ilike_all(["%C%", "%D%"])).await, [3]);
    assert_eq!(ids(&db, |i| i.name.matches_any(["^A", "^C"])).await, [1, 3]);
    assert_eq!(ids(&db, |i| i.name.imatches_all(["^c", "x\", "])).await, [3]);
    assert_eq!(ids(&db, |i| !i.n.eq_any([1, 2])).await, [4]);
}

#[tokio::test]
async fn negation() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| !i.name.like("A%")).await, [2, 3, 4]);
    assert_eq!(ids(&db, |i| !i.list.overlaps(["b"])).await, [3, 4]);
    assert_eq!(ids(&db, |i| !!i.n.eq(1)).await, [1]);
}

#[tokio::test]
async fn json_paths() {
    let (_space, db) = tables().await;
    let color = |i: &ItemCols| i.doc.path("ui").path("color").text();
    let number = |i: &ItemCols| i.doc.path("ui").path("n").json();
    assert_eq!(ids(&db, |i| color(i).eq("red")).await, [1]);
    assert_eq!(ids(&db, |i| color(i).is_null()).await, [3, 4]);
    assert_eq!(
        ids(&db, |i| i.doc.path("a").path(0).path("b").text().eq("x")).await,
        [1]
    );
    assert_eq!(
        ids(&db, |i| i.doc.path("a").path(-1).path("b").text().in_(["x", "y"])).await,
        [1]
    );
    assert_eq!(ids(&db, |i| number(i).eq(serde_json::json!(2))).await, [2]);
    // Written with a key that repeats, the gateway would compare other keys.
    assert_eq!(ids(&db, |i| color(i).ge("a") & color(i).le("c")).await, [2]);
    let deleted = db
        .delete::<Item>()
        .filter(|i| color(i).ge("x") & color(i).le("y"));
    assert_eq!(deleted.execute().await.expect("a write"), 0);
}

#[tokio::test]
async fn computed_fields() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.shout.eq("ASH!")).await, [1]);
    let row = db.from::<Item>().by_key(1).one().await.expect("a row");
    assert_eq!(row.shout.as_deref(), Some("ASH!"));
    let first = db
        .from::<Item>()
        .select::<Id>()
        .order(|i| i.shout.desc())
        .first()
        .await;
    assert_eq!(first.expect("rows").expect("a row").id, 3);
}

#[derive(Projection, Debug)]
#[projection(Item)]
struct Marked {
    id: i64,
    #[proj(embed = marks)]
    marks: Vec<Mark>,
}

#[tokio::test]
async fn embedded_rows() {
    let (_space, db) = tables().await;
    let rows = db
        .from::<Item>()
        .select::<Marked>()
        .embed(|e| e.marks, |m| m.filter(|m| m.stars.gt(3)))
        .filter(|i| i.id.le(3))
        .order(|i| i.id.asc())
        .all()
        .await
        .expect("rows");
    let stars: Vec<Vec<i32>> = rows
        .iter()
        .map(|row| row.marks.iter().map(|mark| mark.stars).collect())
        .collect();
    assert_eq!(stars, [vec![5], vec![4], vec![]]);
    assert_eq!(rows[2].id, 3);
}

#[tokio::test]
async fn rows_with_and_without_related_ones() {
    let (_space, db) = tables().await;
    assert_eq!(ids(&db, |i| i.marks.exists()).await, [1, 2]);
    assert_eq!(ids(&db, |i| i.marks.is_empty()).await, [3, 4]);
    assert_eq!(ids(&db, |i| i.marks.any(|m| m.stars.eq(4))).await, [2]);
    assert_eq!(ids(&db, |i| i.marks.none(|m| m.stars.lt(3))).await, [2, 3, 4]);
    assert_eq!(
        ids(&db, |i| i.shelf.any(|s| s.room.any(|r| r.title.eq("Zoo")))).await,
        [1, 4]
    );
}
