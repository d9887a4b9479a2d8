//! Assignments of an update, chosen at run time or by a generic function.

use insforge::Database;
use insforge::prelude::*;
use insforge::schema::{Assign, Col, Operand, Updatable, Writable};

#[derive(Table, Debug, Clone)]
#[table(name = "lamps")]
pub struct Lamp {
    #[column(pk)]
    pub id: i64,
    pub lit: bool,
    pub colour: Option<String>,
    #[column(generated)]
    pub label: String,
}

async fn switch(db: &Database, lit: Option<bool>, colour: Option<&str>) -> insforge::Result<()> {
    let mut changes: Vec<Assign<Lamp>> = vec![Lamp::COLS.colour.to_opt(colour)];
    changes.extend(lit.map(|lit| Lamp::COLS.lit.to(lit)));
    db.update::<Lamp>()
        .set(|_| changes)
        .all_rows()
        .max_affected(10)
        .execute()
        .await?;
    db.update::<Lamp>()
        .set(|l| [l.lit.to(true), l.colour.to_null()])
        .by_key(1)
        .execute()
        .await?;
    Ok(())
}

fn assign<T, V: Operand<V>, K: Updatable, S>(column: Col<T, V, K, S>, value: V) -> Assign<T> {
    column.to(value)
}

async fn clear<T: Writable>(db: &Database, filter: Filter<T>) -> insforge::Result<u64> {
    Ok(db.delete::<T>().filter(|_| filter).execute().await?.rows())
}

#[test]
fn a_generic_assignment_is_one() {
    let _ = assign(Lamp::COLS.lit, true);
}
