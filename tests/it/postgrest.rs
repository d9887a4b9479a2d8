//! Every filter that the crate `postgrest` can express, by both, on the same rows. SQL says which rows are right.
//!
//! Where that crate is wrong, `mistakes` lists it, and the tests hold both to what they do: ours finds what SQL does,
//! theirs does not.

mod agreements;
mod mistakes;

use std::collections::BTreeSet;

use insforge::prelude::*;
use insforge_tests::{Backend, Space};
use postgrest::{Builder, Postgrest};
use serde_json::Value;

#[derive(Table, Debug, Clone)]
#[table(name = "samples")]
pub(crate) struct Sample {
    #[column(pk)]
    pub id: i64,
    pub name: Option<String>,
    pub age: Option<i32>,
    pub ok: Option<bool>,
    pub tags: Vec<String>,
    pub span: PgRange<i64>,
    pub body: String,
}

const SAMPLES: &str = r#"
    create table {s}.samples (
        id bigint primary key, name text, age int, ok boolean, tags text[] not null, span int8range not null,
        body text not null
    );
    insert into {s}.samples values
        (1, 'Ann', 30, true, '{red,blue}', '[1,5)', 'the quick brown fox jumps'),
        (2, 'bob', 20, false, '{}', '[5,9)', 'a lazy dog sleeps'),
        (3, null, null, null, '{"dark, blue"}', '[20,30)', 'foxes are quick'),
        (4, 'a"b,c', 40, true, '{red}', '[10,20)', 'brown dogs and a quick fox'),
        (5, 'a"b', 50, false, '{blue}', '[0,100)', 'nothing here'),
        (6, 'c', 60, true, '{red,green}', '[30,31)', 'a fox'),
        (7, 'null', 70, null, '{"null"}', '[2,3)', 'the dog'),
        (8, '', 80, false, '{""}', '[40,50)', 'fox fox fox'),
        (9, 'a*b', 90, true, '{x}', '[6,7)', 'stars'),
        (10, 'axb', 100, true, '{y}', '[7,8)', 'jumps over'),
        (11, 'p (q)', 110, true, '{z}', '[8,9)', 'quick brown'),
        (12, '100%', 120, true, '{z}', '[8,9)', 'brown quick');
"#;

async fn samples() -> Space {
    Backend::connect().await.space(SAMPLES).await
}

/// The ids of rows, in order.
type Ids = Vec<i64>;

/// What the other crate finds, or the server's answer to what it asks.
async fn theirs(space: &Space, build: fn(Builder) -> Builder) -> Result<Ids, String> {
    let builder = space
        .admin()
        .database()
        .postgrest()
        .await
        .expect("a builder")
        .from("samples")
        .select("id");
    let answer = build(builder).execute().await.expect("an answer");
    let status = answer.status().as_u16();
    ids(status, &answer.text().await.expect("a body"))
}

/// The ids in an answer of the other crate's; an error of the server's is its text.
fn ids(status: u16, text: &str) -> Result<Ids, String> {
    let rows: Vec<Value> = match status {
        200 | 206 => serde_json::from_str(text).expect("rows"),
        _ => return Err(text.to_owned()),
    };
    let ids: BTreeSet<i64> = rows.iter().filter_map(|row| row["id"].as_i64()).collect();
    Ok(ids.into_iter().collect())
}

/// What our builder finds.
async fn ours(space: &Space, filter: Filter<Sample>) -> Ids {
    let rows = space
        .admin()
        .database()
        .from::<Sample>()
        .select_columns(|t| (t.id,))
        .filter(|_| filter)
        .all()
        .await
        .expect("rows");
    rows.into_iter()
        .map(|row| row.0)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// What SQL finds.
async fn reference(space: &Space, condition: &str) -> Ids {
    let sql = format!(
        "select id from {}.samples where {condition} order by id",
        space.schema()
    );
    let result = Backend::connect().await.admin().sql(&sql).await.expect("rows");
    let rows = result.rows;
    rows.iter()
        .map(|row| {
            let id = &row["id"];
            id.as_i64().or_else(|| id.as_str()?.parse().ok()).expect("an id")
        })
        .collect()
}

#[tokio::test]
async fn the_schema_and_the_credential_of_the_moment_are_those_of_the_client() {
    let space = samples().await;
    let found = theirs(&space, |query| query.eq("id", "1")).await;
    assert_eq!(found, Ok(vec![1]), "the space's schema");
    space
        .sql(
            "alter table {s}.samples enable row level security; \
             create policy own on {s}.samples for select to authenticated using (id = 2)",
        )
        .await;
    let (client, _) = space.user().await;
    let count = async |builder: &Postgrest| {
        let answer = builder
            .from("samples")
            .select("id")
            .execute()
            .await
            .expect("an answer");
        let status = answer.status().as_u16();
        ids(status, &answer.text().await.expect("a body"))
            .expect("rows")
            .len()
    };
    let as_user = client.database().postgrest().await.expect("a builder");
    assert_eq!(count(&as_user).await, 1, "the user's rows");
    assert_eq!(
        count(&space.anon().database().postgrest().await.expect("a builder")).await,
        0,
        "nobody's rows"
    );
    client.auth().sign_out().await.expect("a sign-out");
    assert_eq!(
        count(&as_user).await,
        1,
        "a builder keeps the credential that it was made with"
    );
    assert_eq!(
        count(&client.database().postgrest().await.expect("a builder")).await,
        0
    );
}
