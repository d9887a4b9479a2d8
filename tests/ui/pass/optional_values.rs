//! `Option`s of the program meet NULLs of the database: in filters, assignments, patches and new rows.

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "profiles")]
pub struct Profile {
    #[column(pk)]
    pub id: i64,
    pub nick: Option<String>,
    pub age: Option<i32>,
    #[column(default)]
    pub level: i32,
}

pub struct Form {
    nick: Option<String>,
    age: Option<i32>,
    level: Option<i32>,
}

async fn save(db: &Database, id: i64, form: Form) -> insforge::Result<()> {
    let mut patch = ProfilePatch::default().nick(form.nick.clone());
    if let Some(age) = form.age {
        patch = patch.age(age);
    }
    if let Some(level) = form.level {
        patch = patch.level(level);
    }
    db.patch(patch).by_key(id).expect_one().await?;
    db.update::<Profile>()
        .set(|p| {
            (
                p.nick.to_opt(form.nick.as_deref()),
                p.age.to_opt(form.age),
                p.level.to(1),
            )
        })
        .by_key(id)
        .filter_opt(form.level, |p, level| p.level.lt(level))
        .execute()
        .await?;
    db.insert(NewProfile { id }.nick(form.nick).age(form.age))
        .execute()
        .await?;
    Ok(())
}

fn like(form: &Form) -> Filter<Profile> {
    let p = Profile::COLS;
    p.nick.eq_or_null(form.nick.as_ref()) & p.age.eq_or_null(form.age) & p.age.is_distinct(3)
}
