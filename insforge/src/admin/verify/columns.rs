//! Columns, one by one.

use super::types::fits;
use super::{Comparison, DifferenceKind as Kind};
use crate::admin::catalog::{Column, DataType, Identity, Relation, TypeKind};
use crate::schema::{ColumnMeta, Generated, RelationKind, TableMeta};

impl Comparison<'_> {
    pub(super) fn columns(&mut self, title: &str, meta: &TableMeta, found: &Relation) {
        for column in meta.columns {
            let subject = format!("{title}.{}", column.field);
            if column.computed {
                self.computed(&subject, column, found);
                continue;
            }
            match found.column(column.name) {
                Some(other) => self.column(&subject, meta, column, found, other),
                None => self.differs(
                    Kind::MissingColumn,
                    subject,
                    format!(
                        "`{}.{}` has no column `{}`{}: add it there, or remove the field",
                        found.schema,
                        found.name,
                        column.name,
                        nearest(column.name, found)
                    ),
                ),
            }
        }
        for other in &found.columns {
            if meta.column(&other.name).is_none() {
                self.without_field(title, meta, found, other);
            }
        }
    }

    fn column(
        &mut self,
        subject: &str,
        table: &TableMeta,
        meta: &ColumnMeta,
        relation: &Relation,
        found: &Column,
    ) {
        let place = format!("the column `{}.{}`", relation.name, found.name);
        if !fits(meta, &found.data_type) {
            let message = format!(
                "{place} is `{}`, the field says `{}`: {}",
                found.data_type,
                said(meta),
                remedy(&found.data_type)
            );
            self.differs(Kind::ColumnType, subject, message);
        } else if let Some(labels) = found.data_type.labels()
            && let Some(declared) = meta.labels
        {
            self.labels(declared, labels, &found.data_type.name);
        }
        // What shows rows says nothing of how they are written.
        if relation.kind.is_view() || table.kind == RelationKind::View {
            if !meta.nullable && !meta.assert_not_null && !found.not_null {
                let message = format!(
                    "PostgreSQL calls every column of a view nullable, {place} too: write `Option<..>`, or \
                     `#[column(assert_not_null)]` if it never is NULL"
                );
                self.differs(Kind::Nullability, subject, message);
            }
            return;
        }
        match (meta.nullable, found.not_null) {
            (true, true) => {
                let message = format!("{place} is NOT NULL: take the `Option` away");
                self.differs(Kind::Nullability, subject, message);
            }
            (false, false) => {
                let message = format!("{place} can be NULL: write `Option<..>`");
                self.differs(Kind::Nullability, subject, message);
            }
            _ => {}
        }
        self.filling(subject, table, meta, relation, found, &place);
    }

    /// Who fills the column when an insert leaves it out.
    fn filling(
        &mut self,
        subject: &str,
        table: &TableMeta,
        meta: &ColumnMeta,
        relation: &Relation,
        found: &Column,
        place: &str,
    ) {
        if meta.stored != found.generated.is_some() && (meta.stored || is_written(table, meta)) {
            let message = if meta.stored {
                format!("{place} is not GENERATED ALWAYS AS (..): remove `generated`")
            } else {
                format!("{place} is GENERATED ALWAYS AS (..): write `#[column(generated)]`")
            };
            self.differs(Kind::Generated, subject, message);
            return;
        }
        if found.generated.is_some() {
            return;
        }
        if let Some(message) = identity_differs(table, meta, found, place) {
            self.differs(Kind::Identity, subject, message);
            return;
        }
        if let Some(trigger) = meta.filled_by
            && !relation
                .triggers
                .iter()
                .any(|found| found.name == trigger || found.function == trigger)
        {
            let message = format!(
                "`{}` has no trigger `{trigger}` to fill the column: correct `filled_by`, or create the trigger",
                relation.name
            );
            self.differs(Kind::Trigger, subject, message);
        }
        let filled = found.default.is_some() || found.identity.is_some();
        if meta.default && !filled {
            let message = format!("{place} has no DEFAULT: remove `default`, or add one to the column");
            if found.not_null {
                self.differs(Kind::Default, subject, message);
            } else {
                self.note(Kind::Default, subject, message);
            }
        } else if meta.generated == Generated::Never && found.not_null && filled && !table.readonly {
            let message = format!("{place} has a DEFAULT: `#[column(default)]` makes it optional on insert");
            self.note(Kind::Default, subject, message);
        } else if meta.generated == Generated::Always && found.is_required() && !table.readonly {
            let message =
                format!("{place} is required on insert, and the struct never writes it: remove `readonly`");
            if relation.triggers.iter().any(|trigger| trigger.before_insert) {
                self.note(
                    Kind::RequiredColumn,
                    subject,
                    message + " unless a trigger fills it",
                );
            } else {
                self.differs(Kind::RequiredColumn, subject, message);
            }
        }
    }

    /// A column that the struct leaves out.
    fn without_field(&mut self, title: &str, meta: &TableMeta, relation: &Relation, found: &Column) {
        let inserts = meta.kind == RelationKind::Table && !meta.readonly && !relation.kind.is_view();
        let subject = format!("{title}.{}", found.name);
        let place = format!(
            "the column `{}.{}`, `{}`,",
            relation.name, found.name, found.data_type
        );
        if !(inserts && found.is_required()) {
            self.note(
                Kind::UnknownColumn,
                subject,
                format!("{place} has no field in the struct"),
            );
        } else if relation.triggers.iter().any(|trigger| trigger.before_insert) {
            let message =
                format!("{place} has no field, and an insert must name it unless a trigger fills it");
            self.note(Kind::RequiredColumn, subject, message);
        } else {
            let message = format!(
                "{place} has no field, and every insert must name it: add the field, or `readonly` to the table"
            );
            self.differs(Kind::RequiredColumn, subject, message);
        }
    }

    /// A computed field is a function of the row.
    fn computed(&mut self, subject: &str, meta: &ColumnMeta, relation: &Relation) {
        let catalog = self.catalog;
        let function = catalog
            .functions
            .iter()
            .find(|function| function.name == meta.name && takes_row(function, relation));
        match function {
            None => {
                let message = format!(
                    "there is no function `{}({}.{})` to compute it: create it, or remove the field",
                    meta.name, relation.schema, relation.name
                );
                self.differs(Kind::MissingFunction, subject, message);
            }
            Some(function) if !fits(meta, &function.returns) => {
                let message = format!(
                    "the function `{}` returns `{}`, the field says `{}`: {}",
                    meta.name,
                    function.returns,
                    said(meta),
                    remedy(&function.returns)
                );
                self.differs(Kind::ColumnType, subject, message);
            }
            Some(_) => {}
        }
    }
}

