//! Calls of functions.

use super::names::{Taken, alone, camel, is_usable, literal, of_table, raw, snake};
use super::plan::{Plan, PlannedTable};
use super::types::{EnumNames, rust_type};
use super::{GenerateOptions, doc_or, inline};
use crate::admin::catalog::{Catalog, Function, FunctionArgument, TypeKind};

/// A call.
pub(super) struct PlannedFunction<'a> {
    pub(super) found: &'a Function,
    pub(super) name: String,
    /// `SetOf<Todo>`
    returns: String,
    /// The struct of its rows, where they are no table's.
    row: Option<(String, Vec<Field>)>,
    arguments: Vec<Field>,
}

/// A field of a call or a row.
struct Field {
    name: String,
    attribute: Option<String>,
    ty: String,
}

/// The calls, and why others are left out.
pub(super) fn plan<'a>(
    catalog: &'a Catalog,
    options: &GenerateOptions,
    tables: &[PlannedTable<'_>],
    enums: &EnumNames,
    names: &mut Taken,
) -> (Vec<PlannedFunction<'a>>, Vec<String>) {
    let (mut functions, mut without) = (Vec::new(), Vec::new());
    let taken: Vec<&Function> = catalog
        .functions
        .iter()
        .filter(|function| options.schemas.contains(&function.schema) && !is_never_called(function))
        .collect();
    for function in &taken {
        let twin = |other: &&&Function| {
            (&other.schema, &other.name) == (&function.schema, &function.name)
                && !std::ptr::eq(**other, *function)
                && argument_names(other) == argument_names(function)
        };
        let planned = if taken.iter().any(|other| twin(&other)) {
            Err(
                "another one takes arguments of the same names, and PostgREST cannot tell them apart"
                    .to_owned(),
            )
        } else {
            one(function, tables, enums, names)
        };
        match planned {
            Ok(planned) => functions.push(planned),
            Err(reason) => without.push(format!("the function `{}`: {reason}", signature(function))),
        }
    }
    (functions, without)
}

/// Triggers, and functions of a row, which are computed columns.
fn is_never_called(function: &Function) -> bool {
    let of_a_row = match function.arguments.as_slice() {
        [only] => only.data_type.kind == TypeKind::Composite,
        _ => false,
    };
    of_a_row || matches!(function.returns.name.as_str(), "trigger" | "event_trigger")
}

fn argument_names(function: &Function) -> Vec<&str> {
    let mut names: Vec<&str> = function
        .arguments
        .iter()
        .map(|argument| argument.name.as_str())
        .collect();
    names.sort_unstable();
    names
}

fn signature(function: &Function) -> String {
    let types: Vec<String> = function
        .arguments
        .iter()
        .map(|argument| argument.data_type.short())
        .collect();
    format!("{}({})", function.name, types.join(", "))
}

fn one<'a>(
    function: &'a Function,
    tables: &[PlannedTable<'_>],
    enums: &EnumNames,
    names: &mut Taken,
) -> Result<PlannedFunction<'a>, String> {
    if !is_usable(&function.name) {
        return Err("it has no name that the derives take".to_owned());
    }
    let arguments = arguments(function, enums)?;
    let title = camel(&function.name, "Call");
    let (returns, row) = returns(function, tables, enums)?;
    let name = names.choose(&title, "Call", alone);
    let (returns, row) = match row {
        None => (returns, None),
        Some(fields) => {
            let row = names.choose(&format!("{title}Row"), "", of_table);
            (returns.replace("{row}", &row), Some((row, fields)))
        }
    };
    Ok(PlannedFunction {
        found: function,
        name,
        returns,
        row,
        arguments,
    })
}

fn arguments(function: &Function, enums: &EnumNames) -> Result<Vec<Field>, String> {
    if let [only] = function.arguments.as_slice()
        && only.name.is_empty()
    {
        return match only.data_type.name.as_str() {
            "json" | "jsonb" if !only.data_type.array => Ok(vec![Field {
                name: "body".to_owned(),
                attribute: Some("unnamed".to_owned()),
                ty: "Json<serde_json::Value>".to_owned(),
            }]),
            _ => Err("its argument has no name".to_owned()),
        };
    }
    let mut taken = Taken::default();
    let field = |argument: &FunctionArgument| {
        if argument.name.is_empty() {
            return Err("its arguments have no names".to_owned());
        }
        if !is_usable(&argument.name) {
            return Err("the derives take no such argument's name".to_owned());
        }
        let ty = rust_type(&argument.data_type, enums)?;
        let name = taken.field(&snake(&argument.name, "argument"));
        let mut items: Vec<String> = Vec::new();
        if argument.default {
            items.push("default".to_owned());
        }
        if argument.variadic {
            items.push("variadic".to_owned());
        }
        if name != argument.name || !name.is_ascii() {
            items.push(format!("name = {}", literal(&argument.name)));
        }
        Ok(Field {
            name,
            attribute: (!items.is_empty()).then(|| items.join(", ")),
            ty: if argument.default {
                format!("Option<{}>", ty.code)
            } else {
                ty.code
            },
        })
    };
    function.arguments.iter().map(field).collect()
}

