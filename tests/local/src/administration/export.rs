//! `POST /api/database/advance/export`

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::metadata::structure;
use super::names::quoted;
use super::session::texts;
use super::tables::items;
use crate::app::App;
use crate::body::object;
use crate::clock::iso_now;
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::rawsql::run::rows;
use crate::reply::{Answer, Failure, ok};

const FUNCTIONS: &str = "select proname as \"functionName\", pg_get_functiondef(p.oid) as \"functionDef\", prokind as kind \
    from pg_proc p where pronamespace = 'public'::regnamespace and prokind in ('f', 'p', 'w') \
    and not exists (select from pg_depend d join pg_extension e on e.oid = d.refobjid where d.objid = p.oid) order by proname";

const SEQUENCES: &str = "select sequence_name as \"sequenceName\", start_value as \"startValue\", increment as increment, \
    minimum_value as \"minValue\", maximum_value as \"maxValue\", cycle_option as cycle \
    from information_schema.sequences where sequence_schema = 'public' order by sequence_name";

const VIEWS: &str = "select table_name as \"viewName\", view_definition as definition from information_schema.views \
    where table_schema = 'public' order by table_name";

/// A table as the statement that makes it, without its keys, as in the backend.
const CREATE: &str = "select 'CREATE TABLE IF NOT EXISTS ' || table_name || ' (' || string_agg(column_name || ' ' || \
    case data_type when 'character varying' then 'varchar' || coalesce('(' || character_maximum_length || ')', '') \
      when 'timestamp with time zone' then 'timestamptz' else data_type end || \
    case is_nullable when 'NO' then ' NOT NULL' else '' end || coalesce(' DEFAULT ' || column_default, ''), ', ') || ');' \
    from information_schema.columns where table_schema = 'public' and table_name = $1 group by table_name";

pub(super) async fn export(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = object(&headers, &body)?;
    let format = body.get("format").and_then(Value::as_str).unwrap_or("sql");
    if !matches!(format, "sql" | "json") {
        let message = format!("format: Invalid enum value. Expected 'sql' | 'json', received '{format}'");
        return Err(Failure::invalid_input(message));
    }
    let limit = body
        .get("rowLimit")
        .map_or(Some(1000), Value::as_i64)
        .unwrap_or(0);
    let complaint = match limit {
        ..=0 => "Number must be greater than 0",
        10_001.. => "Number must be less than or equal to 10000",
        _ => "",
    };
    if !complaint.is_empty() {
        return Err(Failure::invalid_input(format!("rowLimit: {complaint}")));
    }
    let mut tables: Vec<String> = items(&body, "tables")
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    if tables.is_empty() {
        let sql = "select tablename::text from pg_tables where schemaname = 'public' order by tablename";
        tables = texts(&app.client, sql, &[]).await?;
    }
    let work = Work {
        app: &app,
        data: body.get("includeData") != Some(&Value::Bool(false)),
        limit,
        now: iso_now(),
    };
    let mut truncated = Vec::new();
    let data = if format == "sql" {
        Value::from(work.sql(&tables, &body, &mut truncated).await?)
    } else {
        work.json(&tables, &body, &mut truncated).await?
    };
    app.admin
        .audit("EXPORT_DATABASE", "DATABASE", json!({ "format": format }));
    let mut answer = json!({ "format": format, "data": data, "timestamp": work.now });
    if !truncated.is_empty() {
        answer["truncatedTables"] = Value::from(truncated);
        answer["rowLimit"] = Value::from(limit);
    }
    Ok(ok(&answer))
}

struct Work<'a> {
    app: &'a App,
    data: bool,
    limit: i64,
    now: String,
}

