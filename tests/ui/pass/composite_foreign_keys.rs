//! Keys of several columns: as a tuple, as newtypes in a tuple, and as foreign keys.

use insforge::Database;
use insforge::prelude::*;

#[derive(PgValue, Debug, Clone, PartialEq)]
pub struct Tenant(pub i32);

#[derive(Table, Debug, Clone)]
#[table(name = "projects")]
#[relation(tasks: many Task via Task.(tenant, project), constraint = "tasks_project")]
pub struct Project {
    #[column(pk)]
    pub tenant: Tenant,
    #[column(pk)]
    pub number: i64,
    pub title: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "tasks")]
#[relation(project_row: one Project via (tenant, project), constraint = "tasks_project")]
pub struct Task {
    #[column(pk)]
    pub id: i64,
    pub tenant: Tenant,
    pub project: i64,
}

async fn by_key(db: &Database) -> insforge::Result<()> {
    let key = (Tenant(1), 7);
    let _ = db.from::<Project>().by_key(&key).maybe_one().await?;
    db.delete::<Project>().by_key(key).expect_one().await?;
    let _ = db
        .from::<Task>()
        .filter(|t| t.project_row.any(|p| p.title.like("a%")) & t.tenant.eq(Tenant(1)))
        .all()
        .await?;
    Ok(())
}
