//! Reads whose `in` list makes the URL too long, split over several requests where that changes no answer.

use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::query::filter::{Arg, Leaf, Node};
use crate::schema::SelectItem;

use super::condition::write_element;
use super::read::{ReadPlan, ReadShape, select};

/// A read as it is sent.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every read is whole, and a box would cost each of them an allocation"
)]
pub(crate) enum Parts {
    Whole(Request),
    Several(Vec<Request>),
}

/// The request, or the requests whose answers together are the answer.
///
/// Splitting is safe when nothing counts, orders or cuts the whole answer, when the list is one of the conditions
/// that all rows meet, and when equal values have equal texts, so that no row comes twice.
pub(crate) fn split(plan: &ReadPlan, items: &[SelectItem], max_len: usize) -> Result<Parts> {
    let whole = select(plan, items, ReadShape::Whole)?;
    let length = whole.target().len();
    if length <= max_len {
        return Ok(Parts::Whole(whole));
    }
    // Several calls would do several times what a function does besides.
    let repeatable = plan.call.as_ref().is_none_or(|call| call.function.stable);
    let windowed = !repeatable
        || !plan.order.is_empty()
        || plan.limit.is_some()
        || plan.offset.is_some()
        || plan.count.is_some();
    let (Some((position, leaf)), false) = (longest_list(&plan.conditions), windowed) else {
        return Err(Error::url_too_long(length, max_len));
    };
    let Arg::List(texts) = &leaf.arg else {
        return Err(Error::url_too_long(length, max_len));
    };
    let mut texts = texts.clone();
    texts.sort_unstable();
    texts.dedup();

    let list_length: usize = leaf_texts(leaf).map(encoded_len).sum();
    let budget = max_len.saturating_sub(length.saturating_sub(list_length));
    // The parts differ in the list alone, which is long: it is taken out before the plan is copied for each.
    let mut template = plan.clone();
    set_list(&mut template, position, Vec::new());
    chunks(texts, budget)
        .ok_or_else(|| Error::url_too_long(length, max_len))?
        .into_iter()
        .map(|chunk| {
            let mut part = template.clone();
            set_list(&mut part, position, chunk);
            select(&part, items, ReadShape::Whole)
        })
        .collect::<Result<_>>()
        .map(Parts::Several)
}

fn set_list(plan: &mut ReadPlan, position: usize, texts: Vec<String>) {
    if let Some(Node::Leaf(leaf)) = plan.conditions.get_mut(position) {
        leaf.arg = Arg::List(texts);
    }
}

fn leaf_texts(leaf: &Leaf) -> impl Iterator<Item = &str> {
    match &leaf.arg {
        Arg::List(texts) => texts.as_slice(),
        _ => &[],
    }
    .iter()
    .map(String::as_str)
}

/// The longest splittable list among the conditions that every row meets.
fn longest_list(conditions: &[Node]) -> Option<(usize, &Leaf)> {
    conditions
        .iter()
        .enumerate()
        .filter_map(|(position, node)| match node {
            Node::Leaf(leaf) if leaf.splittable && !leaf.negated => Some((position, leaf)),
            _ => None,
        })
        .max_by_key(|(_, leaf)| leaf_texts(leaf).map(str::len).sum::<usize>())
}

/// The element's length in the URL, with its comma.
fn encoded_len(text: &str) -> usize {
    let mut element = String::new();
    write_element(text, &mut element);
    let mut target = Target::new("");
    target.pair("", &element);
    // `?=` before it, a comma after it.
    target.len().saturating_sub(2) + 1
}

/// The texts in runs of at most `budget`, or `None` when one alone is longer.
fn chunks(texts: Vec<String>, budget: usize) -> Option<Vec<Vec<String>>> {
    let mut chunks: Vec<Vec<String>> = Vec::new();
    let mut room = 0;
    for text in texts {
        let length = encoded_len(&text);
        if length > budget {
            return None;
        }
        match chunks.last_mut() {
            Some(chunk) if length <= room => {
                room -= length;
                chunk.push(text);
            }
            _ => {
                room = budget - length;
                chunks.push(vec![text]);
            }
        }
    }
    Some(chunks)
}
