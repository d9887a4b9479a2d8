//! Which rows to list.

use crate::http::Target;

/// Which rows to list: by default the first fifty.
///
/// ```
/// use insforge::admin::rows::RowList;
///
/// let list = RowList::new().equal("city", "Rome").order_desc("age").order_asc("name").limit(100);
/// # let _ = list;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct RowList {
    search: Option<String>,
    equal: Option<(String, String)>,
    order: Vec<String>,
    limit: Option<u32>,
    offset: u64,
}

impl RowList {
    /// The first fifty.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only rows with this text in any column of text, in any case of letters.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Only rows with this value in a column. There is one such condition; the last counts.
    pub fn equal(mut self, column: impl Into<String>, value: impl Into<String>) -> Self {
        self.equal = Some((column.into(), value.into()));
        self
    }

    /// In ascending order of a column, after the orders already named. Its name has no comma and no colon.
    pub fn order_asc(mut self, column: &str) -> Self {
        self.order.push(format!("{column}:asc"));
        self
    }

    /// In descending order of a column.
    pub fn order_desc(mut self, column: &str) -> Self {
        self.order.push(format!("{column}:desc"));
        self
    }

    /// How many, 1 to 500.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How many to pass over.
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    pub(super) fn offset_value(&self) -> u64 {
        self.offset
    }

    pub(super) fn write(&self, target: &mut Target) {
        if let Some(limit) = self.limit {
            target.pair("limit", &limit.to_string());
        }
        target.pair("offset", &self.offset.to_string());
        if let Some(text) = &self.search {
            target.pair("search", text);
        }
        if !self.order.is_empty() {
            target.pair("sort", &self.order.join(","));
        }
        if let Some((column, value)) = &self.equal {
            target.pair("filterColumn", column);
            target.pair("filterValue", value);
        }
    }
}
