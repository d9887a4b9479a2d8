//! Reads: all conditions of the scope folded into one parameter, so that no key stands twice.

use std::sync::Arc;

use http::Method;
use http::header::{ACCEPT, HeaderValue};

use super::condition::{plain_value, write_column, write_operands};
use super::relation::{Relations, resolve, resolve_conditions};
use super::select::{push_key, select_raw, select_tree};
use super::{ACCEPT_PROFILE, SINGULAR, rpc, target, with_preferences, with_schema};
use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::query::embed::ScopePlan;
use crate::query::filter::{Leaf, Node};
use crate::query::order::OrderTerm;
use crate::query::page::Count;
use crate::query::rpc::CallPlan;
use crate::schema::{SelectItem, TableMeta};

const CSV: HeaderValue = HeaderValue::from_static("text/csv");

/// A read, free of types.
#[derive(Debug, Clone)]
pub(crate) struct ReadPlan {
    pub(crate) table: &'static TableMeta,
    /// The table's name, where it is known at run time only.
    pub(crate) name: Option<Arc<str>>,
    pub(crate) selection: Selection,
    pub(crate) schema: Option<Arc<str>>,
    pub(crate) conditions: Vec<Node>,
    pub(crate) order: Vec<OrderTerm>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
    pub(crate) count: Option<Count>,
    /// What is read of embedded rows.
    pub(crate) scopes: Vec<ScopePlan>,
    /// How many parts of a split read are under way at once.
    pub(crate) concurrency: usize,
    /// The time zone in which the database reads and writes times.
    pub(crate) timezone: Option<Arc<str>>,
    /// The function whose rows these are, where they are not the table's.
    pub(crate) call: Option<CallPlan>,
}

impl ReadPlan {
    /// Whether the server's count of the rows is the number of rows that a read yields: it leaves the windows of inner
    /// embeds out of account, which hide rows.
    pub(crate) fn counts_as_read(&self) -> bool {
        let windowed = |scope: &ScopePlan| scope.limit.is_some() || scope.offset.is_some();
        self.limit.is_none() && self.call.is_none() && !self.scopes.iter().any(windowed)
    }
}

/// Who says what is selected.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    /// The type that rows are read as.
    Projection,
    /// Columns that were named one by one.
    Columns(Vec<SelectItem>),
    /// A text in PostgREST's words.
    Raw(Arc<str>),
}

impl ReadPlan {
    /// All rows of the table.
    pub(crate) fn new(table: &'static TableMeta, schema: Option<Arc<str>>) -> Self {
        Self {
            table,
            name: None,
            selection: Selection::Projection,
            schema,
            conditions: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
            count: None,
            scopes: Vec::new(),
            concurrency: 1,
            timezone: None,
            call: None,
        }
    }

    /// All rows that a function returns.
    pub(crate) fn of_call(table: &'static TableMeta, schema: Option<Arc<str>>, call: CallPlan) -> Self {
        Self {
            call: Some(call),
            ..Self::new(table, schema)
        }
    }

    /// What errors of the read name.
    pub(crate) fn operation(&self) -> &'static str {
        match self.call {
            Some(_) => rpc::OPERATION,
            None => "database.select",
        }
    }

    pub(crate) fn set_idempotent(&mut self) {
        if let Some(call) = &mut self.call {
            call.idempotent = true;
        }
    }
}

/// What a read asks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadShape {
    /// An array of rows.
    Rows,
    /// An array of all rows, with their number where nothing limits them: a server may limit what an answer holds.
    Whole,
    /// Exactly one row; else the server answers PGRST116.
    Singular,
}

/// `GET` of rows.
pub(crate) fn select(plan: &ReadPlan, items: &[SelectItem], shape: ReadShape) -> Result<Request> {
    select_with_keys(plan, items, &[], shape)
}

