//! The filters that a row's own values make, one an operator and column.

use insforge::prelude::*;
use serde_json::Value;

use super::check::Check;
use super::sample::{Sample, SampleCols};
use super::{json_model, range_model};

const T: &SampleCols = Sample::COLS;

/// Every filter made of this row's values.
pub(super) fn of(row: &Sample) -> Vec<Check> {
    let mut checks = Vec::new();
    texts(row, &mut checks);
    numbers(row, &mut checks);
    others(row, &mut checks);
    documents(row, &mut checks);
    checks
}

/// Equality in all its forms, for a column that holds NULL or not.
macro_rules! equality {
    ($checks:ident, $column:ident, $value:expr, $get:expr, $same:expr) => {{
        let value = $value;
        let other = value.clone();
        let same = move |row: &Sample, value: &_| $get(row).map(|own| $same(own, value));
        let with = |value: &_| {
            let value = Clone::clone(value);
            move |row: &Sample| same(row, &value)
        };
        $checks.push(Check::new(T.$column.eq(value.clone()), with(&value)));
        let equal = with(&value);
        $checks.push(Check::new(T.$column.ne(value.clone()), move |row| equal(row).map(|equal| !equal)));
        let equal = with(&value);
        $checks.push(Check::new(T.$column.is_distinct(value.clone()), move |row| {
            Some(!equal(row).unwrap_or(false))
        }));
        $checks.push(Check::new(T.$column.in_([value.clone(), other]), with(&value)));
        let equal = with(&value);
        $checks.push(Check::new(T.$column.not_in([value.clone()]), move |row| equal(row).map(|equal| !equal)));
        $checks.push(Check::new(T.$column.eq_all([value.clone()]), with(&value)));
    }};
}

/// Equality said by an order.
macro_rules! between {
    ($checks:ident, $column:ident, $value:expr, $get:expr, $same:expr) => {{
        let value = $value;
        let wanted = value.clone();
        $checks.push(Check::new(T.$column.between(value.clone(), value.clone()), move |row| {
            $get(row).map(|own| $same(own, &wanted))
        }));
        let wanted = value.clone();
        $checks.push(Check::new(T.$column.lt(value.clone()) | T.$column.gt(value), move |row| {
            $get(row).map(|own| !$same(own, &wanted))
        }));
    }};
}

fn same<V: PartialEq>(own: &V, value: &V) -> bool {
    own == value
}

/// A part of the text, cut at letters.
fn cut(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}

fn like_itself(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

fn regex_of(text: &str) -> String {
    let escaped = text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]));
    format!("^{}$", escaped.filter(|c| *c != '\0').collect::<String>().replace("\\_", "_"))
}

macro_rules! text_column {
    ($checks:ident, $row:ident, $column:ident, $get:expr) => {
        if let Some(value) = $get($row).cloned() {
            equality!($checks, $column, value.clone(), $get, same::<String>);
            between!($checks, $column, value.clone(), $get, same::<String>);
            let length = value.chars().count();
            for (from, to) in [(0, length), (0, length / 2), (length / 2, length), (length / 3, length / 2)] {
                let part = cut(&value, from, to);
                let wanted = part.clone();
                $checks.push(Check::new(T.$column.contains(&part), move |row| {
                    $get(row).map(|own| own.contains(&wanted))
                }));
                let wanted = part.clone();
                $checks.push(Check::new(T.$column.starts_with(&part), move |row| {
                    $get(row).map(|own| own.starts_with(&wanted))
                }));
                let wanted = part.clone();
                $checks.push(Check::new(T.$column.ends_with(&part), move |row| {
                    $get(row).map(|own| own.ends_with(&wanted))
                }));
            }
            let one = like_itself(&value);
            for filter in [
                T.$column.like(&one),
                T.$column.like_any([one.as_str(), "no\\_such"]),
                T.$column.like_all([one.as_str()]),
                T.$column.matches(regex_of(&value)),
                T.$column.matches_any([regex_of(&value)]),
            ] {
                let wanted = value.clone();
                $checks.push(Check::new(filter, move |row| {
                    $get(row).map(|own| *own == wanted || *own == "no_such")
                }));
            }
        }
    };
}

fn texts(row: &Sample, checks: &mut Vec<Check>) {
    text_column!(checks, row, title, |row: &Sample| -> Option<&String> { unsafe_free(&row.title) });
    text_column!(checks, row, body, get(|row| row.body.as_ref()));
    text_column!(checks, row, short, get(|row| Some(&row.short)));
    text_column!(checks, row, dotted, get(|row| Some(&row.dotted)));
    text_column!(checks, row, weird, get(|row| row.weird.as_ref()));
    text_column!(checks, row, bracket, get(|row| Some(&row.bracket)));
    text_column!(checks, row, constructor, get(|row| Some(&row.constructor)));
}
