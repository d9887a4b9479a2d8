//! An enum of the database as a Rust enum: its name and values.

/// A Rust enum that stands for an enum of the database, or for text of a fixed set. `#[derive(PgEnum)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of the database",
    label = "this type does not derive `PgEnum`"
)]
pub trait PgEnum: super::PgValue {
    /// Its name and values.
    const META: &'static EnumMeta;
}

/// What the derive knows of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumMeta {
    /// The Rust enum's name.
    pub title: &'static str,
    /// The type's name in the database, where the enum says it.
    pub name: Option<&'static str>,
    /// The values in the order of the variants, as the database spells them.
    pub labels: &'static [&'static str],
    /// Whether reading any other value is an error.
    pub closed: bool,
}

impl EnumMeta {
    /// An enum of this name in code, with these values. The derive calls it and what follows.
    #[doc(hidden)]
    pub const fn new(title: &'static str, labels: &'static [&'static str]) -> Self {
        Self {
            title,
            name: None,
            labels,
            closed: false,
        }
    }

    #[doc(hidden)]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    #[doc(hidden)]
    pub const fn closed(mut self) -> Self {
        self.closed = true;
        self
    }
}
