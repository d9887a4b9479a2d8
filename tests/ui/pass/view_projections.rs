//! Projections and relations of views: nothing is written, everything else is as on tables.

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "people")]
pub struct Person {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "busy_people", view)]
#[relation(person: one Person via person_id, constraint = "tasks_person_id_fkey")]
pub struct Busy {
    #[column(pk, assert_not_null)]
    pub person_id: i64,
    pub tasks: Option<i64>,
    #[column(assert_not_null)]
    pub since: Timestamp,
}

#[derive(Projection, Debug)]
#[projection(Busy)]
pub struct Load {
    tasks: Option<i64>,
    since: Option<Timestamp>,
    #[proj(embed = person)]
    person: Option<Person>,
}

async fn loads(db: &Database) -> insforge::Result<Vec<Load>> {
    db.from::<Busy>()
        .select::<Load>()
        .filter(|b| b.tasks.gt(3) & b.person.any(|p| p.name.like("A%")))
        .order(|b| (b.tasks.desc().nulls_last(), b.since.asc()))
        .all()
        .await
}

async fn of_one(db: &Database) -> insforge::Result<Option<Busy>> {
    db.from::<Busy>().by_key(7).maybe_one().await
}
