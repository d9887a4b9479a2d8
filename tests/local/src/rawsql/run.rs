use std::time::Duration;

use serde_json::Value;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::errors::failure;
use super::{params, statements, values};
use crate::app::App;
use crate::database;
use crate::reply::Failure;
use crate::schema_reload::Generation;

/// The session of the admin role, as the backend sets it up.
const BECOME_ADMIN: &str = r#"set role project_admin; set request.jwt.claims = '{"role":"project_admin"}'"#;

/// Whose rights the statements have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    ProjectAdmin,
    Owner,
}

/// Runs `sql` on a connection of its own and gives the answer's JSON. When it comes back, PostgREST knows the schema
/// as the statements left it.
pub(crate) async fn execute(
    app: &App,
    role: Role,
    sql: &str,
    given: &[Value],
    explain: bool,
) -> Result<String, Failure> {
    let before = Generation::read(&app.client).await?;
    let client = database::connect(&app.database_url, "insforge-local").await?;
    client
        .batch_execute("set statement_timeout = 30000; set timezone = 'UTC'")
        .await
        .map_err(|e| failure(&e))?;
    if role == Role::ProjectAdmin {
        client
            .batch_execute(BECOME_ADMIN)
            .await
            .map_err(|error| failure(&error))?;
    }
    let ran = if explain {
        plan(&client, sql, given).await
    } else {
        run(&client, sql, given).await
    };
    if role == Role::Owner {
        // Best effort, as in the backend: the statements themselves have succeeded.
        let _ = client
            .batch_execute("select system.reassign_public_objects()")
            .await;
    }
    drop(client);
    // Also after a failure: what was committed on the way counts.
    app.settle_schema(before).await?;
    ran
}

/// The plan of a query that is carried out and then undone.
async fn plan(client: &Client, sql: &str, given: &[Value]) -> Result<String, Failure> {
    client
        .batch_execute("begin")
        .await
        .map_err(|error| failure(&error))?;
    let prefix = "explain (format json, analyze, buffers) ";
    // A statement with values is prepared without the prefix, which then stands before its execution.
    if !given.is_empty() {
        return run_prefixed(client, prefix, sql, given).await;
    }
    // The connection ends here, and with it the transaction.
    run(client, &format!("{prefix}{sql}"), given).await
}

/// The rows of a query of this server's own, as the backend's driver gives them.
pub(crate) async fn rows(client: &Client, sql: &str) -> Result<Vec<Value>, Failure> {
    let answer: Value = serde_json::from_str(&run(client, sql, &[]).await?).unwrap_or_default();
    Ok(answer["rows"].as_array().cloned().unwrap_or_default())
}

async fn run(client: &Client, sql: &str, given: &[Value]) -> Result<String, Failure> {
    run_prefixed(client, "", sql, given).await
}

async fn run_prefixed(client: &Client, prefix: &str, sql: &str, given: &[Value]) -> Result<String, Failure> {
    let parts = statements::split(sql);
    let [single] = parts.as_slice() else {
        if !given.is_empty() {
            return Err(Failure::internal(
                "cannot insert multiple commands into a prepared statement",
            ));
        }
        client.batch_execute(sql).await.map_err(|error| failure(&error))?;
        return Ok(r#"{"rows":[]}"#.to_owned());
    };
    // Describes the columns; statements that cannot be prepared return none.
    let described = client.prepare(&format!("{prefix}{single}")).await;
    let columns: Vec<(String, u32)> = match &described {
        Ok(statement) => statement
            .columns()
            .iter()
            .map(|column| (column.name().to_owned(), column.type_().oid()))
            .collect(),
        Err(error) => return Err(failure(error)),
    };
    drop(described);
    // Values come as text, the form the backend's driver reads them in.
    let text = if given.is_empty() {
        single.clone()
    } else {
        let prepare = format!("prepare insforge_local as {single}");
        client
            .batch_execute(&prepare)
            .await
            .map_err(|error| failure(&error))?;
        format!(
            "{prefix}execute insforge_local({})",
            given.iter().map(params::sql).collect::<Vec<_>>().join(", ")
        )
    };
    let messages = client
        .simple_query(&text)
        .await
        .map_err(|error| failure(&error))?;
    Ok(answer(single, &columns, &messages))
}

fn answer(statement: &str, columns: &[(String, u32)], messages: &[SimpleQueryMessage]) -> String {
    let mut rows = Vec::new();
    let mut count = None;
    for message in messages {
        match message {
            SimpleQueryMessage::Row(row) => {
                let cells = columns.iter().enumerate().map(|(place, (name, oid))| {
                    (
                        name.as_str(),
                        row.try_get(place)
                            .ok()
                            .flatten()
                            .map_or("null".to_owned(), |text| values::json(*oid, text)),
                    )
                });
                rows.push(object(cells));
            }
            SimpleQueryMessage::CommandComplete(done) => count = Some(*done),
            _ => {}
        }
    }
    let fields = columns
        .iter()
        .map(|(name, oid)| format!(r#"{{"name":{},"dataTypeID":{oid}}}"#, Value::from(name.as_str())));
    let count = match count {
        Some(count) if counts_rows(statement) => count.to_string(),
        _ => "null".to_owned(),
    };
    format!(
        r#"{{"rows":[{}],"rowCount":{count},"fields":[{}]}}"#,
        rows.join(","),
        fields.collect::<Vec<_>>().join(",")
    )
}

/// Whether the server reports a number of rows for this kind of statement.
fn counts_rows(statement: &str) -> bool {
    matches!(
        statements::words(statement).first().map(String::as_str),
        Some(
            "select"
                | "insert"
                | "update"
                | "delete"
                | "merge"
                | "with"
                | "values"
                | "table"
                | "copy"
                | "fetch"
                | "move"
        )
    )
}

/// Of columns of the same name the last wins, as in a JavaScript object.
fn object<'a>(cells: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut members: Vec<(&str, String)> = Vec::new();
    for (name, value) in cells {
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some(member) => member.1 = value,
            None => members.push((name, value)),
        }
    }
    let members: Vec<String> = members
        .into_iter()
        .map(|(name, value)| format!("{}:{value}", Value::from(name)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Runs `sql` without the guards of the HTTP route: the caller owns this database.
pub(crate) async fn trusted(app: &App, sql: &str) -> Result<(), crate::Error> {
    let before = Generation::read(&app.client).await?;
    let client = database::connect(&app.database_url, "insforge-local").await?;
    client
        .batch_execute(BECOME_ADMIN)
        .await
        .map_err(crate::Error::Sql)?;
    let ran = client.batch_execute(sql).await.map_err(crate::Error::Sql);
    drop(client);
    tokio::time::timeout(Duration::from_secs(90), app.settle_schema(before))
        .await
        .map_err(|_| crate::Error::Internal("the schema could not be reloaded in time".to_owned()))??;
    ran
}
