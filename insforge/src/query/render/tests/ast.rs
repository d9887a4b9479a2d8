//! A query as PostgREST understands it.

/// Everything that a query string says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Query {
    pub(super) select: Option<Vec<Selected>>,
    /// All of these hold: plain filters and the trees of `and` and `or` parameters.
    pub(super) conditions: Vec<Tree>,
    pub(super) order: Vec<Ordering>,
    pub(super) columns: Option<Vec<String>>,
    pub(super) on_conflict: Option<Vec<String>>,
    pub(super) limit: Option<u64>,
    pub(super) offset: Option<u64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Leaf(Predicate),
    Group {
        negated: bool,
        all: bool,
        nodes: Vec<Tree>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Predicate {
    pub(super) field: Field,
    pub(super) negated: bool,
    pub(super) test: Test,
}

/// An operator with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    In(Vec<String>),
    Is(String),
    Compare {
        operator: String,
        quantifier: Option<String>,
        value: String,
    },
    Search {
        kind: String,
        config: Option<String>,
        words: String,
    },
}

/// A column, or a path into it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) path: Vec<Step>,
}

/// `->key`, or `->>key` as text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) text: bool,
    pub(super) to: Key,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    Name(String),
    Index(i64),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selected {
    pub(super) alias: Option<String>,
    pub(super) field: Field,
    pub(super) cast: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ordering {
    pub(super) field: Field,
    pub(super) descending: Option<bool>,
    pub(super) nulls_first: Option<bool>,
}

impl Tree {
    /// The number of predicates.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::Group { nodes, .. } => nodes.iter().map(Self::size).sum(),
        }
    }
}
