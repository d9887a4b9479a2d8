//! How a constraint is named: as its attribute says, as PostgreSQL chooses, or as InsForge does.

use std::borrow::Cow;

use super::meta::TableMeta;

/// As much of a name as PostgreSQL keeps, in bytes.
const LONGEST: usize = 63;

/// A primary key, unique constraint or foreign key, as far as its name goes. The derive makes it.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct ConstraintMeta {
    table: &'static TableMeta,
    columns: &'static [&'static str],
    kind: ConstraintKind,
    name: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
enum ConstraintKind {
    PrimaryKey,
    Unique,
    ForeignKey {
        referred: &'static TableMeta,
        /// The columns that it points to; the primary key where there are none.
        key: &'static [&'static str],
    },
}

impl ConstraintMeta {
    /// The primary key of a table.
    pub const fn primary_key(table: &'static TableMeta) -> Self {
        Self {
            table,
            columns: table.primary_key,
            kind: ConstraintKind::PrimaryKey,
            name: None,
        }
    }

    /// A unique constraint.
    pub const fn unique(table: &'static TableMeta, columns: &'static [&'static str]) -> Self {
        Self {
            table,
            columns,
            kind: ConstraintKind::Unique,
            name: None,
        }
    }

    /// A foreign key from `columns` of `table` to `key` of `referred`.
    pub const fn foreign_key(
        table: &'static TableMeta,
        columns: &'static [&'static str],
        referred: &'static TableMeta,
        key: &'static [&'static str],
    ) -> Self {
        Self {
            table,
            columns,
            kind: ConstraintKind::ForeignKey { referred, key },
            name: None,
        }
    }

    /// It has this name.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// The table that has a foreign key, and the one that it points to.
    pub(crate) fn tables(&self) -> (&'static TableMeta, &'static TableMeta) {
        match self.kind {
            ConstraintKind::ForeignKey { referred, .. } => (self.table, referred),
            _ => (self.table, self.table),
        }
    }

    /// Its columns.
    pub(crate) fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// Whether a foreign key says which columns it points to; it is the primary key otherwise.
    pub(crate) fn names_key(&self) -> bool {
        matches!(self.kind, ConstraintKind::ForeignKey { key, .. } if !key.is_empty())
    }

    /// The columns that a foreign key points to.
    pub(crate) fn key(&self) -> Vec<&'static str> {
        match self.kind {
            ConstraintKind::ForeignKey { referred, key: [] } => referred.primary_key.to_vec(),
            ConstraintKind::ForeignKey { key, .. } => key.to_vec(),
            _ => self.columns.to_vec(),
        }
    }

    /// The name of the attribute, or else the one that PostgreSQL chooses where it is free.
    pub fn name(&self) -> String {
        if let Some(name) = self.name {
            return cut(name, LONGEST).to_owned();
        }
        match self.kind {
            ConstraintKind::PrimaryKey => object_name(self.table.name, None, "pkey"),
            ConstraintKind::Unique => object_name(self.table.name, Some(&joined(self.columns)), "key"),
            ConstraintKind::ForeignKey { .. } => {
                object_name(self.table.name, Some(&joined(self.columns)), "fkey")
            }
        }
    }

    /// Whether the database may mean this one by `name`.
    pub fn is_called(&self, name: &str) -> bool {
        if self.name() == name {
            return true;
        }
        match (self.name, self.kind) {
            (None, ConstraintKind::ForeignKey { referred, key }) => {
                let key = if key.is_empty() { referred.primary_key } else { key };
                let qualified = referred
                    .schema
                    .map(|schema| format!("{schema}_{}", referred.name));
                let tables = [Cow::Borrowed(referred.name)]
                    .into_iter()
                    .chain(qualified.map(Cow::Owned));
                tables
                    .map(|table| format!("fk_{}_{table}_{}", self.columns.join("_"), key.join("_")))
                    .any(|whole| is_insforge_name(&whole, name))
            }
            _ => false,
        }
    }
}

/// Whether PostgreSQL or InsForge would give this name to such a foreign key, so that no attribute has to.
#[cfg(feature = "generate")]
pub(crate) fn is_usual_foreign_key(
    name: &str,
    table: &str,
    columns: &[&str],
    referred: &str,
    key: &[&str],
) -> bool {
    name == object_name(table, Some(&joined(columns)), "fkey")
        || is_insforge_name(
            &format!("fk_{}_{referred}_{}", columns.join("_"), key.join("_")),
            name,
        )
}

