//! Changes to a table, one statement each, in the backend's order.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::names::{self, quoted};
use super::session::AdminSession;
use super::table_definition::{
    column, default, foreign_key, is_reserved, own_columns, pairs, reserved_source, text, validation,
};
use super::tables::{forbidden, items};
use crate::reply::Failure;

pub(super) struct Change<'a> {
    pub(super) session: &'a AdminSession,
    pub(super) schema: &'a str,
    pub(super) table: &'a str,
    pub(super) qualified: &'a str,
    pub(super) columns: &'a [Value],
    /// A JSON array.
    pub(super) foreign_keys: &'a str,
}

impl Change<'_> {
    /// Does everything that is asked for, and says what it was.
    pub(super) async fn apply(&self, body: &Map<String, Value>) -> Result<Vec<String>, Failure> {
        let added = own_columns(items(body, "addColumns"))?;
        self.check_rest(items(body, "dropColumns"), added.len())?;
        let mut done = Vec::new();
        for name in items(body, "dropForeignKeys").iter().filter_map(Value::as_str) {
            self.drop_key(name).await?;
            done.push(format!("Dropped foreign key constraint: {name}"));
        }
        for name in items(body, "dropColumns").iter().filter_map(Value::as_str) {
            self.system(name, "drop system columns", "drop")?;
            self.run(&format!("drop column {}", quoted(name))).await?;
            done.push(format!("Dropped column: {name}"));
        }
        for update in items(body, "updateColumns") {
            done.push(self.update(update).await?);
        }
        for new in added {
            self.run(&format!("add column {}", column(new)?)).await?;
            done.push(format!("Added column: {}", text(new, "columnName")));
        }
        for key in items(body, "addForeignKeys") {
            if let Some(source) = reserved_source(key) {
                let hint = format!("add foreign key on the system column '{source}'");
                return Err(forbidden(
                    StatusCode::NOT_FOUND,
                    "add foreign key on system columns",
                    &hint,
                ));
            }
            self.run(&format!("add {}", foreign_key(key, self.schema)?))
                .await?;
            let sources: Vec<&str> = pairs(key).into_iter().map(|(source, _)| source).collect();
            done.push(format!(
                "Added foreign key constraint on column(s): {}",
                sources.join(", ")
            ));
        }
        if let Some(name) = body
            .get("renameTable")
            .map(|rename| text(rename, "newTableName"))
            .filter(|name| !name.is_empty())
        {
            names::check(name, "table")?;
            self.run(&format!("rename to {}", quoted(name))).await?;
            done.push(format!("Renamed table from {} to {name}", self.table));
        }
        Ok(done)
    }

    /// A table needs a column beside those that every table has.
    fn check_rest(&self, dropped: &[Value], added: usize) -> Result<(), Failure> {
        let own = |name: &str| !is_reserved(name);
        let present = self
            .columns
            .iter()
            .filter(|column| own(text(column, "columnName")))
            .count();
        let dropped = dropped
            .iter()
            .filter_map(Value::as_str)
            .filter(|name| own(name))
            .count();
        if present + added > dropped {
            return Ok(());
        }
        Err(
            validation("Table must have at least one user-defined column after update").hint(
                "The update would leave the table with no custom columns. Please add columns or avoid dropping all \
                 user-defined columns.",
            ),
        )
    }

    async fn drop_key(&self, name: &str) -> Result<(), Failure> {
        let keys: Vec<Value> = serde_json::from_str(self.foreign_keys).unwrap_or_default();
        if keys.iter().any(|key| text(key, "constraintName") == name) {
            return self.run(&format!("drop constraint {}", quoted(name))).await;
        }
        Err(Failure::new(
            StatusCode::NOT_FOUND,
            "DATABASE_NOT_FOUND",
            format!("Foreign key constraint '{name}' does not exist on this table."),
        )
        .hint("Refresh the table schema and retry; the constraint may have already been removed."))
    }

    async fn update(&self, update: &Value) -> Result<String, Failure> {
        let name = text(update, "columnName");
        self.system(name, "update system columns", "update")?;
        let column = quoted(name);
        match update["defaultValue"].as_str() {
            None => {}
            Some("") => self.run(&format!("alter column {column} drop default")).await?,
            Some(value) => {
                self.run(&format!("alter column {column} set {}", default(value)))
                    .await?;
            }
        }
        if let Some(new) = update["newColumnName"].as_str() {
            self.run(&format!("rename column {column} to {}", quoted(new)))
                .await?;
        }
        Ok(format!("Updated column: {name}"))
    }

    fn system(&self, column: &str, what: &str, verb: &str) -> Result<(), Failure> {
        if !is_reserved(column) {
            return Ok(());
        }
        let hint = format!("{verb} the system column '{column}'");
        Err(forbidden(StatusCode::NOT_FOUND, what, &hint))
    }

    async fn run(&self, clause: &str) -> Result<(), Failure> {
        self.session
            .run(&format!("alter table {} {clause}", self.qualified))
            .await
    }
}