/// What it returns, with `{row}` for a struct of its own.
fn returns(
    function: &Function,
    tables: &[PlannedTable<'_>],
    enums: &EnumNames,
) -> Result<(String, Option<Vec<Field>>), String> {
    let found = &function.returns;
    let rows = |row: &str| {
        if function.set {
            format!("SetOf<{row}>")
        } else {
            format!("One<{row}>")
        }
    };
    if !function.outputs.is_empty() {
        return Ok((rows("{row}"), Some(outputs(function, enums)?)));
    }
    if found.name == "void" {
        return Ok(("Void".to_owned(), None));
    }
    if found.kind == TypeKind::Composite && !found.array {
        let table = tables
            .iter()
            .find(|table| (&table.found.schema, &table.found.name) == (&found.schema, &found.name));
        return match table {
            Some(table) => Ok((rows(&table.name), None)),
            None => Err(format!("it returns `{}`, which is no struct here", found.short())),
        };
    }
    let ty = rust_type(found, enums)?.code;
    // PostgreSQL does not say whether the value can be NULL.
    Ok(if function.set {
        (format!("SetOfScalar<Option<{ty}>>"), None)
    } else {
        (format!("Scalar<Option<{ty}>>"), None)
    })
}

/// The columns of the rows that a function makes itself.
fn outputs(function: &Function, enums: &EnumNames) -> Result<Vec<Field>, String> {
    let mut taken = Taken::default();
    let field = |output: &FunctionArgument| {
        if !is_usable(&output.name) {
            return Err("the derives take no such column's name".to_owned());
        }
        let ty = rust_type(&output.data_type, enums)?;
        let name = taken.field(&snake(&output.name, "column"));
        let mut items: Vec<String> = Vec::new();
        if name != output.name || !name.is_ascii() {
            items.push(format!("name = {}", literal(&output.name)));
        }
        items.extend(ty.sql_item());
        Ok(Field {
            name,
            attribute: (!items.is_empty()).then(|| items.join(", ")),
            ty: format!("Option<{}>", ty.code),
        })
    };
    function.outputs.iter().map(field).collect()
}

/// Every call, then what is left out.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) {
    for function in &plan.functions {
        let found = function.found;
        if let Some((row, fields)) = &function.row {
            out.push_str(&format!(
                "\n/// A row of what `{0}` returns.\n#[derive(Table, Debug, Clone)]\n#[table(name = {1}, view)]\npub struct \
                 {row} {{\n",
                inline(&found.name),
                literal(&found.name)
            ));
            write_fields(fields, "column", out);
            out.push_str("}\n");
        }
        out.push('\n');
        let otherwise = format!("The function `{}`.", inline(&signature(found)));
        doc_or(found.comment.as_deref(), &otherwise, out);
        let mut items = vec![
            format!("name = {}", literal(&found.name)),
            format!("returns = {}", function.returns),
        ];
        items.extend(plan.schema_item(&found.schema));
        if found.is_stable() {
            items.push("stable".to_owned());
        }
        out.push_str(&format!(
            "#[derive(Rpc, Debug, Clone)]\n#[rpc({})]\n",
            items.join(", ")
        ));
        if function.arguments.is_empty() {
            out.push_str(&format!("pub struct {};\n", function.name));
        } else {
            out.push_str(&format!("pub struct {} {{\n", function.name));
            write_fields(&function.arguments, "arg", out);
            out.push_str("}\n");
        }
    }
    for reason in &plan.without {
        out.push_str(&format!("\n// Left out: {}.\n", inline(reason)));
    }
}

fn write_fields(fields: &[Field], attribute: &str, out: &mut String) {
    for field in fields {
        if let Some(items) = &field.attribute {
            out.push_str(&format!("    #[{attribute}({items})]\n"));
        }
        out.push_str(&format!("    pub {}: {},\n", raw(&field.name), field.ty));
    }
}
