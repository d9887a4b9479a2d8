//! From the JSON of the catalogue's query to a [`Catalog`].

mod rows;

use std::collections::HashMap;

use self::rows::{Answer, ColumnRow, ForeignKeyRow, FunctionRow, RelationRow, TriggerRow, TypeRow};
use super::{
    Catalog, Column, DataType, Domain, EnumType, ForeignKey, Function, FunctionArgument, Identity, Key,
    Relation, RelationKind, Schema, Trigger, TypeKind, Volatility,
};
use crate::error::{Error, Result};

/// Reads the query's text.
pub(super) fn parse(text: &str) -> Result<Catalog> {
    let mut json = serde_json::Deserializer::from_str(text);
    let answer: Answer = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Error::decode("the catalogue has another shape").with_source(error))?;
    Ok(answer.into_catalog())
}

impl Answer {
    fn into_catalog(self) -> Catalog {
        let types = Types::of(&self.types);
        let served: Option<Vec<&str>> = self
            .exposed
            .as_deref()
            .map(|list| list.split(',').map(str::trim).collect());
        let schemas = self.schemas.iter().map(|schema| Schema {
            name: schema.name.clone(),
            // InsForge serves every schema that is not its own where no setting says it.
            exposed: match &served {
                Some(served) => served.contains(&schema.name.as_str()),
                None => !schema.internal,
            },
        });
        let schemas = schemas.collect();
        let in_schemas = |name: &str| self.schemas.iter().any(|schema| schema.name == name);
        let enums = self
            .types
            .iter()
            .filter(|row| row.kind == "e")
            .map(|row| EnumType {
                schema: row.schema.clone(),
                name: row.name.clone(),
                labels: row.labels.clone().unwrap_or_default(),
            });
        let domains = self
            .types
            .iter()
            .filter(|row| in_schemas(&row.schema))
            .filter_map(|row| {
                Some(Domain {
                    schema: row.schema.clone(),
                    name: row.name.clone(),
                    base: types.read(row.base?, row.base_spelled.as_deref()?),
                    not_null: row.not_null,
                    default: row.default.clone(),
                })
            });
        let (enums, domains) = (enums.collect(), domains.collect());
        let relations = self.relations.into_iter().map(|row| row.read(&types)).collect();
        let functions = self.functions.into_iter().map(|row| row.read(&types)).collect();
        Catalog {
            schemas,
            relations,
            enums,
            domains,
            functions,
        }
    }
}

/// The types by their numbers.
struct Types<'a>(HashMap<u32, (&'a TypeRow, bool)>);

impl<'a> Types<'a> {
    fn of(rows: &'a [TypeRow]) -> Self {
        let both = rows
            .iter()
            .flat_map(|row| [(row.oid, (row, false)), (row.array, (row, true))]);
        Self(both.filter(|(oid, _)| *oid != 0).collect())
    }

    /// The type of this number. Composite types of PostgreSQL's own catalogue are not listed; nothing is known of them.
    fn read(&self, oid: u32, spelled: &str) -> DataType {
        let Some((row, array)) = self.0.get(&oid) else {
            let (schema, name) = spelled.split_once('.').unwrap_or(("pg_catalog", spelled));
            return DataType {
                spelled: spelled.to_owned(),
                schema: schema.to_owned(),
                name: name.trim_end_matches("[]").to_owned(),
                array: spelled.ends_with("[]"),
                kind: TypeKind::Composite,
            };
        };
        let kind = match (row.kind.as_str(), row.base, &row.base_spelled) {
            ("d", Some(base), Some(spelled)) => TypeKind::Domain(Box::new(self.read(base, spelled))),
            ("e", ..) => TypeKind::Enum(row.labels.clone().unwrap_or_default()),
            ("c", ..) => TypeKind::Composite,
            ("r", ..) => TypeKind::Range,
            ("m", ..) => TypeKind::Multirange,
            ("p", ..) => TypeKind::Pseudo,
            _ => TypeKind::Base,
        };
        DataType {
            spelled: spelled.to_owned(),
            schema: row.schema.clone(),
            name: row.name.clone(),
            array: *array,
            kind,
        }
    }