impl Work<'_> {
    async fn json(
        &self,
        tables: &[String],
        body: &Map<String, Value>,
        truncated: &mut Vec<String>,
    ) -> Result<Value, Failure> {
        let mut described = Map::new();
        for table in tables {
            let mut facts = structure(self.app, table).await?;
            if self.data {
                let (rows, total) = self.rows(table).await?;
                if total > self.limit {
                    facts["truncated"] = Value::Bool(true);
                    facts["exportedRowCount"] = Value::from(rows.len());
                    facts["totalRowCount"] = Value::from(total);
                    truncated.push(table.clone());
                }
                facts["rows"] = Value::from(rows);
            }
            described.insert(table.clone(), facts);
        }
        let (functions, sequences, views) = self.rest(body).await?;
        Ok(json!({
            "timestamp": self.now,
            "tables": described,
            "functions": functions,
            "sequences": sequences,
            "views": views,
        }))
    }

    async fn sql(
        &self,
        tables: &[String],
        body: &Map<String, Value>,
        truncated: &mut Vec<String>,
    ) -> Result<String, Failure> {
        let mut sql = format!(
            "-- Database Export\n-- Generated on: {}\n-- Format: SQL\n-- Include Data: {}\n-- Row Limit: {} rows per table\n\n",
            self.now, self.data, self.limit
        );
        let mut line = |text: String| sql.push_str(&text);
        for table in tables {
            if let Some(create) = texts(&self.app.client, CREATE, &[table]).await?.first() {
                line(format!("-- Table: {table}\n{create}\n\n"));
            }
            let facts = structure(self.app, table).await?;
            let indexes: Vec<&str> = facts["indexes"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|index| !index["indexname"].as_str().unwrap_or_default().ends_with("_pkey"))
                .filter_map(|index| index["indexdef"].as_str())
                .collect();
            if !indexes.is_empty() {
                line(format!(
                    "-- Indexes for table: {table}\n{};\n\n",
                    indexes.join(";\n")
                ));
            }
            if facts["rlsEnabled"] == true {
                let name = quoted(table);
                line(format!(
                    "-- RLS enabled for table: {table}\nALTER TABLE {name} ENABLE ROW LEVEL SECURITY;\n\n"
                ));
            }
            if self.data {
                let (rows, total) = self.rows(table).await?;
                if total > self.limit {
                    line(format!(
                        "-- WARNING: Table contains {total} rows, but only {} rows exported due to row limit\n",
                        self.limit
                    ));
                    truncated.push(table.clone());
                }
                if !rows.is_empty() {
                    line(format!("-- Data for table: {table}\n"));
                }
                let names: Vec<&str> = facts["schema"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|column| column["columnName"].as_str())
                    .collect();
                for row in &rows {
                    let values: Vec<String> = names.iter().map(|name| literal(&row[*name])).collect();
                    line(format!(
                        "INSERT INTO {table} ({}) VALUES ({});\n",
                        names.join(", "),
                        values.join(", ")
                    ));
                }
                if !rows.is_empty() {
                    line("\n".to_owned());
                }
            }
        }
        let (functions, sequences, views) = self.rest(body).await?;
        for one in functions {
            let text = one["functionDef"].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(
                sql,
                "-- Function: {}\n{text};\n",
                one["functionName"].as_str().unwrap_or_default()
            );
        }
        for one in sequences {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(
                sql,
                "CREATE SEQUENCE IF NOT EXISTS {} START WITH {} INCREMENT BY {};",
                text("sequenceName"),
                text("startValue"),
                text("increment")
            );
        }
        for one in views {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let _ = writeln!(
                sql,
                "CREATE OR REPLACE VIEW {} AS {}\n",
                text("viewName"),
                text("definition")
            );
        }
        Ok(sql)
    }

    /// The rows of a table as far as the limit goes, and how many there are.
    async fn rows(&self, table: &str) -> Result<(Vec<Value>, i64), Failure> {
        let name = format!("public.{}", quoted(table));
        let counted = format!("select count(*) from {name}");
        let total = self
            .app
            .client
            .query_one(&counted, &[])
            .await
            .map_err(|error| failure(&error))?;
        let found = rows(
            &self.app.client,
            &format!("select * from {name} limit {}", self.limit),
        )
        .await?;
        Ok((found, total.get(0)))
    }

    async fn rest(&self, body: &Map<String, Value>) -> Result<(Vec<Value>, Vec<Value>, Vec<Value>), Failure> {
        let asked = |name: &str| body.get(name) == Some(&Value::Bool(true));
        let list = async |name: &str, sql: &str| {
            if asked(name) {
                rows(&self.app.client, sql).await
            } else {
                Ok(Vec::new())
            }
        };
        Ok((
            list("includeFunctions", FUNCTIONS).await?,
            list("includeSequences", SEQUENCES).await?,
            list("includeViews", VIEWS).await?,
        ))
    }
}

fn literal(value: &Value) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => quoted(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        other => quoted(&other.to_string()),
    }
}
