//! Long `in_` lists: split where that changes no answer, refused before sending elsewhere.

use super::things::{Thing, database};
use super::understood;
use crate::http::Request;
use crate::query::Count;
use crate::query::filter::Node;
use crate::query::render::{Parts, ReadPlan, split};
use crate::schema::{Projection, SelectItem, Table};
use crate::{ErrorKind, Result};

use super::ast::{Test, Tree};

const LIMIT: usize = 8000;

fn plan(conditions: Vec<Node>) -> ReadPlan {
    let conditions = conditions
        .into_iter()
        .flat_map(|node| match node {
            Node::And(nodes) => nodes,
            node => vec![node],
        })
        .collect();
    ReadPlan {
        conditions,
        ..ReadPlan::new(Thing::META, None)
    }
}

fn uuids(count: u32) -> Vec<String> {
    (0..count)
        .map(|n| format!("{n:08x}-0000-4000-8000-{:012x}", u64::from(n) * 7_919))
        .collect()
}

/// The elements of the one `title` list in each request.
fn lists(requests: &[Request]) -> Vec<String> {
    let mut texts = Vec::new();
    for request in requests {
        assert!(request.target().len() <= LIMIT, "{}", request.target().len());
        for tree in understood(request).conditions {
            collect(&tree, &mut texts);
        }
    }
    texts
}

fn collect(tree: &Tree, out: &mut Vec<String>) {
    match tree {
        Tree::Group { nodes, .. } => nodes.iter().for_each(|node| collect(node, out)),
        Tree::Leaf(leaf) if leaf.field.name == "title" => match &leaf.test {
            Test::In(texts) => out.extend(texts.clone()),
            Test::Compare { value, .. } => out.push(value.clone()),
            other => panic!("{other:?}"),
        },
        Tree::Leaf(_) => {}
    }
}

fn parts(plan: &ReadPlan, items: &[SelectItem], limit: usize) -> Result<Vec<Request>> {
    Ok(match split(plan, items, limit)? {
        Parts::Whole(request) => vec![request],
        Parts::Several(requests) => requests,
    })
}

#[test]
fn five_thousand_uuids_are_split_and_none_is_lost_or_doubled() {
    let mut wanted = uuids(5000);
    for beside in [None, Some(Thing::COLS.done.is_true().node)] {
        let conditions = [Some(Thing::COLS.title.in_(wanted.iter().cloned()).node), beside];
        let requests = parts(
            &plan(conditions.into_iter().flatten().collect()),
            Thing::SELECT,
            LIMIT,
        )
        .unwrap();
        assert!(requests.len() > 20 && requests.len() < 40, "{}", requests.len());
        let mut sent = lists(&requests);
        sent.sort();
        wanted.sort();
        assert_eq!(sent, wanted);
    }
}

#[test]
fn a_value_given_twice_is_asked_for_once_when_the_list_is_split() {
    let wanted = uuids(300);
    let twice = wanted
        .iter()
        .chain(&wanted)
        .chain([const { &String::new() }])
        .cloned();
    let requests = parts(
        &plan(vec![Thing::COLS.title.in_(twice).node]),
        Thing::SELECT,
        LIMIT,
    )
    .unwrap();
    let mut sent = lists(&requests);
    sent.sort();
    assert_eq!(sent.len(), 301);
    assert_eq!(sent[1..], wanted);
}

#[test]
fn hostile_elements_are_measured_as_they_are_encoded() {
    let wanted: Vec<String> = (0..2000).map(|n| format!("{n}\"\\,) é\u{1f600}]=")).collect();
    let requests = parts(
        &plan(vec![Thing::COLS.title.in_(wanted.iter().cloned()).node]),
        Thing::SELECT,
        LIMIT,
    )
    .unwrap();
    let mut sent = lists(&requests);
    sent.sort();
    let mut wanted = wanted;
    wanted.sort();
    assert_eq!(sent, wanted);
}

#[test]
fn a_list_that_fits_is_sent_as_it_is() {
    let requests = parts(
        &plan(vec![Thing::COLS.title.in_(["b", "a", "b"]).node]),
        Thing::SELECT,
        LIMIT,
    )
    .unwrap();
    assert_eq!(lists(&requests), ["b", "a", "b"]);
    assert_eq!(requests.len(), 1);
}

#[test]
fn a_list_is_not_split_where_that_would_change_the_answer() {
    let t = Thing::COLS;
    let list = || t.title.in_(uuids(5000));
    let mut refused = vec![
        plan(vec![t.title.not_in(uuids(5000)).node]),
        plan(vec![(list() | t.done.is_true()).node]),
        plan(vec![(!list()).node]),
        // `1.0` and `1` are two texts of one number.
        plan(vec![t.score.in_((0..5000).map(|n| f64::from(n) + 0.5)).node]),
        plan(vec![t.title.eq("x".repeat(LIMIT)).node]),
        plan(vec![t.title.in_(["x".repeat(LIMIT), "y".into()]).node]),
    ];
    let windowed: [fn(&mut ReadPlan); 4] = [
        |plan| plan.order.push(database_order()),
        |plan| plan.limit = Some(1),
        |plan| plan.offset = Some(1),
        |plan| plan.count = Some(Count::Exact),
    ];
    for change in windowed {
        let mut plan = plan(vec![list().node]);
        change(&mut plan);
        refused.push(plan);
    }
    for plan in refused {
        let error = split(&plan, Thing::SELECT, LIMIT).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UrlTooLong, "{plan:?}");
    }
}

fn database_order() -> crate::query::order::OrderTerm {
    let mut terms = Vec::new();
    crate::query::IntoOrder::append(Thing::COLS.age.asc(), &mut terms);
    terms.remove(0)
}

#[tokio::test]
async fn a_url_that_is_too_long_is_refused_before_anything_is_sent() {
    // Nothing listens there, so an attempt to send would be another error.
    let error = database()
        .delete::<Thing>()
        .filter(|t| t.title.in_(uuids(5000)))
        .execute()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UrlTooLong);
    let error = database()
        .from::<Thing>()
        .filter(|t| t.title.in_(uuids(5000)))
        .limit(9)
        .all()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UrlTooLong);
    let error = database()
        .from::<Thing>()
        .filter(|t| t.title.in_(uuids(5000)))
        .count()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UrlTooLong);
}
