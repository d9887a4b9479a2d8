//! Columns.

use super::{Draft, Statement, qualified, quoted};
use crate::admin::catalog::{Column, Identity};
use crate::admin::verify::type_fits;
use crate::schema::{ColumnMeta, Generated};

const GUESS: &str = "structs do not say which default a column has: correct the guess";

impl Draft<'_> {
    /// `"done" bool not null default false`
    pub(super) fn definition(&self, meta: &ColumnMeta) -> String {
        let mut sql = format!("{} {}", quoted(meta.name), self.type_of(meta));
        if !meta.nullable {
            sql.push_str(" not null");
        }
        match meta.identity {
            Some(identity) => sql.push_str(&format!(" {}", generated(identity))),
            None if meta.default => sql.push_str(&format!(" default {}", self.guess(meta))),
            None => {}
        }
        sql
    }

    pub(super) fn add_column(&mut self, title: &str, table: &str, meta: &ColumnMeta) {
        if meta.stored {
            self.expression_is_open(title, meta);
            return;
        }
        let sql = format!("alter table {table} add column {}", self.definition(meta));
        self.tables.push(if meta.default {
            Statement::risky(sql, GUESS)
        } else if meta.nullable || meta.identity.is_some() {
            Statement::safe(sql)
        } else {
            Statement::risky(
                sql,
                "it fails where the table has rows: give the column a default first",
            )
        });
    }

    pub(super) fn change_column(&mut self, title: &str, table: &str, meta: &ColumnMeta, found: &Column) {
        let alter = format!("alter table {table} alter column {}", quoted(meta.name));
        if !type_fits(meta, &found.data_type) {
            let ty = self.type_of(meta);
            let sql = format!("{alter} type {ty} using {}::{ty}", quoted(meta.name));
            self.tables.push(Statement::risky(
                sql,
                "it rewrites the table, and fails where a value does not fit",
            ));
        }
        if meta.stored != found.generated.is_some() {
            if meta.stored {
                self.expression_is_open(title, meta);
            } else if meta.generated != Generated::Always {
                let sql = format!("{alter} drop expression");
                self.tables.push(Statement::risky(
                    sql,
                    "the values stay and are no longer computed",
                ));
            }
        }
        match (meta.nullable, found.not_null) {
            (true, true) if meta.identity.is_none() => {
                self.tables
                    .push(Statement::safe(format!("{alter} drop not null")));
            }
            (false, false) => self.tables.push(Statement::risky(
                format!("{alter} set not null"),
                "it fails where a value is NULL",
            )),
            _ => {}
        }
        match (meta.identity, found.identity) {
            (Some(identity), None) => {
                // An identity has no default of its own.
                if found.default.is_some() {
                    self.tables.push(Statement::risky(
                        format!("{alter} drop default"),
                        "the identity takes its place, and starts at 1",
                    ));
                }
                self.tables.push(Statement::risky(
                    format!("{alter} add {}", generated(identity)),
                    "it starts at 1: restart it after the greatest value",
                ));
            }
            (Some(said), Some(there)) if said != there => {
                let word = match said {
                    Identity::Always => "always",
                    Identity::ByDefault => "by default",
                };
                self.tables
                    .push(Statement::safe(format!("{alter} set generated {word}")));
            }
            _ => {}
        }
        if meta.default && found.default.is_none() && found.identity.is_none() && found.generated.is_none() {
            let sql = format!("{alter} set default {}", self.guess(meta));
            self.tables.push(Statement::risky(sql, GUESS));
        }
    }

    pub(super) fn expression_is_open(&mut self, title: &str, meta: &ColumnMeta) {
        self.open.push(format!(
            "`{title}.{}`: the struct does not say by what the column `{}` is computed",
            meta.field, meta.name
        ));
    }

    /// The type as SQL; the project's own types with their schema.
    fn type_of(&self, meta: &ColumnMeta) -> String {
        let array = if meta.is_array { "[]" } else { "" };
        if let Some(declared) = meta.labels
            && meta.sql.starts_with("enum")
        {
            return match declared.name {
                Some(name) => {
                    let (schema, name) = self.enum_name(declared, name);
                    format!("{}{array}", qualified(&schema, name))
                }
                None => format!("text{array}"),
            };
        }
        let element = meta.sql.trim_end_matches("[]");
        if let Some(declared) = meta.labels
            && declared.name == Some(element)
        {
            let (schema, name) = self.enum_name(declared, element);
            return format!("{}{array}", qualified(&schema, name));
        }
        let domain = self.catalog.domains.iter().find(|domain| domain.name == element);
        match domain {
            Some(domain) => format!("{}{array}", qualified(&domain.schema, &domain.name)),
            None => meta.sql.to_owned(),
        }
    }

    /// A default that columns of the type often have.
    fn guess(&self, meta: &ColumnMeta) -> String {
        if meta.is_array {
            return "'{}'".to_owned();
        }
        if let Some(declared) = meta.labels {
            let first = declared.labels.first().copied().unwrap_or_default();
            return super::quoted_text(first);
        }
        let name = meta.sql.split('(').next().unwrap_or(meta.sql);
        let guess = match name {
            "bool" => "false",
            "int2" | "int4" | "int8" | "float4" | "float8" | "numeric" => "0",
            "uuid" => "gen_random_uuid()",
            "timestamptz" | "timestamp" | "date" | "time" | "timetz" => "now()",
            "json" | "jsonb" => "'{}'",
            "interval" => "'0'",
            _ => "''",
        };
        guess.to_owned()
    }
}

fn generated(identity: Identity) -> &'static str {
    match identity {
        Identity::Always => "generated always as identity",
        Identity::ByDefault => "generated by default as identity",
    }
}
