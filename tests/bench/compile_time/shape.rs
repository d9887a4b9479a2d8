//! The tables: the same twenty columns in each, of the types that applications have.

/// How many tables.
pub(crate) const TABLES: usize = 100;

/// A column: its name, its type in a table's struct and in one by hand, and what the database does for inserts.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) typed: &'static str,
    pub(crate) by_hand: &'static str,
    pub(crate) attribute: &'static str,
}

const fn column(
    name: &'static str,
    typed: &'static str,
    by_hand: &'static str,
    attribute: &'static str,
) -> Column {
    Column {
        name,
        typed,
        by_hand,
        attribute,
    }
}

const fn plain(name: &'static str, ty: &'static str) -> Column {
    column(name, ty, ty, "")
}

pub(crate) const COLUMNS: [Column; 20] = [
    column("id", "i64", "i64", "pk, identity = always"),
    plain("slug", "String"),
    plain("title", "String"),
    plain("body", "Option<String>"),
    column("done", "bool", "bool", "default"),
    column("priority", "i32", "i32", "default"),
    plain("owner_id", "Uuid"),
    plain("editor_id", "Option<Uuid>"),
    plain("rank", "i32"),
    plain("score", "Option<f64>"),
    column("meta", "Json<Value>", "Value", "default"),
    plain("tags", "Vec<String>"),
    plain("city", "Option<String>"),
    plain("country", "String"),
    plain("amount", "i64"),
    plain("discount", "Option<i32>"),
    plain("email", "String"),
    plain("phone", "Option<String>"),
    column("created_at", "Timestamp", "String", "default, readonly"),
    column("updated_at", "Option<Timestamp>", "Option<String>", ""),
];

impl Column {
    /// Whether an insert must name it.
    pub(crate) fn required(&self) -> bool {
        self.attribute.is_empty() && !self.nullable()
    }

    /// Whether an insert or update can name it.
    pub(crate) fn written(&self) -> bool {
        !self.attribute.contains("identity") && !self.attribute.contains("readonly")
    }

    pub(crate) fn nullable(&self) -> bool {
        self.typed.starts_with("Option<")
    }
}

/// The template with the table's number in the place of each `N` that ends a name.
pub(crate) fn numbered(template: &str, table: usize) -> String {
    ["TableN", "CardN", "PatchN", "listN", "insertN", "updateN"]
        .iter()
        .fold(template.to_owned(), |text, name| {
            let stem = name.trim_end_matches('N');
            text.replace(name, &format!("{stem}{table}"))
        })
        .replace("table_N", &format!("table_{table}"))
}
