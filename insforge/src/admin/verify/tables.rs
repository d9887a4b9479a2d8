//! Tables and views.

use super::{Comparison, DifferenceKind};
use crate::schema::{RelationKind, TableMeta};

impl Comparison<'_> {
    pub(super) fn table(&mut self, title: &str, meta: &'static TableMeta) {
        let schema = meta.schema.unwrap_or(self.schema);
        if !self.schema_is_served(title, schema) {
            return;
        }
        let catalog = self.catalog;
        let Some(found) = catalog.relation(schema, meta.name) else {
            let message = format!(
                "there is no table or view `{schema}.{}`: create it, or correct `#[table(name = \"..\")]`{}",
                meta.name,
                self.other_schema(meta.name)
            );
            self.differs(DifferenceKind::MissingTable, title, message);
            return;
        };
        match (meta.kind, found.kind.is_view()) {
            (RelationKind::View, false) => {
                let message = format!("`{schema}.{}` is a table: remove `view`", meta.name);
                self.differs(DifferenceKind::TableKind, title, message);
            }
            (RelationKind::Table, true) => {
                let message = format!(
                    "`{schema}.{}` is a view: write `#[table(name = \"{0}\", view)]`",
                    meta.name
                );
                self.differs(DifferenceKind::TableKind, title, message);
            }
            _ => {}
        }
        self.columns(title, meta, found);
        self.keys(title, meta, found);
        self.relations(title, meta, found);
    }

    /// Where a table of this name is, if it is not where the struct says.
    fn other_schema(&self, name: &str) -> String {
        let elsewhere = self
            .catalog
            .relations
            .iter()
            .find(|relation| relation.name == name && self.catalog.is_exposed(&relation.schema));
        elsewhere.map_or_else(String::new, |relation| {
            format!(
                " (there is one in the schema `{0}`: `schema = \"{0}\"`)",
                relation.schema
            )
        })
    }
}
