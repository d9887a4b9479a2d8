use serde_json::{Value, json};
use tokio_postgres::SimpleQueryMessage;

use crate::app::App;
use crate::credentials::Caller;
use crate::database::{self, literal};
use crate::error::Error;

/// Whether a caller may read a channel: an enabled definition matches, and no policy hides it.
pub(super) async fn may_subscribe(app: &App, caller: &Caller, channel: &str) -> bool {
    let name = literal(channel);
    let question = format!(
        "select 1 from realtime.channels where enabled and (pattern = {name} or {name} like pattern) limit 1"
    );
    ask(app, caller, channel, &question)
        .await
        .is_ok_and(|rows| rows > 0)
}

/// Writes a message down with the caller's rights, which is what delivers it. `false` where a policy forbids it.
pub(super) async fn publish(
    app: &App,
    caller: &Caller,
    channel: &str,
    event: &str,
    payload: &Value,
) -> Result<bool, Error> {
    let found = app
        .client
        .query_one("select realtime.channel_of($1)::text", &[&channel])
        .await
        .map_err(Error::Sql)?;
    let Some(definition) = found.get::<_, Option<String>>(0) else {
        return Ok(false);
    };
    let sender = match caller {
        Caller::User(user) => literal(&user.id),
        Caller::Anon | Caller::Admin => "null".to_owned(),
    };
    let statement = format!(
        "insert into realtime.messages (event_name, channel_id, channel_name, payload, sender_type, sender_id) \
         values ({}, {}, {}, {}, {}, {sender})",
        literal(event),
        literal(&definition),
        literal(channel),
        literal(&payload.to_string()),
        literal(if caller.is_admin() { "system" } else { "user" }),
    );
    // The real backend does not tell a policy from other reasons either.
    Ok(ask(app, caller, channel, &statement).await.is_ok())
}

/// Runs a statement as the caller's role with its claims; how many rows it returned.
async fn ask(app: &App, caller: &Caller, channel: &str, statement: &str) -> Result<usize, Error> {
    let (role, claims) = match caller {
        Caller::Admin => ("project_admin", json!({ "role": "project_admin" })),
        Caller::Anon => ("anon", json!({ "role": "anon" })),
        Caller::User(user) => (
            "authenticated",
            json!({ "sub": user.id, "email": user.email, "role": "authenticated" }),
        ),
    };
    let mut slot = app.realtime.database.lock().await;
    if slot.as_ref().is_none_or(tokio_postgres::Client::is_closed) {
        *slot = Some(database::connect(&app.database_url, "insforge-local").await?);
    }
    let Some(client) = slot.as_ref() else {
        return Err(Error::Stopped);
    };
    let prepare = format!(
        "begin; set local role {role}; set local request.jwt.claims = {}; set local realtime.channel_name = {}",
        literal(&claims.to_string()),
        literal(channel)
    );
    client.batch_execute(&prepare).await.map_err(Error::Sql)?;
    let answer = client.simple_query(statement).await;
    let end = if answer.is_ok() { "commit" } else { "rollback" };
    client.batch_execute(end).await.map_err(Error::Sql)?;
    let rows = answer.map_err(Error::Sql)?;
    Ok(rows
        .iter()
        .filter(|message| matches!(message, SimpleQueryMessage::Row(_)))
        .count())
}
