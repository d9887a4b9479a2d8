//! Primary keys and unique constraints.

use super::{Comparison, DifferenceKind as Kind};
use crate::admin::catalog::{Key, Relation};
use crate::schema::{ConstraintMeta, RelationKind, TableMeta};

impl Comparison<'_> {
    pub(super) fn keys(&mut self, title: &str, meta: &'static TableMeta, found: &Relation) {
        // A view has no constraints; what the struct calls its key is the struct's word.
        if found.kind.is_view() || meta.kind == RelationKind::View {
            return;
        }
        self.primary_key(title, meta, found);
        for unique in meta.uniques {
            let subject = fields(title, meta, unique.columns);
            let same: Vec<&Key> = found
                .uniques
                .iter()
                .chain(&found.primary_key)
                .filter(|key| same_columns(unique.columns, &key.columns))
                .collect();
            let mut declared = ConstraintMeta::unique(meta, unique.columns);
            if let Some(name) = unique.name {
                declared = declared.named(name);
            }
            if same.is_empty() {
                let message = format!(
                    "`{}` has no unique constraint over `{}`: add it there, or remove it from the struct",
                    found.name,
                    unique.columns.join("`, `")
                );
                self.differs(Kind::UniqueKey, subject, message);
            } else if let Some(first) = same.first()
                && !same.iter().any(|key| declared.is_called(&key.name))
            {
                let names: Vec<&str> = unique
                    .columns
                    .iter()
                    .filter_map(|name| meta.column(name))
                    .map(|column| column.field)
                    .collect();
                let message = format!(
                    "the constraint's name is `{0}` and not `{1}`: write `#[table(unique({2}, constraint = \"{0}\"))]`",
                    first.name,
                    declared.name(),
                    names.join(", ")
                );
                self.differs(Kind::NameOfConstraint, subject, message);
            }
        }
        for key in &found.uniques {
            let known = key.columns.iter().all(|name| meta.column(name).is_some());
            let declared = meta
                .uniques
                .iter()
                .any(|unique| same_columns(unique.columns, &key.columns))
                || same_columns(meta.primary_key, &key.columns);
            if known && !declared {
                let message = format!(
                    "`{}` is unique over `{}`, which could be a conflict target: `#[table(unique(..))]`",
                    key.name,
                    key.columns.join("`, `")
                );
                self.note(Kind::UniqueKey, title, message);
            }
        }
    }

    fn primary_key(&mut self, title: &str, meta: &'static TableMeta, found: &Relation) {
        let Some(key) = &found.primary_key else {
            if !meta.primary_key.is_empty() {
                let subject = fields(title, meta, meta.primary_key);
                let message = format!(
                    "`{}` has no primary key: add one there, or remove `pk`",
                    found.name
                );
                self.differs(Kind::PrimaryKey, subject, message);
            }
            return;
        };
        if !same_columns(meta.primary_key, &key.columns) {
            let message = format!(
                "the primary key of `{}` is `{}`: mark these fields, and no others, `#[column(pk)]`",
                found.name,
                key.columns.join("`, `")
            );
            let narrow =
                meta.primary_key.is_empty() && key.columns.iter().any(|name| meta.column(name).is_none());
            if narrow {
                self.note(Kind::PrimaryKey, title, message);
            } else {
                self.differs(Kind::PrimaryKey, title, message);
            }
            return;
        }
        let mut declared = ConstraintMeta::primary_key(meta);
        if let Some(name) = meta.primary_key_name {
            declared = declared.named(name);
        }
        if !declared.is_called(&key.name) {
            let message = format!(
                "the primary key's name is `{0}` and not `{1}`: write `#[table(primary_key = \"{0}\")]`",
                key.name,
                declared.name()
            );
            self.differs(Kind::NameOfConstraint, title, message);
        }
    }
}

/// `Todo.slug`, or `Todo.(owner_id, title)`.
fn fields(title: &str, meta: &TableMeta, columns: &[&str]) -> String {
    let names: Vec<&str> = columns
        .iter()
        .map(|name| meta.column(name).map_or(*name, |column| column.field))
        .collect();
    match names.as_slice() {
        [only] => format!("{title}.{only}"),
        several => format!("{title}.({})", several.join(", ")),
    }
}

/// Whether both name the same columns, in whatever order.
pub(super) fn same_columns(left: &[&str], right: &[String]) -> bool {
    left.len() == right.len() && right.iter().all(|name| left.contains(&name.as_str()))
}
