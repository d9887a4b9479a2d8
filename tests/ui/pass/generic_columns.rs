//! Functions over columns: the families are bounds that a user's code can write.

use insforge::prelude::*;
use insforge::query::Order;
use insforge::schema::{Col, Equatable, NotNull, Operand, Ordered, Text, Textual};

fn newest<T, V, K, S: Ordered>(column: Col<T, V, K, S>) -> Order<T> {
    column.desc().nulls_last()
}

fn any_of<T, V, K, S: Equatable>(column: Col<T, V, K, S>, values: Vec<V>) -> Filter<T>
where
    V: Operand<V>,
{
    column.in_(values)
}

fn search<T, K, S: Textual>(column: Col<T, String, K, S>, words: &str) -> Filter<T> {
    column.icontains(words) | column.starts_with(words)
}

fn between<T, V: Operand<V>, K, S: Ordered>(column: Col<T, V, K, S>, range: (V, V)) -> Filter<T> {
    column.between(range.0, range.1)
}

#[derive(Table, Debug)]
#[table(name = "goods")]
pub struct Good {
    #[column(pk)]
    pub id: i64,
    pub name: String,
    pub maker: String,
    pub price: Option<f64>,
}

/// A column of one type, chosen at run time.
fn named(column: &str) -> Option<Col<Good, String, NotNull, Text>> {
    match column {
        "name" => Some(Good::COLS.name),
        "maker" => Some(Good::COLS.maker),
        _ => None,
    }
}

#[test]
fn columns_are_arguments_and_results() {
    let g = Good::COLS;
    let _ = any_of(g.id, vec![1, 2]) & search(g.name, "tea") & between(g.price, (1.0, 2.0));
    let _ = (newest(g.price), newest(g.id));
    assert_eq!(named("maker").map(Col::name), Some("maker"));
}
