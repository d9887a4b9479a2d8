//! Functions: their arguments and what they return.

use super::columns::said;
use super::types::fits;
use super::{Comparison, DifferenceKind as Kind};
use crate::admin::catalog::{Catalog, DataType, Function, Relation, TypeKind};
use crate::query::rpc::{ReturnsMeta, RpcMeta};
use crate::schema::{ColumnMeta, TableMeta};

impl Comparison<'_> {
    pub(super) fn function(
        &mut self,
        title: &str,
        meta: &RpcMeta,
        arguments: &[ColumnMeta],
        returns: ReturnsMeta,
    ) {
        let schema = meta.schema.unwrap_or(self.schema);
        if !self.schema_is_served(title, schema) {
            return;
        }
        let catalog = self.catalog;
        let found: Vec<&Function> = catalog.functions(schema, meta.name).collect();
        // PostgREST chooses among functions of one name by the names of the arguments.
        let best = found
            .iter()
            .find(|function| names_fit(meta, function) && types_differ(arguments, function).is_none())
            .or_else(|| found.iter().find(|function| names_fit(meta, function)))
            .or(found.first());
        let Some(function) = best else {
            let message = format!(
                "there is no function `{schema}.{}`: create it, or correct `#[rpc(name = \"..\")]`",
                meta.name
            );
            self.differs(Kind::MissingFunction, title, message);
            return;
        };
        self.arguments(title, meta, arguments, function);
        if !returns_fit(catalog, &returns, function) {
            let message = format!(
                "the function returns {}: write `returns = {}`",
                described(function),
                written(function)
            );
            self.differs(Kind::ReturnType, title, message);
        }
        if meta.stable && !function.is_stable() {
            let message =
                "the function is VOLATILE, so it may write: remove `stable`, or declare it STABLE there";
            self.differs(Kind::Volatility, title, message);
        }
    }

    fn arguments(&mut self, title: &str, meta: &RpcMeta, arguments: &[ColumnMeta], found: &Function) {
        if takes_whole_body(meta, found) {
            return;
        }
        for argument in &found.arguments {
            if !argument.default && !meta.arguments.contains(&argument.name.as_str()) {
                let message = format!(
                    "the function takes `{}`, `{}`, and has no default for it: add the field",
                    argument.name, argument.data_type
                );
                self.differs(Kind::Arguments, format!("{title}.{}", argument.name), message);
            }
        }
        for name in meta.arguments {
            if !found.arguments.iter().any(|argument| argument.name == *name) {
                let message =
                    format!("the function has no argument `{name}`: remove the field, or name another");
                self.differs(Kind::Arguments, format!("{title}.{name}"), message);
            }
        }
        if let Some((argument, found)) = types_differ(arguments, found) {
            let message = format!(
                "the argument is `{found}`, the field says `{}`: change the field's type",
                said(argument)
            );
            self.differs(Kind::Arguments, format!("{title}.{}", argument.name), message);
        }
    }
}

fn names_fit(meta: &RpcMeta, function: &Function) -> bool {
    takes_whole_body(meta, function)
        || (meta
            .arguments
            .iter()
            .all(|name| function.arguments.iter().any(|argument| argument.name == *name))
            && function
                .arguments
                .iter()
                .all(|argument| argument.default || meta.arguments.contains(&argument.name.as_str())))
}

/// The one argument without a name is no name in the metadata.
fn takes_whole_body(meta: &RpcMeta, function: &Function) -> bool {
    match function.arguments.as_slice() {
        [only] => {
            meta.arguments.is_empty()
                && only.name.is_empty()
                && matches!(only.data_type.name.as_str(), "json" | "jsonb")
        }
        _ => false,
    }
}

/// The first argument of another type. Text is taken for every type that is written as text.
fn types_differ<'a>(
    arguments: &'a [ColumnMeta],
    function: &'a Function,
) -> Option<(&'a ColumnMeta, &'a DataType)> {
    arguments.iter().find_map(|meta| {
        let found = function
            .arguments
            .iter()
            .find(|argument| argument.name == meta.name)?;
        let fine = fits(meta, &found.data_type)
            || is_text(meta, &found.data_type)
            || is_document(meta, &found.data_type);
        (!fine).then_some((meta, &found.data_type))
    })
}

fn is_text(meta: &ColumnMeta, found: &DataType) -> bool {
    let element = meta.sql.trim_end_matches("[]");
    let bare = |name: &str| {
        matches!(
            name,
            "bool" | "int2" | "int4" | "int8" | "float4" | "float8" | "numeric" | "json" | "jsonb"
        )
    };
    element == "text" && meta.is_array == found.array && !bare(&found.underlying().name)
}

fn is_document(meta: &ColumnMeta, found: &DataType) -> bool {
    meta.sql == "jsonb" && found.name == "json" && !found.array
}

fn returns_fit(catalog: &Catalog, returns: &ReturnsMeta, function: &Function) -> bool {
    let found = &function.returns;
    match returns {
        ReturnsMeta::Void => found.name == "void",
        ReturnsMeta::SetOf(table) => function.set && row_fits(catalog, table, function),
        ReturnsMeta::One(table) => !function.set && row_fits(catalog, table, function),
        ReturnsMeta::Values(meta) => function.set && value_fits(meta, function),
        ReturnsMeta::Scalar(meta) => !function.set && value_fits(meta, function),
    }
}

/// Every column of the struct is one of the rows'.
fn row_fits(catalog: &Catalog, table: &TableMeta, function: &Function) -> bool {
    let found = &function.returns;
    if function.outputs.is_empty() {
        let row = found.kind == TypeKind::Composite || found.name == "record";
        // Types made by `CREATE TYPE .. AS (..)` are not in the catalogue's list.
        let known = catalog.relation(&found.schema, &found.name);
        let holds = |relation: &Relation| {
            let mut stored = table.columns.iter().filter(|column| !column.computed);
            stored.all(|column| {
                let other = relation.column(column.name);
                other.is_some_and(|other| fits(column, &other.data_type))
            })
        };
        return row && known.is_none_or(holds);
    }
    table.columns.iter().all(|column| {
        function
            .outputs
            .iter()
            .any(|output| output.name == column.name && fits(column, &output.data_type))
    })
}

fn value_fits(meta: &ColumnMeta, function: &Function) -> bool {
    let found = &function.returns;
    !matches!(found.kind, TypeKind::Composite | TypeKind::Pseudo)
        && (fits(meta, found) || is_text(meta, found) || is_document(meta, found))
}

fn described(function: &Function) -> String {
    let set = if function.set { "any number of " } else { "" };
    if function.outputs.is_empty() {
        return format!("{set}`{}`", function.returns);
    }
    let columns: Vec<String> = function
        .outputs
        .iter()
        .map(|output| format!("{} {}", output.name, output.data_type))
        .collect();
    format!("{set}`({})`", columns.join(", "))
}

fn written(function: &Function) -> &'static str {
    let row = !function.outputs.is_empty()
        || function.returns.kind == TypeKind::Composite
        || function.returns.name == "record";
    match (function.returns.name.as_str(), function.set, row) {
        ("void", ..) => "Void",
        (_, true, true) => "SetOf<..>",
        (_, false, true) => "One<..>",
        (_, true, false) => "SetOfScalar<..>",
        (_, false, false) => "Scalar<..>",
    }
}
