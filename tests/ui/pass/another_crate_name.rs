//! The SDK under another name, and a prelude of the company's own: derives, tables and projections are found there.

pub(crate) mod platform {
    pub(crate) extern crate insforge as backend;

    pub(crate) mod prelude {
        pub(crate) use super::backend::prelude::*;
        pub(crate) use super::backend::{Database, Result};
    }
}

use platform::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "units", crate = "crate::pass::another_crate_name::platform::backend")]
#[relation(part_of: one Unit via unit_id)]
struct Unit {
    #[column(pk)]
    id: i64,
    unit_id: Option<i64>,
}

#[derive(Projection, Debug)]
#[projection(Unit, crate = "crate::pass::another_crate_name::platform::backend")]
struct Whole {
    id: i64,
    #[proj(embed = part_of)]
    part_of: Option<Unit>,
}

async fn wholes(db: &Database) -> Result<Vec<Whole>> {
    db.from::<Unit>()
        .select()
        .filter(|u| u.part_of.exists())
        .all()
        .await
}