/// Whether a function's one argument is a row of the table.
pub(super) fn takes_row(function: &crate::admin::catalog::Function, relation: &Relation) -> bool {
    match function.arguments.as_slice() {
        [only] => {
            only.data_type.kind == TypeKind::Composite
                && only.data_type.schema == relation.schema
                && only.data_type.name == relation.name
        }
        _ => false,
    }
}

fn is_written(table: &TableMeta, meta: &ColumnMeta) -> bool {
    !table.readonly && meta.generated != Generated::Always
}

fn identity_differs(table: &TableMeta, meta: &ColumnMeta, found: &Column, place: &str) -> Option<String> {
    let write = |identity| match identity {
        Identity::Always => "identity = always",
        Identity::ByDefault => "identity = by_default",
    };
    match (meta.identity, found.identity) {
        (Some(_), None) if found.default.is_some() => Some(format!(
            "{place} is no identity but has a DEFAULT: write `#[column(default)]`"
        )),
        (Some(_), None) => Some(format!("{place} is no identity: remove `identity`")),
        (Some(said), Some(found)) if said != found => {
            Some(format!("{place} is another identity: write `{}`", write(found)))
        }
        (None, Some(Identity::Always)) if is_written(table, meta) => Some(format!(
            "{place} is GENERATED ALWAYS AS IDENTITY: write `#[column(identity = always)]`"
        )),
        _ => None,
    }
}

/// The type that a field says, with the enum's name.
pub(super) fn said(meta: &ColumnMeta) -> String {
    let array = if meta.is_array { "[]" } else { "" };
    match meta.labels {
        Some(declared) if meta.sql.starts_with("enum") => {
            format!("{}{array}", declared.name.unwrap_or("enum"))
        }
        _ => meta.sql.to_owned(),
    }
}

fn remedy(found: &DataType) -> String {
    match found.labels() {
        Some(_) => format!(
            "use an enum that derives `PgEnum` with `#[pg_enum(name = \"{}\")]`",
            found.underlying().name
        ),
        None => format!(
            "change the field's type, or write `#[column(sql = \"{}\")]` if it holds such values",
            found.short().replace('"', "\\\"")
        ),
    }
}

/// The column that was probably meant.
fn nearest(name: &str, relation: &Relation) -> String {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let meant = relation
        .columns
        .iter()
        .find(|column| plain(&column.name) == plain(name));
    meant.map_or_else(String::new, |column| {
        format!(" but `{0}` (`#[column(name = \"{0}\")]`)", column.name)
    })
}
