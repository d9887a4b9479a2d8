//! `/api/database/admin/tables/{table}/records`

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::names::{self, quoted};
use super::page::page;
use super::query::Query;
use super::session::AdminSession;
use crate::app::App;
use crate::body::{json as json_body, object};
use crate::credentials::Caller;
use crate::database::literal;
use crate::rawsql::errors::failure;
use crate::rawsql::params::sql;
use crate::rawsql::run;
use crate::reply::{Answer, Failure, json_text, ok};

const TEXTS: [&str; 5] = ["text", "character varying", "character", "citext", "name"];

pub(super) fn routes() -> Router<Arc<App>> {
    const PATH: &str = "/api/database/admin/tables/{table}/records";
    Router::new()
        .route(PATH, get(list).post(insert).patch(update).delete(remove))
        .route("/api/database/admin/tables/{table}/records/lookup", get(lookup))
}

/// A table with its columns.
struct Table {
    session: AdminSession,
    name: String,
    /// Names, types, and whether they may be null.
    columns: Vec<(String, String, bool)>,
    key: Vec<String>,
}

impl Table {
    async fn open(app: &App, query: &Query, table: &str) -> Result<Self, Failure> {
        let schema = query.schema()?;
        names::check(table, "table")?;
        let session = AdminSession::begin(app).await?;
        let sql = "select column_name::text, \
                   lower(case when data_type = 'USER-DEFINED' then udt_name::text else data_type::text end), \
                   is_nullable = 'YES' from information_schema.columns \
                   where table_schema = $1 and table_name = $2 order by ordinal_position";
        let found = session.client().query(sql, &[&schema, &table]).await;
        let columns: Vec<_> = found
            .map_err(|error| failure(&error))?
            .iter()
            .map(|row| (row.get(0), row.get(1), row.get(2)))
            .collect();
        if columns.is_empty() {
            return Err(
                Failure::new(StatusCode::NOT_FOUND, "DATABASE_NOT_FOUND", "Table not found.")
                    .hint("Check the table name and schema, then try again."),
            );
        }
        let name = names::qualified(&schema, table)?;
        let sql = format!(
            "select a.attname::text from pg_constraint c cross join unnest(c.conkey) with ordinality as k(number, place) \
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number \
             where c.contype = 'p' and c.conrelid = {}::regclass order by k.place",
            literal(&name)
        );
        let key = session.texts(&sql, &[]).await?;
        Ok(Self {
            session,
            name,
            columns,
            key,
        })
    }

    fn column(&self, name: &str) -> Result<&(String, String, bool), Failure> {
        self.columns
            .iter()
            .find(|(known, ..)| known == name)
            .ok_or_else(|| {
                Failure::invalid_input(format!("Unknown column \"{name}\"."))
                    .hint("Check the table schema and try again.")
            })
    }

    async fn rows(&self, sql: &str) -> Result<Vec<Value>, Failure> {
        run::rows(self.session.client(), sql).await
    }

    /// The condition for one row, by the whole primary key where there is one.
    fn condition(&self, key: &Map<String, Value>) -> Result<String, Failure> {
        if key.is_empty() {
            return Err(Failure::invalid_input(
                "pkKeys: Primary key must include at least one column.",
            ));
        }
        let mut parts = Vec::new();
        for (name, value) in key {
            self.column(name)?;
            parts.push(match value {
                Value::Null => format!("{} is null", quoted(name)),
                value => format!("{} = {}", quoted(name), sql(value)),
            });
        }
        let whole = self.key.len() == key.len() && self.key.iter().all(|name| key.contains_key(name));
        if !self.key.is_empty() && !whole {
            let hint = format!(
                "Provide exactly these primary key columns: {}.",
                self.key.join(", ")
            );
            return Err(
                Failure::invalid_input("Primary key does not match the table primary key.").hint(hint),
            );
        }
        Ok(format!("({})", parts.join(" and ")))
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let limit = query.number("limit", 50, 1, 500)?;
    let offset = query.number("offset", 0, 0, i64::MAX)?;
    let (column, value) = (query.get("filterColumn"), query.get("filterValue"));
    if column.is_some() != value.is_some() {
        return Err(Failure::invalid_input(
            "filterColumn: filterColumn and filterValue must be provided together.",
        ));
    }
    let order = order(query.get("sort").unwrap_or_default())?;
    let table = Table::open(&app, &query, &table).await?;
    let mut conditions = Vec::new();
    if let (Some(column), Some(value)) = (column, value) {
        table.column(column)?;
        conditions.push(format!("{} = {}", quoted(column), literal(value)));
    }
    if let Some(text) = query.get("search").map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        let pattern = literal(&format!("%{pattern}%"));
        let parts: Vec<String> = table
            .columns
            .iter()
            .filter(|(_, kind, _)| TEXTS.contains(&kind.as_str()))
            .map(|(name, ..)| format!("{} ilike {pattern}", quoted(name)))
            .collect();
        if !parts.is_empty() {
            conditions.push(format!("({})", parts.join(" or ")));
        }
    }
    let mut rest = if conditions.is_empty() {
        String::new()
    } else {
        format!(" where {}", conditions.join(" and "))
    };
    let count = table
        .rows(&format!(
            "select count(*)::int as total from {}{rest}",
            table.name
        ))
        .await?;
    let total = count.first().and_then(|row| row["total"].as_i64()).unwrap_or(0);
    let mut by = Vec::new();
    for (column, direction) in order {
        table.column(&column)?;
        by.push(format!("{} {direction}", quoted(&column)));
    }
    if !by.is_empty() {
        rest.push_str(&format!(" order by {}", by.join(", ")));
    }
    let rows = table
        .rows(&format!(
            "select * from {}{rest} limit {limit} offset {offset}",
            table.name
        ))
        .await?;
    let text = Value::from(rows.clone()).to_string();
    Ok(page(&text, rows.len(), total, offset))
}

