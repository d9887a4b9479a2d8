//! What will be written: names for everything, before any of it is.

use std::collections::{BTreeMap, BTreeSet};

use super::GenerateOptions;
use super::functions::{self, PlannedFunction};
use super::names::{Taken, alone, camel, is_usable, of_table, raw, singular, snake};
use super::relations::{self, PlannedRelation};
use super::types::{EnumNames, RustType, rust_type};
use crate::admin::catalog::{Catalog, Column, DataType, EnumType, Relation, TypeKind};

/// The whole file.
pub(super) struct Plan<'a> {
    pub(super) options: &'a GenerateOptions,
    pub(super) enums: Vec<(&'a EnumType, String)>,
    pub(super) tables: Vec<PlannedTable<'a>>,
    pub(super) functions: Vec<PlannedFunction<'a>>,
    /// Why functions are left out.
    pub(super) without: Vec<String>,
}

/// A struct.
pub(super) struct PlannedTable<'a> {
    pub(super) found: &'a Relation,
    pub(super) name: String,
    pub(super) fields: Vec<PlannedField<'a>>,
    pub(super) relations: Vec<PlannedRelation>,
    /// Why columns and relations are left out.
    pub(super) without: Vec<String>,
}

/// A field.
pub(super) struct PlannedField<'a> {
    pub(super) found: &'a Column,
    /// Without `r#`.
    pub(super) name: String,
    pub(super) ty: RustType,
}

impl<'a> Plan<'a> {
    pub(super) fn of(catalog: &'a Catalog, options: &'a GenerateOptions) -> Self {
        let mut names = Taken::in_module();
        let mut found: Vec<&Relation> = catalog
            .relations
            .iter()
            .filter(|relation| options.takes(relation) && is_usable(&relation.name))
            .collect();
        // The default schema's tables get the plain names.
        found.sort_by_key(|relation| relation.schema != options.default_schema);
        let titles: Vec<String> = found
            .iter()
            .map(|relation| {
                let plural = camel(&relation.name, "Table");
                let one = camel(&singular(&relation.name), "Table");
                // Where the singular is taken, the name as it is may not be.
                let name = if options.singular && (one == plural || names.is_free(&one, of_table)) {
                    one
                } else {
                    plural
                };
                names.choose(&name, "Row", of_table)
            })
            .collect();
        let used = used_enums(catalog, options, &found);
        let mut enum_names = EnumNames::new();
        let mut enums = Vec::new();
        for item in &catalog.enums {
            let key = (item.schema.clone(), item.name.clone());
            let writable = !item.labels.is_empty() && item.labels.iter().all(|label| !label.is_empty());
            if used.contains(&key) && writable && is_usable(&item.name) {
                let name = names.choose(&camel(&item.name, "Enum"), "Enum", alone);
                enum_names.insert(key, name.clone());
                enums.push((item, name));
            }
        }
        let mut tables: Vec<PlannedTable<'a>> = found
            .into_iter()
            .zip(titles)
            .map(|(relation, name)| PlannedTable::of(relation, name, &enum_names))
            // The derives want at least one column.
            .filter(|table| !table.fields.is_empty())
            .collect();
        relations::plan(&mut tables);
        let (functions, without) = if options.functions {
            functions::plan(catalog, options, &tables, &enum_names, &mut names)
        } else {
            (Vec::new(), Vec::new())
        };
        Self {
            options,
            enums,
            tables,
            functions,
            without,
        }
    }

    pub(super) fn has_tables(&self) -> bool {
        !(self.tables.is_empty() && self.enums.is_empty() && self.functions.is_empty())
    }

    /// The types that `verify` can compare.
    pub(super) fn declared(&self) -> Vec<String> {
        let tables = self.tables.iter().map(|table| table.name.clone());
        let enums = self.enums.iter().map(|(_, name)| name.clone());
        let functions = self.functions.iter().map(|function| function.name.clone());
        tables.chain(enums).chain(functions).collect()
    }

    /// `schema = ".."`, where it is not the client's.
    pub(super) fn schema_item(&self, schema: &str) -> Option<String> {
        (schema != self.options.default_schema).then(|| format!("schema = {}", super::names::literal(schema)))
    }
}

impl<'a> PlannedTable<'a> {
    fn of(found: &'a Relation, name: String, enums: &EnumNames) -> Self {
        let mut taken = Taken::default();
        let (mut fields, mut without) = (Vec::new(), Vec::new());
        let unique_alone = |column: &Column| {
            found
                .uniques
                .iter()
                .any(|key| key.columns.len() == 1 && key.columns.contains(&column.name))
        };
        for column in &found.columns {
            let reason = if is_usable(&column.name) {
                rust_type(&column.data_type, enums)
            } else {
                Err("it has no name that the derives take".to_owned())
            };
            match reason {
                Ok(ty) => {
                    let mut wanted = snake(&column.name, "column");
                    // The conflict target of the primary key has this name.
                    if wanted == "primary_key" && unique_alone(column) {
                        wanted.push('_');
                    }
                    fields.push(PlannedField {
                        found: column,
                        name: taken.field(&wanted),
                        ty,
                    });
                }
                Err(reason) => without.push(format!("the column `{}`: {reason}", column.name)),
            }
        }
        Self {
            found,
            name,
            fields,
            relations: Vec::new(),
            without,
        }
    }

    /// The field of a column.
    pub(super) fn field(&self, column: &str) -> Option<&PlannedField<'a>> {
        self.fields.iter().find(|field| field.found.name == column)
    }

    /// The columns of the primary key, where all of them have fields, in the order of the fields.
    pub(super) fn key(&self) -> Option<Vec<&str>> {
        let key = self.found.primary_key.as_ref()?;
        if self.found.kind.is_view() || !key.columns.iter().all(|column| self.field(column).is_some()) {
            return None;
        }
        let fields = self.fields.iter().map(|field| field.found.name.as_str());
        Some(
            fields
                .filter(|name| key.columns.iter().any(|column| column == name))
                .collect(),
        )
    }
}

impl PlannedField<'_> {
    pub(super) fn ident(&self) -> String {
        raw(&self.name)
    }
}

/// The enums that columns and functions have.
fn used_enums(
    catalog: &Catalog,
    options: &GenerateOptions,
    relations: &[&Relation],
) -> BTreeSet<(String, String)> {
    let columns = relations.iter().flat_map(|relation| &relation.columns);
    let columns = columns.map(|column| &column.data_type);
    let functions = catalog
        .functions
        .iter()
        .filter(|function| options.functions && options.schemas.contains(&function.schema))
        .flat_map(|function| {
            let arguments = function.arguments.iter().chain(&function.outputs);
            arguments
                .map(|argument| &argument.data_type)
                .chain([&function.returns])
        });
    let mut used = BTreeMap::new();
    for data in columns.chain(functions) {
        if let Some(found) = enum_of(data) {
            used.insert((found.schema.clone(), found.name.clone()), ());
        }
    }
    used.into_keys().collect()
}

fn enum_of(data: &DataType) -> Option<&DataType> {
    match &data.kind {
        TypeKind::Enum(_) => Some(data),
        TypeKind::Domain(base) => enum_of(base),
        _ => None,
    }
}
