//! What a comparison found.

use std::fmt;

/// What a comparison of structs with the database found.
///
/// `Display` prints a line for each difference, then for each note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "differences are in the report: look at it, or `assert_clean()`"]
#[non_exhaustive]
pub struct DriftReport {
    /// What the structs say and the database does not.
    pub differences: Vec<Difference>,
    /// What harms nothing and may be of interest: columns, unique constraints and values that no struct has.
    pub notes: Vec<Difference>,
}

/// One difference, or one note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// What differs.
    pub kind: DifferenceKind,
    /// The type or its field, as code names it: `Todo`, `Todo.owner_id`.
    pub subject: String,
    /// What is different, and what to write.
    pub message: String,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The schema is not there, or the data API does not serve it.
    HiddenSchema,
    /// There is no such table or view.
    MissingTable,
    /// It is a table and not a view, or the other way round.
    TableKind,
    /// The table has no such column.
    MissingColumn,
    /// The struct has no field for a column.
    UnknownColumn,
    /// The struct has no field for a column that every insert must name.
    RequiredColumn,
    /// The column's type is another.
    ColumnType,
    /// One says that the column can be NULL.
    Nullability,
    /// One says that the column has a default.
    Default,
    /// One says that the column is an identity.
    Identity,
    /// One says that the column is computed or written by the database alone.
    Generated,
    /// The trigger that fills the column is not there.
    Trigger,
    /// The primary key is over other columns.
    PrimaryKey,
    /// The unique constraint is not there.
    UniqueKey,
    /// A constraint has another name.
    NameOfConstraint,
    /// The foreign key of a relation is not there.
    ForeignKey,
    /// A relation leads to many rows and is declared `one`, or the other way round.
    Cardinality,
    /// There is no such enum.
    MissingEnum,
    /// The enum has other values.
    EnumLabels,
    /// There is no such function.
    MissingFunction,
    /// The function takes other arguments.
    Arguments,
    /// The function returns something else.
    ReturnType,
    /// The function writes, and is declared `stable`.
    Volatility,
}

impl DriftReport {
    /// Whether there is no difference. Notes do not count.
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty()
    }

    /// For tests: panics with every difference when there is one.
    ///
    /// # Panics
    /// When there is a difference.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(
            self.is_clean(),
            "the structs differ from the database:\n{}",
            lines(&self.differences)
        );
    }

    /// Whether there is a difference of this kind at this type or field.
    pub fn has(&self, kind: DifferenceKind, subject: &str) -> bool {
        self.differences
            .iter()
            .any(|difference| difference.kind == kind && difference.subject == subject)
    }
}

impl Difference {
    pub(super) fn new(kind: DifferenceKind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            subject: subject.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.subject, self.message)
    }
}

impl fmt::Display for DriftReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_clean() {
            f.write_str("the structs agree with the database")?;
        } else {
            f.write_str(&lines(&self.differences))?;
        }
        for note in &self.notes {
            write!(f, "\nnote: {note}")?;
        }
        Ok(())
    }
}

fn lines(differences: &[Difference]) -> String {
    let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
