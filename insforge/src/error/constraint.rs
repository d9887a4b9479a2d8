//! Constraints to compare an error with: by name, or as a value that a table's derive made.

use super::Error;

/// What [`Error::violates`] takes: a constraint's name, or a value of a table's enum of constraints.
#[diagnostic::on_unimplemented(
    message = "a constraint is named by text or by a value of a table's enum, and `{Self}` is neither",
    label = "expected `\"todos_slug_key\"` or `TodoConstraint::Slug`"
)]
pub trait ConstraintName {
    /// Whether this is the constraint that the database calls so.
    fn is_called(&self, name: &str) -> bool;
}

#[diagnostic::do_not_recommend]
impl<S: AsRef<str>> ConstraintName for S {
    fn is_called(&self, name: &str) -> bool {
        self.as_ref() == name
    }
}

/// The constraints of a table as an enum: `TodoConstraint`, made by `#[derive(Table)]` for a struct `Todo`.
pub trait Constraint: ConstraintName + Copy + 'static {
    /// Every constraint that the struct knows.
    const ALL: &'static [Self];

    /// The name that the attribute gives or else PostgreSQL chooses, cut to 63 bytes as it does.
    fn name(self) -> String;
}

impl Error {
    /// Whether this constraint was violated: a value of the table's enum, or the constraint's name.
    ///
    /// A foreign key's value also stands for the name that InsForge gives keys that are made in its dashboard.
    ///
    /// ```
    /// use insforge::prelude::*;
    ///
    /// #[derive(Table)]
    /// #[table(name = "profiles", unique(handle))]
    /// struct Profile {
    ///     #[column(pk)]
    ///     id: i64,
    ///     handle: String,
    /// }
    ///
    /// fn on_sign_up(error: insforge::Error) -> &'static str {
    ///     if error.violates(ProfileConstraint::Handle) { "that handle is taken" } else { "please try again" }
    /// }
    ///
    /// # fn by_name(error: insforge::Error) -> bool {
    /// error.violates("profiles_handle_key")
    /// # }
    /// ```
    #[must_use]
    pub fn violates(&self, constraint: impl ConstraintName) -> bool {
        self.constraint().is_some_and(|name| constraint.is_called(name))
    }

    /// The violated constraint as a value of a table's enum, to `match` on; `None` when it is none of that table's.
    ///
    /// ```
    /// # use insforge::prelude::*;
    /// # #[derive(Table)]
    /// # #[table(name = "todos", unique(slug))]
    /// # #[relation(owner: one Profile via owner_id)]
    /// # struct Todo { #[column(pk)] id: i64, slug: String, owner_id: i64 }
    /// # #[derive(Table)]
    /// # #[table(name = "profiles")]
    /// # struct Profile { #[column(pk)] id: i64 }
    /// fn advice(error: &insforge::Error) -> &'static str {
    ///     match error.constraint_as() {
    ///         Some(TodoConstraint::Slug) => "that slug is taken",
    ///         Some(TodoConstraint::Owner) => "there is no such profile",
    ///         Some(TodoConstraint::PrimaryKey) | None => "something went wrong",
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn constraint_as<C: Constraint>(&self) -> Option<C> {
        let name = self.constraint()?;
        C::ALL
            .iter()
            .copied()
            .find(|constraint| constraint.is_called(name))
    }
}
