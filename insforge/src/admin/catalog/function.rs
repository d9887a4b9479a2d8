//! Functions.

use super::DataType;

/// A function.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Function {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Its comment.
    pub comment: Option<String>,
    /// What callers pass, in order.
    pub arguments: Vec<FunctionArgument>,
    /// Names and types of `OUT`, `INOUT` and `TABLE` columns.
    pub outputs: Vec<FunctionArgument>,
    /// The result's type; `record` where there are several outputs.
    pub returns: DataType,
    /// Whether it returns any number of rows.
    pub set: bool,
    /// Whether it writes.
    pub volatility: Volatility,
}

/// An argument or an output.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FunctionArgument {
    /// Its name, empty where it has none.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether a call can leave it out.
    pub default: bool,
    /// Whether it is `VARIADIC`.
    pub variadic: bool,
}

/// What a function may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Volatility {
    /// Nothing but compute.
    Immutable,
    /// Read.
    Stable,
    /// Write.
    Volatile,
}

impl Function {
    /// Whether it is declared STABLE or IMMUTABLE.
    pub fn is_stable(&self) -> bool {
        self.volatility != Volatility::Volatile
    }
}
