//! The user's own rows: row-level security keeps everybody else's away.

use std::time::Duration;

use axum::extract::Form;
use axum::response::{Html, IntoResponse, Redirect, Response};
use insforge::client::User;
use insforge::prelude::*;
use insforge::server::axum::UserClient;
use insforge_examples::Project;
use serde::Deserialize;
use uuid::Uuid;

use super::pages;

/// Something to do.
#[derive(Table, Debug, Clone)]
#[table(name = "web_todos")]
pub(crate) struct Todo {
    /// Counted up by the database.
    #[column(pk, identity = always)]
    pub(crate) id: i64,
    /// What to do.
    pub(crate) title: String,
    /// The user whose it is, filled in by the database.
    #[column(default)]
    pub(crate) owner_id: Uuid,
}

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct NewTitle {
    title: String,
}

/// Which one the button stands at.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    id: i64,
}

/// Makes the table, in which each user sees the own rows alone.
pub(crate) async fn create_table(project: &Project) -> insforge::Result<()> {
    let sql = "create table if not exists web_todos (\
        id bigint generated always as identity primary key, \
        title text not null, \
        owner_id uuid not null default auth.uid()); \
        alter table web_todos enable row level security; \
        drop policy if exists own on web_todos; \
        create policy own on web_todos to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid()); \
        grant select, insert, delete on web_todos to authenticated";
    let admin = project.admin()?;
    admin.sql(sql).await?;
    // PostgREST learns of a new table a moment after it is made.
    for _ in 0..50 {
        match admin.database().from::<Todo>().exists().await {
            Err(error) if error.maybe_stale_schema() || error.is_not_found() => {}
            answer => return answer.map(drop),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Leaves nothing behind.
pub(crate) async fn drop_table(project: &Project) -> insforge::Result<()> {
    project
        .admin()?
        .sql("drop table if exists web_todos")
        .await
        .map(|_| ())
}

/// The user's list.
pub(crate) async fn all(client: &Client<User>) -> insforge::Result<Vec<Todo>> {
    client.database().from::<Todo>().order(|t| t.id.asc()).all().await
}

/// The user's list alone, for the page that has it already and hears of a change.
pub(crate) async fn list(UserClient(client): UserClient) -> Response {
    match all(&client).await {
        Ok(todos) => Html(pages::items(&todos)).into_response(),
        Err(error) => pages::failure(&error),
    }
}

/// Adds one.
pub(crate) async fn add(UserClient(client): UserClient, Form(new): Form<NewTitle>) -> Response {
    let new = NewTodo { title: new.title };
    back(client.database().insert(new).execute().await)
}

/// Removes what is done.
pub(crate) async fn done(UserClient(client): UserClient, Form(chosen): Form<Chosen>) -> Response {
    back(
        client
            .database()
            .delete::<Todo>()
            .by_key(chosen.id)
            .execute()
            .await,
    )
}

fn back<T>(written: insforge::Result<T>) -> Response {
    match written {
        Ok(_) => Redirect::to("/profile").into_response(),
        Err(error) => pages::failure(&error),
    }
}
