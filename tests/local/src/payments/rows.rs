//! Rows of the schema `payments`, in and out as JSON.

use serde_json::{Map, Value};
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use crate::rawsql::errors::failure;
use crate::reply::Failure;

/// A table and how answers show its rows.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The columns that name a row at its provider.
    pub(super) key: &'static [&'static str],
    /// The columns that answers show, in camel case. `@` marks a time, `column=name` another name.
    pub(super) shown: &'static str,
}

/// What an insert does about a row that is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Takes the new values.
    Replace,
    /// Takes the new values that are not null.
    Merge,
    /// Leaves it as it is.
    Leave,
}

impl Table {
    fn shown(&self) -> String {
        let pairs: Vec<String> = self
            .shown
            .split_whitespace()
            .map(|word| {
                let (word, time) = word.strip_prefix('@').map_or((word, false), |word| (word, true));
                let (column, name) = word.split_once('=').unwrap_or((word, word));
                let value = if time {
                    format!(r#"to_char(t.{column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#)
                } else {
                    format!("t.{column}")
                };
                format!("'{}', {value}", camel(name))
            })
            .collect();
        format!("jsonb_build_object({})::text", pairs.join(", "))
    }

    /// The given columns of a row as a record, typed as the table's.
    fn record(&self) -> String {
        format!(
            "jsonb_populate_record(null::payments.{}, $1::text::jsonb)",
            self.name
        )
    }
}

/// Writes a row and gives it back as answers show it; `None` where it was left as it is.
pub(super) async fn insert(
    client: &Client,
    table: &Table,
    row: &Value,
    known: Known,
) -> Result<Option<Value>, Failure> {
    let columns: Vec<&str> = names(row).collect();
    let set = |write: &dyn Fn(&str) -> String| -> String {
        let written = columns.iter().filter(|column| !table.key.contains(*column));
        written.map(|column| write(column)).collect::<Vec<_>>().join(", ")
    };
    let action = match known {
        Known::Leave => "on conflict do nothing".to_owned(),
        Known::Replace => format!(
            "on conflict ({}) do update set {}",
            table.key.join(", "),
            set(&|column| format!("{column} = excluded.{column}"))
        ),
        Known::Merge => format!(
            "on conflict ({}) do update set {}",
            table.key.join(", "),
            set(&|column| format!("{column} = coalesce(excluded.{column}, t.{column})"))
        ),
    };
    let sql = format!(
        "insert into payments.{} as t ({list}) select {list} from {} {action} returning {}",
        table.name,
        table.record(),
        table.shown(),
        list = columns.join(", "),
    );
    first(client, &sql, &[&row.to_string()]).await
}

/// Keeps a row as its provider writes it, and gives it back as answers show it.
pub(super) async fn keep(client: &Client, table: &Table, row: &Value) -> Result<Value, Failure> {
    Ok(insert(client, table, row, Known::Replace)
        .await?
        .unwrap_or_default())
}

/// Writes a row with the rights of whoever asks: nothing is read back, which policies on reading could forbid.
pub(super) async fn ask(client: &Client, table: &Table, row: &Value) -> Result<bool, tokio_postgres::Error> {
    let list = names(row).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "insert into payments.{} ({list}) select {list} from {} on conflict do nothing",
        table.name,
        table.record()
    );
    Ok(client.execute(&sql, &[&row.to_string()]).await? > 0)
}

/// Changes the rows that have the values of `whose`, and gives the first.
pub(super) async fn update(
    client: &Client,
    table: &Table,
    set: &Value,
    whose: &Value,
) -> Result<Option<Value>, Failure> {
    let columns: Vec<String> = names(set)
        .map(|column| format!("{column} = r.{column}"))
        .collect();
    let sql = format!(
        "update payments.{name} t set {} from {} r, jsonb_populate_record(null::payments.{name}, $2::text::jsonb) w \
         where {} returning {}",
        columns.join(", "),
        table.record(),
        same(whose, "w"),
        table.shown(),
        name = table.name,
    );
    first(client, &sql, &[&set.to_string(), &whose.to_string()]).await
}

/// The rows that have the values of `whose`.
pub(super) async fn list(
    client: &Client,
    table: &Table,
    whose: &Value,
    order: &str,
    limit: i64,
) -> Result<Vec<Value>, Failure> {
    let sql = format!(
        "select {} from payments.{} t, {} r where {} order by {order} limit {limit}",
        table.shown(),
        table.name,
        table.record(),
        same(whose, "r"),
    );
    let rows = client
        .query(&sql, &[&whose.to_string()])
        .await
        .map_err(|error| failure(&error))?;
    rows.iter().map(|row| read(row.get(0))).collect()
}

/// The row that has the values of `whose`.
pub(super) async fn find(client: &Client, table: &Table, whose: &Value) -> Result<Option<Value>, Failure> {
    Ok(list(client, table, whose, "1", 1).await?.pop())
}

/// Removes the rows that have the values of `whose` and are not among `kept`, and counts them.
pub(super) async fn remove(
    client: &Client,
    table: &Table,
    whose: &Value,
    id: &str,
    kept: &[String],
) -> Result<u64, Failure> {
    let sql = format!(
        "delete from payments.{} t using {} r where {} and not t.{id} = any($2)",
        table.name,
        table.record(),
        same(whose, "r"),
    );
    client
        .execute(&sql, &[&whose.to_string(), &kept])
        .await
        .map_err(|error| failure(&error))
}

async fn first(
    client: &Client,
    sql: &str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Option<Value>, Failure> {
    let rows = client
        .query(sql, parameters)
        .await
        .map_err(|error| failure(&error))?;
    rows.first().map(|row| read(row.get(0))).transpose()
}

fn read(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::internal(error.to_string()))
}

fn names(row: &Value) -> impl Iterator<Item = &str> {
    row.as_object()
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
}

fn same(whose: &Value, record: &str) -> String {
    let tests: Vec<String> = names(whose)
        .map(|column| format!("t.{column} is not distinct from {record}.{column}"))
        .collect();
    tests.join(" and ")
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let (head, rest) = part.split_at(part.len().min(1));
        name + &head.to_ascii_uppercase() + rest
    })
}