    /// NOT NULL and the default of a domain, through the domains that it is made of.
    fn of_domain(&self, oid: u32) -> (bool, Option<String>) {
        match self.0.get(&oid) {
            Some((row, false)) if row.kind == "d" => {
                let (not_null, default) = row.base.map_or((false, None), |base| self.of_domain(base));
                (row.not_null || not_null, row.default.clone().or(default))
            }
            _ => (false, None),
        }
    }
}

impl RelationRow {
    fn read(self, types: &Types<'_>) -> Relation {
        let view = matches!(self.kind.as_str(), "v" | "m");
        let mut primary_key = None;
        let mut uniques = Vec::new();
        for row in self.keys {
            let key = Key {
                name: row.name,
                columns: row.columns,
                constraint: true,
            };
            if row.primary {
                primary_key = Some(key);
            } else {
                uniques.push(key);
            }
        }
        let indexes = self.indexes.into_iter().map(|row| Key {
            name: row.name,
            columns: row.columns,
            constraint: false,
        });
        uniques.extend(indexes);
        Relation {
            kind: match self.kind.as_str() {
                "v" => RelationKind::View,
                "m" => RelationKind::MaterializedView,
                "f" => RelationKind::ForeignTable,
                _ => RelationKind::Table,
            },
            schema: self.schema,
            name: self.name,
            partition: self.partition,
            comment: self.comment,
            columns: self
                .columns
                .into_iter()
                .map(|row| row.read(types, view))
                .collect(),
            primary_key,
            uniques,
            foreign_keys: self.foreign_keys.into_iter().map(Into::into).collect(),
            triggers: self.triggers.into_iter().map(Into::into).collect(),
            row_security: self.row_security,
            security_invoker: self.security_invoker,
            anon_reads: self.anon_reads,
        }
    }
}

impl ColumnRow {
    fn read(self, types: &Types<'_>, view: bool) -> Column {
        let (not_null, default) = if view {
            (false, None)
        } else {
            types.of_domain(self.oid)
        };
        Column {
            data_type: types.read(self.oid, &self.spelled),
            name: self.name,
            not_null: self.not_null || not_null,
            default: self.default.or(default),
            identity: match self.identity.as_str() {
                "a" => Some(Identity::Always),
                "d" => Some(Identity::ByDefault),
                _ => None,
            },
            generated: self.generated,
            comment: self.comment,
        }
    }
}

impl From<ForeignKeyRow> for ForeignKey {
    fn from(row: ForeignKeyRow) -> Self {
        Self {
            name: row.name,
            columns: row.columns,
            schema: row.schema,
            table: row.table,
            key: row.key,
        }
    }
}

impl From<TriggerRow> for Trigger {
    fn from(row: TriggerRow) -> Self {
        Self {
            name: row.name,
            function: row.function,
            before_insert: row.before_insert,
        }
    }
}

impl FunctionRow {
    fn read(self, types: &Types<'_>) -> Function {
        let first_default = self.inputs.saturating_sub(self.defaults);
        let (mut arguments, mut outputs) = (Vec::new(), Vec::new());
        for row in self.arguments {
            let argument = FunctionArgument {
                name: row.name,
                data_type: types.read(row.oid, &row.spelled),
                default: false,
                variadic: row.mode == "v",
            };
            if matches!(row.mode.as_str(), "o" | "b" | "t") {
                outputs.push(argument.clone());
            }
            if matches!(row.mode.as_str(), "i" | "b" | "v") {
                let default = arguments.len() >= first_default;
                arguments.push(FunctionArgument { default, ..argument });
            }
        }
        Function {
            schema: self.schema,
            name: self.name,
            comment: self.comment,
            arguments,
            outputs,
            returns: types.read(self.returns, &self.returns_spelled),
            set: self.set,
            volatility: match self.volatility.as_str() {
                "i" => Volatility::Immutable,
                "s" => Volatility::Stable,
                _ => Volatility::Volatile,
            },
        }
    }
}
