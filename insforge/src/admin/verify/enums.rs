//! Enums and their values.

use super::{Comparison, DifferenceKind as Kind};
use crate::schema::EnumMeta;

impl Comparison<'_> {
    pub(super) fn an_enum(&mut self, meta: &EnumMeta) {
        let Some(name) = meta.name else {
            let message = "the enum does not say which type it is: write `#[pg_enum(name = \"..\")]`, or leave it out \
                           if it is the values of a text column";
            self.differs(Kind::MissingEnum, meta.title, message);
            return;
        };
        let catalog = self.catalog;
        let (schema, name) = match name.split_once('.') {
            Some((schema, name)) => (Some(schema), name),
            None => (None, name),
        };
        let there = |schema: &str| catalog.enum_type(schema, name);
        let found = match schema {
            Some(schema) => there(schema),
            None => there(self.schema).or_else(|| catalog.enums.iter().find(|item| item.name == name)),
        };
        match found {
            Some(found) => self.labels(meta, &found.labels, &found.name),
            None => {
                let message = format!("there is no enum type `{name}`: create it, or correct the name");
                self.differs(Kind::MissingEnum, meta.title, message);
            }
        }
    }

    /// The values of an enum. It may be that of several columns, and differs once.
    pub(super) fn labels(&mut self, meta: &EnumMeta, labels: &[String], name: &str) {
        let seen = |difference: &super::Difference| {
            difference.kind == Kind::EnumLabels && difference.subject == meta.title
        };
        if self.report.differences.iter().any(seen) {
            return;
        }
        for label in labels {
            if !meta.labels.contains(&label.as_str()) {
                let read = if meta.closed {
                    "reading it is an error"
                } else {
                    "it is read as unknown"
                };
                let message = format!("the type `{name}` has the value {label:?}, and {read}: add a variant");
                self.differs(Kind::EnumLabels, meta.title, message);
            }
        }
        for label in meta.labels {
            if !labels.iter().any(|found| found == label) {
                let message = format!(
                    "the type `{name}` has no value {label:?}: remove the variant, correct its `rename`, or add it \
                     there"
                );
                self.differs(Kind::EnumLabels, meta.title, message);
            }
        }
    }
}
