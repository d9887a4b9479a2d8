//! Select lists, order lists and column lists.

use super::condition::write_column;
use super::identifier::write_identifier;
use crate::query::order::OrderTerm;
use crate::schema::SelectItem;

/// `a,b::text,alias:c`
pub(super) fn select_list(items: &[SelectItem]) -> String {
    let mut out = String::with_capacity(items.len() * 12);
    for item in items {
        push_separator(&mut out);
        let SelectItem::Column { alias, name, cast } = item;
        if let Some(alias) = alias {
            write_identifier(alias, &mut out);
            out.push(':');
        }
        write_identifier(name, &mut out);
        if let Some(cast) = cast {
            out.push_str("::");
            out.push_str(cast);
        }
    }
    out
}

/// Adds a column under a hidden alias, which decoders pass over.
pub(super) fn push_hidden(position: usize, name: &str, out: &mut String) {
    push_separator(out);
    out.push_str("__f");
    out.push_str(&position.to_string());
    out.push(':');
    write_identifier(name, out);
}

/// `a.desc.nullslast,b.asc`
pub(super) fn order_list(terms: &[OrderTerm]) -> String {
    let mut out = String::new();
    for term in terms {
        push_separator(&mut out);
        write_column(&term.column, &mut out);
        out.push_str(if term.descending { ".desc" } else { ".asc" });
        if let Some(first) = term.nulls_first {
            out.push_str(if first { ".nullsfirst" } else { ".nullslast" });
        }
    }
    out
}

/// `a,b`
pub(super) fn column_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for name in names {
        push_separator(&mut out);
        write_identifier(name, &mut out);
    }
    out
}

fn push_separator(out: &mut String) {
    if !out.is_empty() {
        out.push(',');
    }
}
