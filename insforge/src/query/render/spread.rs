//! Spreads: `...table!key(..)`, whose columns stand in the row itself.
//!
//! PostgREST 12 knows a spread by what it is asked for as, and has no aliases for it. So all columns of a relation go
//! into one, and where two relations lead to one table each is asked for by its foreign key's column.

use super::relation::{write_link, write_own_column};
use super::select::{Place, write_items};
use crate::error::{Error, Result};
use crate::schema::{Join, Link, RelationKind, SelectItem, TableMeta};

/// All that is spread of one relation.
pub(super) struct Spread<'a> {
    link: Link,
    join: Join,
    parts: Vec<(Option<&'static str>, &'a [SelectItem])>,
    /// The foreign key's column, where the table's name would be taken for that of another spread.
    column: Option<&'static str>,
}

impl<'a> Spread<'a> {
    /// The spread that begins at this position; `None` when an earlier one has its columns.
    pub(super) fn first(
        table: &TableMeta,
        items: &'a [SelectItem],
        position: usize,
        link: &Link,
        join: Join,
    ) -> Result<Option<Self>> {
        let mut spread = Self {
            link: *link,
            join,
            parts: Vec::new(),
            column: None,
        };
        for (other_position, item) in items.iter().enumerate() {
            let SelectItem::Spread {
                prefix,
                link: other,
                join,
                items,
            } = item
            else {
                continue;
            };
            if other.name == link.name {
                if other_position < position {
                    return Ok(None);
                }
                if *join == Join::Inner {
                    spread.join = Join::Inner;
                }
                spread.parts.push((*prefix, *items));
            } else if (other.target)().name == (link.target)().name {
                spread.column = Some(own_column(table, link)?);
            }
        }
        Ok(Some(spread))
    }

    pub(super) fn write(&self, table: &TableMeta, place: &Place, out: &mut String) -> Result<()> {
        out.push_str("...");
        match self.column {
            Some(column) => write_own_column(column, self.join, out),
            None => write_link(table, None, &self.link, self.join, out),
        }
        out.push('(');
        for (position, (prefix, items)) in self.parts.iter().enumerate() {
            if position > 0 {
                out.push(',');
            }
            write_items((self.link.target)(), items, &place.spread(*prefix), &[], out)?;
        }
        out.push(')');
        Ok(())
    }
}

/// PostgREST takes a column for a relation on tables only.
fn own_column(table: &TableMeta, link: &Link) -> Result<&'static str> {
    match link.own_column {
        Some(column) if table.kind == RelationKind::Table => Ok(column),
        _ => Err(Error::unsupported(format!(
            "PostgREST 12 cannot spread `{}` beside another relation to `{}`: embed one of them",
            link.name,
            (link.target)().name
        ))),
    }
}
