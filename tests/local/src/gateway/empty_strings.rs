use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::table_facts::TableFacts;

/// A row of a request body; values stay as they were written.
pub(crate) type Row<'a> = BTreeMap<String, &'a RawValue>;

/// The rows of a body: one for an object, several for an array of objects. Items of other kinds are left out.
pub(crate) fn rows(body: &str) -> Vec<Row<'_>> {
    if let Ok(row) = serde_json::from_str(body) {
        return vec![row];
    }
    let items: Vec<&RawValue> = serde_json::from_str(body).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|item| serde_json::from_str(item.get()).ok())
        .collect()
}

/// The first column that gets an empty string although it does not hold text.
pub(crate) fn first_lost(body: &str, facts: &TableFacts) -> Option<String> {
    rows(body)
        .into_iter()
        .flatten()
        .find(|(column, value)| value.get() == "\"\"" && !facts.takes_text(column))
        .map(|(column, _)| column)
}

/// Drops empty strings as the real gateway does.
pub(crate) fn drop_from(body: &mut String, facts: &TableFacts) {
    if first_lost(body, facts).is_none() {
        return;
    }
    let mut rows = rows(body);
    for row in &mut rows {
        row.retain(|column, value| value.get() != "\"\"" || facts.takes_text(column));
    }
    let text = if body.trim_start().starts_with('[') {
        serde_json::to_string(&rows)
    } else {
        serde_json::to_string(&rows.pop().unwrap_or_default())
    };
    if let Ok(text) = text {
        *body = text;
    }
}
