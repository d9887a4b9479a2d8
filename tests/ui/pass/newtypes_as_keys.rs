//! Newtypes and enums as keys, as foreign keys, in arrays, and in projections.

use insforge::Database;
use insforge::prelude::*;
use uuid::Uuid;

#[derive(PgValue, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnerId(pub Uuid);

#[derive(PgValue, Debug, Clone, PartialEq)]
pub struct Slug(String);

#[derive(PgEnum, Debug, Clone, PartialEq)]
pub enum State {
    Open,
    Closed,
    Unknown(String),
}

#[derive(Table, Debug, Clone)]
#[table(name = "owners", unique(slug))]
pub struct Owner {
    #[column(pk)]
    pub id: OwnerId,
    pub slug: Slug,
    pub states: Vec<State>,
    pub others: Option<Vec<OwnerId>>,
}

#[derive(Table, Debug, Clone)]
#[table(name = "items")]
#[relation(owner: one Owner via owner_id)]
#[relation(by_slug: one Owner via slug, key = slug)]
pub struct Item {
    #[column(pk)]
    pub owner_id: OwnerId,
    pub slug: Option<Slug>,
    #[column(default)]
    pub state: State,
}

async fn uses(db: &Database, id: OwnerId) -> insforge::Result<()> {
    let _ = db.from::<Owner>().by_key(id).one().await?;
    let _ = db
        .from::<Item>()
        .filter(|i| i.state.in_([State::Open, State::Closed]) & i.owner_id.eq(id))
        .filter(|i| i.owner.any(|o| o.states.contains_all([State::Open])))
        .order(|i| i.state.desc())
        .all()
        .await?;
    db.upsert(NewItem { owner_id: id }.slug(Slug("a".into())))
        .execute()
        .await?;
    Ok(())
}
