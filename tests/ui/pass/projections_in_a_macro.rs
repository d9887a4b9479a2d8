//! A user's macro declares tables with their projections and functions.

use insforge::prelude::*;
use insforge::{Database, Result};

macro_rules! entity {
    ($name:ident, $list:ident, $table:literal, $key:ty, { $($field:ident: $ty:ty),* $(,)? }) => {
        #[derive(Table, Debug, Clone)]
        #[table(name = $table)]
        pub struct $name {
            #[column(pk)]
            pub id: $key,
            $(pub $field: $ty,)*
        }

        pub mod $list {
            #[derive(insforge::Projection, Debug)]
            #[projection(super::$name)]
            pub struct Key {
                pub id: $key,
            }

            pub async fn all(db: &insforge::Database) -> insforge::Result<Vec<Key>> {
                db.from::<super::$name>().select::<Key>().order(|t| t.id.asc()).all().await
            }
        }
    };
}

entity!(Cat, cats, "cats", i32, { name: String, owner: Option<i64> });
entity!(Dog, dogs, "dogs", i64, { name: String, born: insforge::Date });

async fn uses(db: &Database) -> Result<()> {
    let _ = (cats::all(db).await?, dogs::all(db).await?);
    let _ = db
        .from::<Cat>()
        .filter(|c| c.owner.is_null() & c.name.eq("Tom"))
        .all()
        .await?;
    Ok(())
}
