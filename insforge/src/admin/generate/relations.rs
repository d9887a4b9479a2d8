//! Relations from foreign keys.

use super::names::{Taken, literal, raw, singular, snake};
use super::plan::PlannedTable;
use crate::admin::catalog::{ForeignKey, Relation};
use crate::schema::is_usual_foreign_key;

/// A relation, as its attribute will say it.
pub(super) struct PlannedRelation {
    /// `owner: one Profile via owner_id`
    pub(super) text: String,
}

/// A foreign key between two of the structs.
struct Edge {
    from: usize,
    to: usize,
    /// `(shop, number)`, as the struct's fields.
    columns: Vec<String>,
    /// `, constraint = "..", key = ..`
    options: String,
    unique: bool,
    /// Whether all its columns are in the primary key of the table that has it.
    in_key: bool,
    /// The relation's name at the table that has it.
    name: String,
}

/// As many columns as a foreign key can have in the derives.
const MOST_COLUMNS: usize = 8;

/// Gives the tables their relations.
pub(super) fn plan(tables: &mut [PlannedTable<'_>]) {
    let mut edges = edges(tables);
    let mut taken: Vec<Taken> = tables.iter().map(fields).collect();
    let mut relations: Vec<Vec<String>> = tables.iter().map(|_| Vec::new()).collect();
    let titles: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    let title = |index: usize| titles.get(index).map(String::as_str).unwrap_or_default();
    let plural = |index: usize| name_of(tables, index);
    let mut add = |at: usize, wanted: Vec<String>, rest: String| -> String {
        let (Some(taken), Some(list)) = (taken.get_mut(at), relations.get_mut(at)) else {
            return String::new();
        };
        let free = wanted.iter().find(|name| !taken.has(name)).or(wanted.last());
        let name = taken.field(free.map(String::as_str).unwrap_or("related"));
        list.push(format!("{}: {rest}", raw(&name)));
        name
    };
    for edge in &mut edges {
        let target = plural(edge.to).map(|name| singular(&name)).unwrap_or_default();
        let wanted = match edge.columns.as_slice() {
            [only] => vec![stem(only), target.clone(), format!("{}_{target}", stem(only))],
            several => vec![
                target.clone(),
                format!("{target}_by_{}", several.join("_").replace("r#", "")),
            ],
        };
        let rest = format!(
            "one {} via {}{}",
            title(edge.to),
            list(&edge.columns),
            edge.options
        );
        edge.name = add(edge.from, wanted, rest);
    }
    for (index, edge) in edges.iter().enumerate() {
        let Some(plural) = plural(edge.from) else { continue };
        let base = if edge.unique { singular(&plural) } else { plural };
        let several = edges
            .iter()
            .enumerate()
            .any(|(other, twin)| other != index && (twin.from, twin.to) == (edge.from, edge.to));
        let by = format!("{base}_by_{}", edge.name);
        let wanted = if several || edge.from == edge.to {
            vec![by]
        } else {
            vec![base, by]
        };
        let many = if edge.unique { "one" } else { "many" };
        let from = title(edge.from);
        let rest = format!("{many} {from} via {from}.{}{}", list(&edge.columns), edge.options);
        add(edge.to, wanted, rest);
    }
    for (near, far) in junctions(&edges) {
        let (Some(target), Some(junction)) = (plural(far.to), plural(far.from)) else {
            continue;
        };
        let wanted = vec![target.clone(), format!("{target}_through_{junction}")];
        let rest = format!("many {} through {}", title(far.to), title(far.from));
        add(near.to, wanted, rest);
    }
    for (table, list) in tables.iter_mut().zip(relations) {
        table.relations = list.into_iter().map(|text| PlannedRelation { text }).collect();
    }
}

/// The names that a table's fields take.
fn fields(table: &PlannedTable<'_>) -> Taken {
    let mut taken = Taken::default();
    for field in &table.fields {
        taken.field(&field.name);
    }
    taken
}

fn name_of(tables: &[PlannedTable<'_>], index: usize) -> Option<String> {
    tables.get(index).map(|table| snake(&table.found.name, "rows"))
}

/// The foreign keys that can be relations; the others leave a reason at their table.
fn edges(tables: &mut [PlannedTable<'_>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut reasons: Vec<(usize, String)> = Vec::new();
    for (from, table) in tables.iter().enumerate() {
        let mut seen: Vec<&ForeignKey> = Vec::new();
        for key in &table.found.foreign_keys {
            let twin = |other: &&ForeignKey| {
                (&other.columns, &other.schema, &other.table, &other.key)
                    == (&key.columns, &key.schema, &key.table, &key.key)
            };
            if seen.iter().any(twin) {
                continue;
            }
            seen.push(key);
            // A relation stays in one schema, and its target is one of the structs.
            let target = tables
                .iter()
                .position(|other| is_target(table.found, other.found, key));
            let Some(to) = target else { continue };
            match tables.get(to).map(|other| edge(table, other, key)) {
                Some(Ok(edge)) => edges.push(Edge { from, to, ..edge }),
                Some(Err(reason)) => reasons.push((from, format!("a relation by `{}`: {reason}", key.name))),
                None => {}
            }
        }
    }
    for (from, reason) in reasons {
        if let Some(table) = tables.get_mut(from) {
            table.without.push(reason);
        }
    }
    edges
}

fn is_target(from: &Relation, to: &Relation, key: &ForeignKey) -> bool {
    to.schema == key.schema && to.name == key.table && from.schema == to.schema
}

fn edge(from: &PlannedTable<'_>, to: &PlannedTable<'_>, key: &ForeignKey) -> Result<Edge, String> {
    if key.columns.len() > MOST_COLUMNS {
        return Err(format!("it has more than {MOST_COLUMNS} columns"));
    }
    let mut pairs = Vec::new();
    for (column, other) in key.columns.iter().zip(&key.key) {
        let (Some(own), Some(other)) = (from.field(column), to.field(other)) else {
            return Err("one of its columns has no field".to_owned());
        };
        if own.ty.code != other.ty.code {
            return Err(format!(
                "`{}` is `{}` and the key it points to `{}`",
                own.name, own.ty.code, other.ty.code
            ));
        }
        pairs.push((own, other));
    }
    let mut options = String::new();
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    let referred: Vec<&str> = key.key.iter().map(String::as_str).collect();
    if columns.len() > 1
        || !is_usual_foreign_key(&key.name, &from.found.name, &columns, &key.table, &referred)
    {
        options.push_str(&format!(", constraint = {}", literal(&key.name)));
    }
    if to.key().as_deref() != Some(&referred) {
        let names: Vec<String> = pairs.iter().map(|(_, other)| other.ident()).collect();
        options.push_str(&format!(", key = {}", list(&names)));
    }
    let primary = from.found.primary_key.as_ref();
    Ok(Edge {
        from: 0,
        to: 0,
        columns: pairs.iter().map(|(own, _)| own.ident()).collect(),
        options,
        unique: from.found.is_unique(&key.columns),
        in_key: primary
            .is_some_and(|primary| key.columns.iter().all(|column| primary.columns.contains(column))),
        name: String::new(),
    })
}

/// The two foreign keys of each junction, both ways: a table whose primary key holds a foreign key to each of two tables
/// and which has no others to them.
fn junctions(edges: &[Edge]) -> Vec<(&Edge, &Edge)> {
    let mut found = Vec::new();
    for near in edges {
        for far in edges {
            let once = |edge: &Edge| {
                edges
                    .iter()
                    .filter(|other| (other.from, other.to) == (edge.from, edge.to))
                    .count()
                    == 1
            };
            let apart = near.to != far.to && near.from != near.to && far.from != far.to;
            let both = near.in_key && far.in_key && !near.unique && !far.unique;
            if near.from == far.from && apart && both && once(near) && once(far) {
                found.push((near, far));
            }
        }
    }
    found
}

/// `owner` of `owner_id`.
fn stem(column: &str) -> String {
    let column = column.trim_start_matches("r#");
    let stems = ["_id", "_uuid", "_fk", "_key"];
    stems
        .iter()
        .find_map(|ending| column.strip_suffix(ending))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(column)
        .to_owned()
}

/// `a` or `(a, b)`.
fn list(columns: &[String]) -> String {
    match columns {
        [only] => only.clone(),
        several => format!("({})", several.join(", ")),
    }
}