/// The same with columns that a cursor is made of, as text under hidden aliases.
pub(crate) fn select_with_keys(
    plan: &ReadPlan,
    items: &[SelectItem],
    keys: &[String],
    shape: ReadShape,
) -> Result<Request> {
    let relations = resolve(plan)?;
    let items = match &plan.selection {
        Selection::Projection => items,
        Selection::Columns(items) => items,
        Selection::Raw(_) => &[],
    };
    let mut select = match &plan.selection {
        // A function that returns one value has no columns.
        Selection::Projection if items.is_empty() && plan.call.is_some() => String::new(),
        Selection::Projection | Selection::Columns(_) => select_tree(plan.table, items, &relations.embeds)?,
        Selection::Raw(text) => select_raw(plan.table, text, &relations.embeds),
    };
    for (position, key) in keys.iter().enumerate() {
        push_key(position, key, &mut select);
    }
    if plan.call.is_some() {
        rpc::push_columns(&relations, &plan.order, items, keys, &mut select);
    }
    let whole = shape == ReadShape::Whole && plan.counts_as_read();
    let count = plan.count.or_else(|| whole.then_some(Count::Exact));
    let mut request = request(plan, "database.select", Method::GET, count, |target, _| {
        // A function that returns one value has no columns to select.
        if !select.is_empty() {
            target.pair("select", &select);
        }
        relations.push(target, plan.call.is_some());
        push_window(plan, target);
    })?;
    if shape == ReadShape::Singular {
        request = request.header(ACCEPT, SINGULAR);
    }
    Ok(request)
}

/// The same rows as CSV.
pub(crate) fn csv(plan: &ReadPlan, items: &[SelectItem]) -> Result<Request> {
    const OPERATION: &str = "database.csv";
    let refuse = |reason: &str| Err(Error::unsupported(reason.to_owned()).with_operation(OPERATION));
    let nested = |item: &SelectItem| {
        matches!(
            item,
            SelectItem::Embed { .. } | SelectItem::Count { .. } | SelectItem::Spread { prefix: Some(_), .. }
        )
    };
    if items.iter().any(nested) {
        return refuse("CSV has no cells for related rows: select a projection without embeds and counts");
    }
    let relations = resolve(plan)?;
    if relations.embeds.iter().any(|embed| !embed.columns.is_empty()) {
        return refuse(
            "CSV cannot be ordered by a related row, whose column would be a column of the CSV too",
        );
    }
    if plan.call.is_some()
        && let Some(column) = rpc::missing_columns(&relations, &plan.order, items, &[]).first()
    {
        return refuse(&format!(
            "the CSV of a function would hold `{column}` too, which a condition or the order needs: select it"
        ));
    }
    Ok(select(plan, items, ReadShape::Rows)?.header(ACCEPT, CSV))
}

/// A request that reads; `write` adds everything but a function's arguments, given the method that is used.
fn request(
    plan: &ReadPlan,
    operation: &'static str,
    method: Method,
    count: Option<Count>,
    write: impl Fn(&mut Target, &Method),
) -> Result<Request> {
    let request = if let Some(call) = &plan.call {
        rpc::request(plan, call, method, write)?
    } else {
        let mut target = target(plan.table, plan.name.as_deref())?;
        write(&mut target, &method);
        let request = Request::new(operation, method, target.finish());
        with_schema(request, ACCEPT_PROFILE, plan.schema.as_deref())?
    };
    let mut preferences: Vec<&str> = count.iter().map(|count| count.preference()).collect();
    let zone = plan.timezone.as_deref().map(timezone).transpose()?;
    if let Some(zone) = &zone {
        // Without `strict` a zone that the database does not know would be passed over.
        preferences.extend(["handling=strict", zone.as_str()]);
    }
    with_preferences(request, &preferences)
}

fn timezone(zone: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-');
    if zone.is_empty() || !zone.chars().all(plain) {
        return Err(Error::request(format!(
            "{zone:?} is not the name of a time zone: write one like `Europe/Berlin`"
        )));
    }
    Ok(format!("timezone={zone}"))
}