fn order(sort: &str) -> Result<Vec<(String, &'static str)>, Failure> {
    sort.split(',')
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
        .map(|clause| {
            let (column, direction) = clause.split_once(':').unwrap_or((clause, "asc"));
            if column.is_empty() || direction.contains(':') {
                return Err(
                    Failure::invalid_input(format!("Invalid sort clause \"{clause}\"."))
                        .hint("Use sort values like \"created_at:desc,name:asc\"."),
                );
            }
            match direction.to_lowercase().as_str() {
                "asc" => Ok((column.to_owned(), "asc")),
                "desc" => Ok((column.to_owned(), "desc")),
                _ => Err(
                    Failure::invalid_input(format!("Invalid sort direction \"{direction}\"."))
                        .hint("Use either \"asc\" or \"desc\" for sort direction."),
                ),
            }
        })
        .collect()
}

async fn lookup(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let columns: Vec<&str> = query.all("column").collect();
    let values: Vec<&str> = query.all("value").collect();
    if columns.is_empty() {
        return Err(Failure::invalid_input(
            "column: Invalid input, value: Invalid input",
        ));
    }
    if columns.len() != values.len() {
        return Err(Failure::invalid_input(
            "value: column and value must have the same number of entries",
        ));
    }
    let table = Table::open(&app, &query, &table).await?;
    let mut parts = Vec::new();
    for (column, value) in columns.iter().zip(values) {
        table.column(column)?;
        parts.push(format!("{} = {}", quoted(column), literal(value)));
    }
    let sql = format!(
        "select * from {} where {} limit 1",
        table.name,
        parts.join(" and ")
    );
    Ok(ok(table.rows(&sql).await?.first().unwrap_or(&Value::Null)))
}

async fn insert(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let Ok(Value::Array(given)) = serde_json::from_str(json_body(&headers, &body)?) else {
        return Err(Failure::invalid_input(": Expected array, received object"));
    };
    if given.is_empty() {
        return Err(Failure::invalid_input(": At least one record is required"));
    }
    let table = Table::open(&app, &Query::read(query.as_deref()), &table).await?;
    let mut made = Vec::new();
    for row in given.iter().filter_map(Value::as_object) {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (name, value) in row {
            let (_, kind, _) = table.column(name)?;
            if value == "" && !TEXTS.contains(&kind.as_str()) {
                if app.strict {
                    return Err(Failure::strict(format!(
                        "the backend leaves the empty text for {name:?} out without a word"
                    )));
                }
                continue;
            }
            names.push(quoted(name));
            values.push(sql(value));
        }
        let sql = if names.is_empty() {
            format!("insert into {} default values returning *", table.name)
        } else {
            let (names, values) = (names.join(", "), values.join(", "));
            format!(
                "insert into {} ({names}) values ({values}) returning *",
                table.name
            )
        };
        made.extend(table.rows(&sql).await?);
    }
    table.session.commit(&app).await?;
    Ok(json_text(StatusCode::CREATED, Value::from(made).to_string()))
}

async fn update(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let part = |name: &str| body.get(name).and_then(Value::as_object).cloned();
    let (Some(key), Some(data)) = (part("pkKeys"), part("data")) else {
        return Err(Failure::invalid_input("pkKeys: Required, data: Required"));
    };
    if data.is_empty() {
        return Err(Failure::invalid_input("data: At least one field is required."));
    }
    let table = Table::open(&app, &Query::read(query.as_deref()), &table).await?;
    let condition = table.condition(&key)?;
    let mut set = Vec::new();
    for (name, value) in &data {
        let (_, kind, nullable) = table.column(name)?;
        let value = if value == "" && !TEXTS.contains(&kind.as_str()) {
            if !nullable {
                return Err(
                    Failure::invalid_input(format!("Column \"{name}\" cannot be blank."))
                        .hint("Provide a value for required fields or clear only nullable non-text fields."),
                );
            }
            "null".to_owned()
        } else {
            sql(value)
        };
        set.push(format!("{} = {value}", quoted(name)));
    }
    let sql = format!(
        "update {} set {} where {condition} returning *",
        table.name,
        set.join(", ")
    );
    let changed = table.rows(&sql).await?;
    let Some(row) = changed.first() else {
        return Err(
            Failure::new(StatusCode::NOT_FOUND, "DATABASE_NOT_FOUND", "Record not found.")
                .hint("Check the record identifier and try again."),
        );
    };
    table.session.commit(&app).await?;
    Ok(ok(row))
}

async fn remove(
    State(app): State<Arc<App>>,
    Path(table): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let Some(keys) = body.get("pkKeys").and_then(Value::as_array) else {
        return Err(Failure::invalid_input("pkKeys: Required"));
    };
    if keys.is_empty() {
        return Err(Failure::invalid_input(
            "pkKeys: At least one primary key is required",
        ));
    }
    let table = Table::open(&app, &Query::read(query.as_deref()), &table).await?;
    let conditions: Result<Vec<String>, Failure> = keys
        .iter()
        .filter_map(Value::as_object)
        .map(|key| table.condition(key))
        .collect();
    let sql = format!("delete from {} where {}", table.name, conditions?.join(" or "));
    let count = table
        .session
        .execute(&sql)
        .await
        .map_err(|error| failure(&error))?;
    table.session.commit(&app).await?;
    Ok(ok(&json!({ "deletedCount": count })))
}
