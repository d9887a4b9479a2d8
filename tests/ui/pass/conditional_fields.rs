//! Attributes of the language on structs and fields: conditions, docs, lints, `cfg_attr`.

use insforge::prelude::*;

/// Documented, and conditionally derived.
#[derive(Table)]
#[cfg_attr(all(), derive(Debug, Clone))]
#[table(name = "settings")]
#[allow(clippy::struct_excessive_bools)]
#[non_exhaustive]
pub struct Setting {
    /// The key.
    #[column(pk)]
    pub id: i64,
    #[cfg(any())]
    pub gone: NoSuchType,
    #[cfg(not(any()))]
    pub here: bool,
    #[doc = "Documented."]
    #[cfg_attr(all(), column(name = "other"))]
    pub renamed: String,
    #[doc(hidden)]
    pub old: Option<String>,
}

#[derive(Projection, Debug)]
#[projection(Setting)]
#[must_use]
pub struct Part {
    #[cfg(any())]
    gone: NoSuchType,
    /// Documented.
    #[cfg(not(any()))]
    renamed: String,
}

#[test]
fn only_what_is_there_is_a_column() {
    let names: Vec<_> = Setting::META.columns.iter().map(|column| column.name).collect();
    assert_eq!(names, ["id", "here", "other", "old"]);
}
