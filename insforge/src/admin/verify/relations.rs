//! Relations: the foreign keys, junctions and functions that they follow.

use super::columns::takes_row;
use super::{Comparison, DifferenceKind as Kind};
use crate::admin::catalog::{Catalog, ForeignKey, Relation};
use crate::schema::{ConstraintMeta, RelationKind, RelationMeta, RelationWay, TableMeta};

impl Comparison<'_> {
    pub(super) fn relations(&mut self, title: &str, meta: &TableMeta, found: &Relation) {
        let catalog = self.catalog;
        for relation in meta.relations {
            let subject = format!("{title}.{}", relation.name);
            let target = (relation.target)();
            if let RelationWay::Function(name) = relation.way {
                self.by_function(&subject, name, found);
                continue;
            }
            // PostgREST sees through views; the catalogue does not.
            if found.kind.is_view() || is_view(catalog, self.schema, target) {
                continue;
            }
            match relation.way {
                RelationWay::Own(key) => self.foreign_key(&subject, relation, &key()),
                RelationWay::Target(key) => self.foreign_key(&subject, relation, &key()),
                RelationWay::Through(junction) => self.through(&subject, meta, junction(), target),
                RelationWay::Function(_) => {}
            }
        }
    }

    fn foreign_key(&mut self, subject: &str, relation: &RelationMeta, declared: &ConstraintMeta) {
        let (table, referred) = declared.tables();
        let catalog = self.catalog;
        let owner = catalog.relation(table.schema.unwrap_or(self.schema), table.name);
        let Some(owner) = owner else {
            let message = format!("there is no table `{}`, whose foreign key it follows", table.name);
            self.differs(Kind::ForeignKey, subject, message);
            return;
        };
        let same: Vec<&ForeignKey> = owner
            .foreign_keys
            .iter()
            .filter(|key| key.table == referred.name && leads(declared, key))
            .collect();
        let Some(first) = same.first() else {
            let message = format!(
                "`{}` has no foreign key over `{}` to `{}` ({}): add it there, or correct the relation",
                table.name,
                declared.columns().join("`, `"),
                referred.name,
                declared.key().join(", ")
            );
            self.differs(Kind::ForeignKey, subject, message);
            return;
        };
        if !same.iter().any(|key| declared.is_called(&key.name)) {
            let message = format!(
                "the foreign key's name is `{0}` and not `{1}`: write `, constraint = \"{0}\"` in the relation",
                first.name,
                declared.name()
            );
            self.differs(Kind::NameOfConstraint, subject, message);
        }
        if matches!(relation.way, RelationWay::Target(_)) {
            let unique = owner.is_unique(&first.columns);
            let rows = format!("`{}` of `{}`", first.columns.join("`, `"), owner.name);
            match (relation.many, unique) {
                (true, true) => {
                    let message = format!("{rows} is unique, so there is one row at most: write `one`");
                    self.differs(Kind::Cardinality, subject, message);
                }
                (false, false) => {
                    let message = format!("{rows} is not unique, so there can be many rows: write `many`");
                    self.differs(Kind::Cardinality, subject, message);
                }
                _ => {}
            }
        }
    }

    fn through(&mut self, subject: &str, meta: &TableMeta, junction: &TableMeta, target: &TableMeta) {
        let catalog = self.catalog;
        let found = catalog.relation(junction.schema.unwrap_or(self.schema), junction.name);
        let Some(found) = found else {
            let message = format!("there is no table `{}` to go through", junction.name);
            self.differs(Kind::ForeignKey, subject, message);
            return;
        };
        for end in [meta, target] {
            let key = found.foreign_keys.iter().find(|key| key.table == end.name);
            let Some(key) = key else {
                let message = format!(
                    "`{}` has no foreign key to `{}`: a junction has one to each of the two",
                    junction.name, end.name
                );
                self.differs(Kind::ForeignKey, subject, message);
                return;
            };
            let primary = found.primary_key.as_ref();
            let inside = primary
                .is_some_and(|primary| key.columns.iter().all(|column| primary.columns.contains(column)));
            if !inside && !found.kind.is_view() {
                let message = format!(
                    "`{}` of `{}` must be in its primary key: PostgREST takes it for no junction otherwise",
                    key.columns.join("`, `"),
                    junction.name
                );
                self.differs(Kind::ForeignKey, subject, message);
                return;
            }
        }
    }

    fn by_function(&mut self, subject: &str, name: &str, found: &Relation) {
        let catalog = self.catalog;
        let there = catalog
            .functions
            .iter()
            .any(|function| function.name == name && takes_row(function, found));
        if !there {
            let message = format!(
                "there is no function `{name}({}.{})` to compute the rows",
                found.schema, found.name
            );
            self.differs(Kind::MissingFunction, subject, message);
        }
    }
}

fn is_view(catalog: &Catalog, schema: &str, meta: &TableMeta) -> bool {
    meta.kind == RelationKind::View
        || catalog
            .relation(meta.schema.unwrap_or(schema), meta.name)
            .is_some_and(|relation| relation.kind.is_view())
}

/// Whether the foreign key pairs the same columns, in whatever order.
fn leads(declared: &ConstraintMeta, key: &ForeignKey) -> bool {
    let (columns, referred) = (declared.columns(), declared.key());
    let pairs = || key.columns.iter().zip(&key.key);
    // The order of a key that the struct does not name is that of its fields, which need not be the constraint's.
    let named = declared.names_key() || columns.len() == 1;
    columns.len() == key.columns.len()
        && columns
            .iter()
            .zip(&referred)
            .all(|(column, to)| pairs().any(|(own, other)| own == column && (!named || other == to)))
        && referred.iter().all(|to| key.key.iter().any(|other| other == to))
}
