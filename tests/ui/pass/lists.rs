//! `in_` and its kin take whatever iterates: arrays, slices, vectors, sets, maps of keys, adapters.

use std::collections::{BTreeSet, HashMap, HashSet};

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "stocks")]
pub struct Stock {
    #[column(pk)]
    pub id: i64,
    pub symbol: String,
    pub tags: Vec<String>,
}

#[test]
fn anything_that_iterates_is_a_list() {
    let s = Stock::COLS;
    let ids: Vec<i64> = vec![1, 2];
    let set: HashSet<i64> = ids.iter().copied().collect();
    let tree: BTreeSet<String> = ["a".to_owned()].into();
    let map: HashMap<String, i64> = HashMap::new();
    let _ = s.id.in_(&ids) | s.id.in_(ids.iter()) | s.id.in_(ids.as_slice()) | s.id.in_(ids.clone());
    let _ = s.id.in_(set) | s.id.in_(1..5) | s.id.not_in(map.values());
    let _ = s.symbol.in_(&tree) | s.symbol.in_(["a", "b"]) | s.symbol.in_(map.keys());
    let _ = s.symbol.in_("a,b".split(',')) | s.symbol.in_(ids.iter().map(ToString::to_string));
    let _ = s.symbol.like_any(["a%"]) | s.symbol.like_all(vec!["%b".to_owned()]);
    let _ = s.tags.overlaps(["x", "y"]) | s.tags.contains_all(tree.into_iter().collect::<Vec<_>>());
    let empty: [i64; 0] = [];
    let _ = s.id.in_(empty);
}