/// `HEAD` for the number of rows; `GET` of none where the body of an error is wanted.
pub(crate) fn count(plan: &ReadPlan, method: Method) -> Result<Request> {
    let (select, relations) = first_column(plan)?;
    request(plan, "database.count", method, plan.count, |target, method| {
        target.pair("select", &select);
        relations.push(target, plan.call.is_some());
        if *method != Method::HEAD {
            target.pair("limit", "0");
        }
    })
}

/// `GET` of one column of one row.
pub(crate) fn exists(plan: &ReadPlan) -> Result<Request> {
    let (select, relations) = first_column(plan)?;
    request(plan, "database.exists", Method::GET, plan.count, |target, _| {
        target.pair("select", &select);
        relations.push(target, plan.call.is_some());
        target.pair("limit", "1");
    })
}

/// A column grant may forbid `*`; the first column is one that the caller reads anyway. The conditions come with it.
fn first_column(plan: &ReadPlan) -> Result<(String, Relations<'_>)> {
    let relations = resolve_conditions(plan)?;
    let first = plan.table.columns.first().map(|column| SelectItem::Column {
        alias: None,
        name: column.name,
        cast: None,
    });
    let mut select = match (&first, &plan.selection) {
        (Some(first), _) => select_tree(plan.table, core::slice::from_ref(first), &relations.embeds)?,
        (None, Selection::Raw(text)) => select_raw(plan.table, text, &relations.embeds),
        (None, _) => return Err(Error::request("the table has no columns")),
    };
    if plan.call.is_some() {
        rpc::push_columns(&relations, &[], first.as_slice(), &[], &mut select);
    }
    Ok((select, relations))
}

fn push_window(plan: &ReadPlan, target: &mut Target) {
    write_window("", plan.limit, plan.offset, target);
}

/// `limit` and `offset` under a path. PostgREST refuses `limit=0` beside an offset, which then means nothing.
pub(super) fn write_window(path: &str, limit: Option<u64>, offset: Option<u64>, target: &mut Target) {
    let offset = offset.filter(|_| limit != Some(0));
    for (name, rows) in [("limit", limit), ("offset", offset)] {
        if let Some(rows) = rows {
            if path.is_empty() {
                target.pair(name, &rows.to_string());
            } else {
                target.pair(&format!("{path}{name}"), &rows.to_string());
            }
        }
    }
}

/// Whether the leaf's key survives the gateway's query parser, which gives brackets a meaning.
pub(super) fn is_plain_key(leaf: &Leaf) -> bool {
    let mut key = String::new();
    write_column(&leaf.column, &mut key);
    !key.contains(['[', ']'])
}

/// `column=op.value`
pub(super) fn push_plain(path: &str, leaf: &Leaf, target: &mut Target) {
    let mut key = String::from(path);
    write_column(&leaf.column, &mut key);
    target.pair(&key, &plain_value(leaf));
}

/// One `and`, `or`, `not.and` or `not.or` parameter for all of these.
pub(super) fn push_tree(path: &str, nodes: &[Node], target: &mut Target) {
    let mut value = String::with_capacity(64);
    let key = match nodes {
        [Node::Or(operands)] => {
            write_operands(operands, &mut value);
            "or"
        }
        [Node::Not(inner)] => match inner.as_ref() {
            Node::And(operands) => {
                write_operands(operands, &mut value);
                "not.and"
            }
            Node::Or(operands) => {
                write_operands(operands, &mut value);
                "not.or"
            }
            _ => {
                write_operands(nodes, &mut value);
                "and"
            }
        },
        nodes => {
            write_operands(nodes, &mut value);
            "and"
        }
    };
    if path.is_empty() {
        target.pair(key, &value);
    } else {
        target.pair(&format!("{path}{key}"), &value);
    }
}
