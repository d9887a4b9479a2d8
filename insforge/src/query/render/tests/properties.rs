//! Whatever the filter, names and values: the server understands what was meant, and nothing else.

use http::Method;
use proptest::prelude::*;

use super::arbitrary::{column, crowded, name, node, order};
use super::ast::{Field, Key, Predicate, Query, Step, Test};
use super::logic::Formula;
use super::things::Thing;
use super::{gateway, grammar, rows, understood};
use crate::http::Request;
use crate::query::filter::Node;
use crate::query::render::{
    Answer, Conflict, InsertPlan, ReadPlan, ReadShape, Verb, WritePlan, count, exists, insert, select_rows,
    write,
};
use crate::schema::{ColumnRef, PathStep, Projection, SelectItem, Table};

fn read_plan(conditions: Vec<Node>) -> ReadPlan {
    ReadPlan {
        conditions,
        ..ReadPlan::new(Thing::META, None)
    }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// A row on which this comparison has a truth value of its own, and so have equal ones.
fn truth(seed: u64) -> impl Fn(&Predicate) -> Option<bool> {
    move |predicate| {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        (seed, format!("{predicate:?}")).hash(&mut hasher);
        match (hasher.finish() % 3, &predicate.test) {
            (0, _) => Some(false),
            (1, _) | (_, Test::Is(_)) => Some(true),
            _ => None,
        }
    }
}

fn same_rows(meant: &Formula, sent: &Formula) -> Result<(), TestCaseError> {
    for seed in 0..16 {
        // A filter keeps the rows for which it is true: false and unknown are the same.
        let (meant, sent) = (meant.value(&truth(seed)), sent.value(&truth(seed)));
        prop_assert_eq!(meant == Some(true), sent == Some(true));
    }
    Ok(())
}

fn field(column: &ColumnRef) -> Field {
    let last = column.path.len();
    let step = |(at, step): (usize, &PathStep)| Step {
        text: column.text && at + 1 == last,
        to: match step {
            PathStep::Key(key) => Key::Name(key.to_string()),
            PathStep::Index(index) => Key::Index(i64::from(*index)),
        },
    };
    Field {
        name: column.name.to_string(),
        path: column.path.iter().enumerate().map(step).collect(),
    }
}

fn no_key_twice(request: &Request) -> Result<(), TestCaseError> {
    let mut keys: Vec<_> = request.query_pairs().into_iter().map(|(key, _)| key).collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    prop_assert_eq!(keys.len(), all, "a key stands twice: {}", request.target());
    Ok(())
}

/// The filter that the server understands is the one that was meant.
fn reads_as(request: &Request, meant: &Formula) -> Result<Query, TestCaseError> {
    no_key_twice(request)?;
    let query = understood(request);
    let sent = Formula::of_trees(&query.conditions);
    same_rows(meant, &sent)?;
    match meant.canonical() {
        Formula::Constant(true) => prop_assert!(query.conditions.is_empty()),
        Formula::Constant(false) => prop_assert_eq!(sent.size(), 2),
        canonical => {
            prop_assert_eq!(&sent.canonical(), &canonical);
            // No value adds a predicate, and none is lost.
            prop_assert_eq!(
                query.conditions.iter().map(super::ast::Tree::size).sum::<usize>(),
                canonical.size()
            );
        }
    }
    Ok(query)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_read_is_understood_as_it_was_meant(conditions in prop::collection::vec(node(), 0..4)) {
        let meant = Formula::All(conditions.iter().map(Formula::of_node).collect());
        let plan = read_plan(conditions);
        reads_as(&select_rows(&plan, Thing::SELECT, ReadShape::Rows).unwrap(), &meant)?;
        reads_as(&count(&plan, Method::HEAD).unwrap(), &meant)?;
        reads_as(&count(&plan, Method::GET).unwrap(), &meant)?;
        reads_as(&exists(&plan).unwrap(), &meant)?;
    }

    #[test]
    fn any_write_is_understood_as_it_was_meant_or_refused(
        conditions in prop_oneof![prop::collection::vec(node(), 0..4), crowded()],
        returning in any::<bool>(),
    ) {
        let meant = Formula::All(conditions.iter().map(Formula::of_node).collect());
        let mut plan = WritePlan::new(Verb::Delete, Thing::META, None);
        plan.conditions = conditions;
        let returning = if returning { rows(Thing::SELECT) } else { Answer::Count };
        let request = write(&plan, &[], None, returning);
        let canonical = meant.canonical();
        if matches!(canonical, Formula::Constant(_)) {
            prop_assert_eq!(request.unwrap_err().kind(), crate::ErrorKind::Request);
            return Ok(());
        }
        let request = request.unwrap();
        let query = understood(&request);
        let sent = Formula::of_trees(&query.conditions);
        same_rows(&meant, &sent)?;
        prop_assert_eq!(sent.canonical().sorted(), canonical.sorted());
        prop_assert_eq!(sent.size(), canonical.size());
        // Trees are folded into one parameter, paths stand once, and no key more often than the gateway keeps it.
        let keys: Vec<_> = request.query_pairs().into_iter().map(|(key, _)| key).collect();
        for key in &keys {
            let times = keys.iter().filter(|other| *other == key).count();
            let once = matches!(key.as_str(), "select" | "and" | "or" | "not.and" | "not.or")
                || !grammar::whole_key(key).unwrap().path.is_empty();
            prop_assert!(times <= if once { 1 } else { 20 }, "{key}");
        }
        prop_assert!(keys.iter().filter(|key| matches!(key.as_str(), "and" | "or" | "not.and" | "not.or")).count() <= 1);
    }

    #[test]
    fn any_name_is_selected_ordered_and_filtered_by(
        names in prop::collection::vec((name(), prop::option::of(name()), prop::option::of("text|_text")), 1..5),
        order in prop::collection::vec(order(), 0..4),
        limit in prop::option::of(any::<u64>()),
        offset in prop::option::of(any::<u64>()),
    ) {
        let items: Vec<SelectItem> = names.iter().map(|(name, alias, cast)| SelectItem::Column {
            alias: alias.as_deref().map(leak),
            name: leak(name),
            cast: cast.as_deref().map(leak),
        }).collect();
        let mut plan = read_plan(Vec::new());
        (plan.order, plan.limit, plan.offset) = (order.clone(), limit, offset);
        let request = select_rows(&plan, &items, ReadShape::Rows).unwrap();
        no_key_twice(&request)?;
        let query = understood(&request);
        let selected: Vec<_> = query.select.unwrap().into_iter()
            .map(|item| (item.field.name, item.alias, item.cast)).collect();
        prop_assert_eq!(selected, names);
        prop_assert_eq!((query.limit, query.offset), (limit, offset.filter(|_| limit != Some(0))));
        let read: Vec<_> = query.order.into_iter()
            .map(|term| (term.field, term.descending, term.nulls_first)).collect();
        let meant: Vec<_> = order.iter()
            .map(|term| (field(&term.column), Some(term.descending), term.nulls_first)).collect();
        prop_assert_eq!(read, meant);
    }

    #[test]
    fn any_columns_and_conflict_target_are_read_as_they_are(
        columns in prop::collection::vec(name(), 1..6),
        target in prop::collection::vec(name(), 1..4),
    ) {
        let leaked: &'static [&'static str] =
            Box::leak(target.iter().map(|name| leak(name)).collect::<Vec<_>>().into_boxed_slice());
        let plan = InsertPlan {
            table: Thing::META,
            name: None,
            schema: None,
            conflict: Conflict::Ignore(leaked),
            singular: false,
            idempotent: false,
        };
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let query = understood(&insert(&plan, Some(&names), b"[]".to_vec(), Answer::Count).unwrap());
        prop_assert_eq!(query.columns.unwrap(), columns);
        prop_assert_eq!(query.on_conflict.unwrap(), target);
    }

    #[test]
    fn the_columns_of_a_trees_conditions_are_selected_when_rows_return(
        conditions in prop::collection::vec(node(), 1..4),
    ) {
        let mut plan = WritePlan::new(Verb::Delete, Thing::META, None);
        plan.conditions = conditions;
        let Ok(request) = write(&plan, &[], None, rows(Thing::SELECT)) else { return Ok(()) };
        let query = understood(&request);
        let select = query.select.unwrap();
        prop_assert_eq!(select[0].field.name.as_str(), "id");
        let mut needed = Vec::new();
        for tree in &query.conditions {
            if let super::ast::Tree::Group { .. } = tree {
                names_of(tree, &mut needed);
            }
        }
        for name in needed {
            let bare = |item: &super::ast::Selected| item.field.name == name && item.cast.is_none();
            prop_assert!(name == "id" || select.iter().any(bare), "{name} is not selected: {}", request.target());
        }
    }

    #[test]
    fn a_column_is_understood_as_a_key_too(column in column()) {
        let node = Node::compare(column.clone(), "eq", Ok("x".to_owned()));
        let request = select_rows(&read_plan(vec![node]), Thing::SELECT, ReadShape::Rows).unwrap();
        let forwarded = gateway::forward(request.query());
        prop_assert_eq!(forwarded.schema, None);
        match &understood(&request).conditions[..] {
            [super::ast::Tree::Leaf(predicate)] => prop_assert_eq!(&predicate.field, &field(&column)),
            [super::ast::Tree::Group { nodes, .. }] => match &nodes[..] {
                [super::ast::Tree::Leaf(predicate)] => prop_assert_eq!(&predicate.field, &field(&column)),
                other => prop_assert!(false, "{other:?}"),
            },
            other => prop_assert!(false, "{other:?}"),
        }
    }
}

fn names_of(tree: &super::ast::Tree, out: &mut Vec<String>) {
    match tree {
        super::ast::Tree::Leaf(predicate) => out.push(predicate.field.name.clone()),
        super::ast::Tree::Group { nodes, .. } => nodes.iter().for_each(|node| names_of(node, out)),
    }
}