/// Whether PostgreSQL would give this name to such a unique constraint.
#[cfg(feature = "generate")]
pub(crate) fn is_usual_unique(name: &str, table: &str, columns: &[&str]) -> bool {
    name == object_name(table, Some(&joined(columns)), "key")
}

/// Whether PostgreSQL would give this name to the primary key.
#[cfg(feature = "generate")]
pub(crate) fn is_usual_primary_key(name: &str, table: &str) -> bool {
    name == object_name(table, None, "pkey")
}

/// PostgreSQL's rule for names that it chooses: `table_columns_label`, where the longer of the first two is cut until
/// the whole fits. Source: `makeObjectName` of PostgreSQL's `indexcmds.c`.
fn object_name(table: &str, columns: Option<&str>, label: &str) -> String {
    let separators = 1 + usize::from(columns.is_some());
    let room = LONGEST.saturating_sub(separators + label.len());
    let (mut first, mut second) = (table.len(), columns.map_or(0, str::len));
    while first + second > room {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    match columns {
        Some(columns) => format!("{}_{}_{label}", cut(table, first), cut(columns, second)),
        None => format!("{}_{label}", cut(table, first)),
    }
}

/// The columns' names with `_` between them; PostgreSQL adds no further one once the text is too long for a name.
fn joined(columns: &[&str]) -> String {
    let mut out = String::new();
    for column in columns {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(column);
        if out.len() > LONGEST {
            break;
        }
    }
    out
}

/// Whether `name` is `whole`, or what InsForge makes of a name that is too long: its first 54 characters, `_`, and
/// eight digits of a hash, which is not computed here.
fn is_insforge_name(whole: &str, name: &str) -> bool {
    const KEPT: usize = LONGEST - 9;
    if whole.len() <= LONGEST {
        return name == whole;
    }
    let Some(hash) = name
        .strip_prefix(cut(whole, KEPT))
        .and_then(|rest| rest.strip_prefix('_'))
    else {
        return false;
    };
    hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The first `limit` bytes, or a little less, so that no character is cut in two.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODOS: TableMeta = TableMeta::new("todos", &[]).primary_key(&["id"]);
    const PROFILES: TableMeta = TableMeta::new("profiles", &[]).primary_key(&["id"]);
    const LONG: TableMeta = TableMeta::new(
        "a_table_whose_name_is_as_long_as_postgresql_allows_it_to_be_xxx",
        &[],
    );

    #[test]
    fn names_are_postgresqls() {
        assert_eq!(ConstraintMeta::primary_key(&TODOS).name(), "todos_pkey");
        assert_eq!(
            ConstraintMeta::unique(&TODOS, &["list", "position"]).name(),
            "todos_list_position_key"
        );
        assert_eq!(
            ConstraintMeta::foreign_key(&TODOS, &["owner_id"], &PROFILES, &[]).name(),
            "todos_owner_id_fkey"
        );
        assert_eq!(ConstraintMeta::unique(&TODOS, &["a"]).named("odd").name(), "odd");
    }

    #[test]
    fn long_names_lose_the_longer_part_first() {
        assert_eq!(ConstraintMeta::primary_key(&LONG).name().len(), LONGEST);
        let unique = ConstraintMeta::unique(&LONG, &["slug"]).name();
        assert_eq!(
            (unique.len(), unique.ends_with("_slug_key")),
            (LONGEST, true),
            "{unique}"
        );
        assert_eq!(object_name(&"ä".repeat(40), Some("b"), "key").len(), 62);
    }

    #[test]
    fn foreign_keys_are_known_by_insforges_names_too() {
        let key = ConstraintMeta::foreign_key(&TODOS, &["owner_id"], &PROFILES, &[]);
        assert!(key.is_called("todos_owner_id_fkey") && key.is_called("fk_owner_id_profiles_id"));
        assert!(!key.is_called("fk_owner_id_profiles") && !key.is_called("todos_pkey"));
        assert!(!key.named("own").is_called("fk_owner_id_profiles_id"));
        let long = ConstraintMeta::foreign_key(&TODOS, &["owner_id"], &LONG, &["id"]);
        let whole = format!("fk_owner_id_{}_id", LONG.name);
        assert!(long.is_called(&format!("{}_0123abcd", &whole[..54])));
        assert!(!long.is_called(&format!("{}_0123abcx", &whole[..54])) && !long.is_called(&whole));
    }
}
