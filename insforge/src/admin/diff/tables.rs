//! Tables and their constraints.

use super::{Draft, Risk, Statement, list, quoted};
use crate::admin::catalog::Relation;
use crate::schema::{ConstraintMeta, RelationWay, TableMeta};

const DUPLICATES: &str = "it fails where rows have the same values";

impl Draft<'_> {
    pub(super) fn table(&mut self, title: &str, meta: &'static TableMeta) {
        for column in meta.columns {
            if let Some(declared) = column.labels {
                self.an_enum(declared);
            }
        }
        let catalog = self.catalog;
        match catalog.relation(meta.schema.unwrap_or(self.schema), meta.name) {
            Some(found) if found.kind.is_view() => {
                self.open
                    .push(format!("`{title}`: `{}` is a view there", meta.name));
                return;
            }
            Some(found) => self.change(title, meta, found),
            None => self.create(title, meta),
        }
        self.foreign_keys(meta);
    }

    fn create(&mut self, title: &str, meta: &'static TableMeta) {
        let mut items = Vec::new();
        let mut guessed = false;
        for column in meta.columns.iter().filter(|column| !column.computed) {
            if column.stored {
                self.expression_is_open(title, column);
                continue;
            }
            guessed |= column.default;
            items.push(format!("  {}", self.definition(column)));
        }
        if !meta.primary_key.is_empty() {
            let name = constraint(meta.primary_key_name);
            items.push(format!(
                "  {name}primary key ({})",
                list(meta.primary_key.iter().copied())
            ));
        }
        for unique in meta.uniques {
            let name = constraint(unique.name);
            items.push(format!(
                "  {name}unique ({})",
                list(unique.columns.iter().copied())
            ));
        }
        let sql = format!("create table {} (\n{}\n)", self.name_of(meta), items.join(",\n"));
        self.tables.push(if guessed {
            Statement::risky(
                sql,
                "structs do not say which default a column has: correct the guesses",
            )
        } else {
            Statement::safe(sql)
        });
    }

    fn change(&mut self, title: &str, meta: &'static TableMeta, found: &Relation) {
        let table = self.name_of(meta);
        for column in meta.columns.iter().filter(|column| !column.computed) {
            match found.column(column.name) {
                None => self.add_column(title, &table, column),
                Some(other) => self.change_column(title, &table, column, other),
            }
        }
        for other in &found.columns {
            if meta.column(&other.name).is_none() {
                self.drops.push(Statement {
                    sql: format!("alter table {table} drop column {}", quoted(&other.name)),
                    risk: Risk::Destructive,
                });
            }
        }
        let key = found.primary_key.as_ref();
        if key.is_none() && !meta.primary_key.is_empty() {
            let name = constraint(meta.primary_key_name);
            let columns = list(meta.primary_key.iter().copied());
            let sql = format!("alter table {table} add {name}primary key ({columns})");
            self.keys.push(Statement::risky(sql, DUPLICATES));
        }
        for unique in meta.uniques {
            let there = found.uniques.iter().chain(key).any(|key| {
                key.columns.len() == unique.columns.len()
                    && key
                        .columns
                        .iter()
                        .all(|name| unique.columns.contains(&name.as_str()))
            });
            if !there {
                let name = constraint(unique.name);
                let columns = list(unique.columns.iter().copied());
                let sql = format!("alter table {table} add {name}unique ({columns})");
                self.keys.push(Statement::risky(sql, DUPLICATES));
            }
        }
    }

    fn foreign_keys(&mut self, meta: &TableMeta) {
        for relation in meta.relations {
            if let RelationWay::Own(key) | RelationWay::Target(key) = relation.way {
                self.foreign_key(&key());
            }
        }
    }

    fn foreign_key(&mut self, declared: &ConstraintMeta) {
        let (table, referred) = declared.tables();
        let catalog = self.catalog;
        let found = catalog.relation(table.schema.unwrap_or(self.schema), table.name);
        let columns = declared.columns();
        let there = found.is_some_and(|found| {
            found.foreign_keys.iter().any(|key| {
                key.table == referred.name
                    && key.columns.len() == columns.len()
                    && key.columns.iter().all(|name| columns.contains(&name.as_str()))
            })
        });
        if there || found.is_some_and(|found| found.kind.is_view()) {
            return;
        }
        let sql = format!(
            "alter table {} add constraint {} foreign key ({}) references {} ({})",
            self.name_of(table),
            quoted(&declared.name()),
            list(columns.iter().copied()),
            self.name_of(referred),
            list(declared.key())
        );
        self.foreign_keys.push(if found.is_some() {
            Statement::risky(sql, "it fails where rows point to none")
        } else {
            Statement::safe(sql)
        });
    }
}

/// `constraint "name" `, where the struct says it.
fn constraint(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("constraint {} ", quoted(name)))
}
