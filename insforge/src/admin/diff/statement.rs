//! Statements and what they risk.

use std::fmt;

/// The statements between structs and the database.
///
/// `Display` is an SQL script: risks and what is left open are comments in it, and what would be dropped is only a comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use = "nothing is run: the statements are in the value"]
#[non_exhaustive]
pub struct SchemaDiff {
    /// In the order in which they can be run.
    pub statements: Vec<Statement>,
    /// What would remove columns that no struct has, with their data. Not part of [`sql`](Self::sql).
    pub drops: Vec<Statement>,
    /// What the structs do not say enough of for a statement.
    pub open: Vec<String>,
}

/// A statement, without the semicolon.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// The SQL.
    pub sql: String,
    /// What can go wrong.
    pub risk: Risk,
}

/// What can go wrong with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Risk {
    /// Nothing.
    Safe,
    /// It fails or guesses; the text says when.
    Risky(&'static str),
    /// It destroys data.
    Destructive,
}

impl SchemaDiff {
    /// Whether the database is what the structs say, as far as statements go.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.open.is_empty()
    }

    /// The statements as one text, without those of [`drops`](Self::drops).
    pub fn sql(&self) -> String {
        self.statements
            .iter()
            .map(|statement| format!("{};\n", statement.sql))
            .collect()
    }

    /// With the statements that drop columns, at the end.
    pub fn with_drops(mut self) -> Self {
        self.statements.append(&mut self.drops);
        self
    }
}

impl Statement {
    pub(super) fn safe(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            risk: Risk::Safe,
        }
    }

    pub(super) fn risky(sql: impl Into<String>, when: &'static str) -> Self {
        Self {
            sql: sql.into(),
            risk: Risk::Risky(when),
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.risk {
            Risk::Safe => {}
            Risk::Risky(when) => writeln!(f, "-- risky: {when}")?,
            Risk::Destructive => f.write_str("-- destroys data\n")?,
        }
        write!(f, "{};", self.sql)
    }
}

impl fmt::Display for SchemaDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for statement in &self.statements {
            writeln!(f, "{statement}")?;
        }
        for open in &self.open {
            writeln!(f, "-- open: {open}")?;
        }
        for drop in &self.drops {
            writeln!(f, "-- not run: {};", drop.sql)?;
        }
        Ok(())
    }
}
