//! Structs of tables and views.

use super::names::literal;
use super::plan::{Plan, PlannedField, PlannedTable};
use super::{doc, doc_or, inline};
use crate::admin::catalog::{Identity, Key, RelationKind};
use crate::schema::{is_usual_primary_key, is_usual_unique};

/// Every struct.
pub(super) fn write(plan: &Plan<'_>, out: &mut String) {
    for table in &plan.tables {
        out.push('\n');
        write_table(plan, table, out);
    }
}

fn write_table(plan: &Plan<'_>, table: &PlannedTable<'_>, out: &mut String) {
    let found = table.found;
    let what = if found.kind.is_view() { "view" } else { "table" };
    let place = (inline(&found.schema), inline(&found.name));
    let otherwise = format!("A row of the {what} `{}.{}`.", place.0, place.1);
    doc_or(found.comment.as_deref(), &otherwise, out);
    for reason in &table.without {
        out.push_str(&format!("// Left out: {}.\n", inline(reason)));
    }
    out.push_str("#[derive(Table, Debug, Clone)]\n");
    let mut items = vec![format!("name = {}", literal(&found.name))];
    items.extend(plan.schema_item(&found.schema));
    match found.kind {
        RelationKind::View | RelationKind::MaterializedView => items.push("view".to_owned()),
        _ => {}
    }
    out.push_str(&format!("#[table({})]\n", items.join(", ")));
    let uniques = Uniques::of(table);
    for item in &uniques.items {
        out.push_str(&format!("#[table({item})]\n"));
    }
    for relation in &table.relations {
        out.push_str(&format!("#[relation({})]\n", relation.text));
    }
    out.push_str(&format!("pub struct {} {{\n", table.name));
    for field in &table.fields {
        write_field(table, field, uniques.alone.contains(&field.name), out);
    }
    out.push_str("}\n");
}

fn write_field(table: &PlannedTable<'_>, field: &PlannedField<'_>, unique: bool, out: &mut String) {
    let found = field.found;
    doc(found.comment.as_deref(), "    ", out);
    if let Some(note) = &field.ty.note {
        out.push_str(&format!("    // {}\n", inline(note)));
    }
    let mut items: Vec<String> = Vec::new();
    if !table.found.kind.is_view() {
        if table.key().is_some_and(|key| key.contains(&found.name.as_str())) {
            items.push("pk".to_owned());
        }
        if unique {
            items.push("unique".to_owned());
        }
        match (found.identity, &found.generated, &found.default) {
            (Some(Identity::Always), ..) => items.push("identity = always".to_owned()),
            (Some(Identity::ByDefault), ..) => items.push("identity = by_default".to_owned()),
            (None, Some(_), _) => items.push("generated".to_owned()),
            (None, None, Some(_)) => items.push("default".to_owned()),
            (None, None, None) => {}
        }
    }
    if field.name != found.name || !found.name.is_ascii() {
        items.push(format!("name = {}", literal(&found.name)));
    }
    items.extend(field.ty.sql_item());
    if !items.is_empty() {
        out.push_str(&format!("    #[column({})]\n", items.join(", ")));
    }
    let ty = if found.not_null {
        field.ty.code.clone()
    } else {
        format!("Option<{}>", field.ty.code)
    };
    out.push_str(&format!("    pub {}: {ty},\n", field.ident()));
}

/// What the attributes say of keys.
struct Uniques {
    /// The fields that are unique by themselves.
    alone: Vec<String>,
    /// `primary_key = ".."` and `unique(..)`.
    items: Vec<String>,
}

impl Uniques {
    fn of(table: &PlannedTable<'_>) -> Self {
        let mut uniques = Self {
            alone: Vec::new(),
            items: Vec::new(),
        };
        let found = table.found;
        if found.kind.is_view() {
            return uniques;
        }
        if let (Some(key), Some(_)) = (&found.primary_key, table.key())
            && !is_usual_primary_key(&key.name, &found.name)
        {
            uniques
                .items
                .push(format!("primary_key = {}", literal(&key.name)));
        }
        // Each conflict target has its fields' names for a name.
        let mut handles: Vec<String> = vec!["primary_key".to_owned()];
        let mut seen: Vec<Vec<&str>> = Vec::new();
        for key in constraints_first(&found.uniques) {
            let mut columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
            let fields: Option<Vec<&PlannedField<'_>>> =
                columns.iter().map(|column| table.field(column)).collect();
            let Some(fields) = fields else { continue };
            let usual = is_usual_unique(&key.name, &found.name, &columns);
            columns.sort_unstable();
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let handle = names.join("_");
            if seen.contains(&columns) || handles.contains(&handle) {
                continue;
            }
            seen.push(columns);
            handles.push(handle);
            let [only] = names.as_slice() else {
                let idents: Vec<String> = fields.iter().map(|field| field.ident()).collect();
                uniques.items.push(unique(&idents, key, usual));
                continue;
            };
            if usual {
                uniques.alone.push((*only).to_owned());
            } else if let Some(field) = fields.first() {
                uniques.items.push(unique(&[field.ident()], key, usual));
            }
        }
        uniques
    }
}

/// A constraint is what an upsert names; an index over the same columns adds nothing.
fn constraints_first(keys: &[Key]) -> impl Iterator<Item = &Key> {
    let constraints = keys.iter().filter(|key| key.constraint);
    constraints.chain(keys.iter().filter(|key| !key.constraint))
}

fn unique(fields: &[String], key: &Key, usual: bool) -> String {
    if usual {
        format!("unique({})", fields.join(", "))
    } else {
        format!(
            "unique({}, constraint = {})",
            fields.join(", "),
            literal(&key.name)
        )
    }
}
