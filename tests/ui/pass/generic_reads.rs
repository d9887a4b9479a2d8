//! Functions over any table, with the bounds that their calls need and no more.

use insforge::prelude::*;
use insforge::query::{IntoKey, Keyed};
use insforge::{Client, Database, Page, Result};

async fn list<T: Table + Projection<T>>(db: &Database) -> Result<Vec<T>> {
    db.from::<T>().limit(100).all().await
}

async fn find<T: Keyed + Projection<T>>(db: &Database, key: impl IntoKey<T::Key>) -> Result<Option<T>> {
    db.from::<T>().by_key(key).maybe_one().await
}

async fn page_of<T, P>(db: &Database, filter: Filter<T>, page: u64) -> Result<Page<P>>
where
    T: Table,
    P: Projection<T>,
{
    db.from::<T>()
        .select::<P>()
        .filter(|_| filter)
        .limit(20)
        .offset(page * 20)
        .page()
        .await
}

async fn count_where<T: Table>(
    db: &Database,
    filter: impl FnOnce(&'static T::Cols) -> Filter<T>,
) -> Result<u64> {
    db.from::<T>().filter(filter).count().await
}

#[derive(Table, Debug)]
#[table(name = "users")]
pub struct User {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Projection, Debug)]
#[projection(User)]
pub struct Name {
    pub name: String,
}

async fn uses(client: &Client) -> Result<()> {
    let db = client.database();
    let _: Vec<User> = list(&db).await?;
    let _: Option<User> = find(&db, 7).await?;
    let _ = page_of::<User, Name>(&db, User::COLS.id.gt(1), 0).await?;
    let _ = count_where::<User>(&db, |u| u.name.like("a%")).await?;
    Ok(())
}
