//! What a local InsForge refuses although the real gateway would take it and corrupt, drop or misread something.
//!
//! | Rule | What the real gateway does |
//! |---|---|
//! | [`repeated_control`] | a repeated `or`, `and`, `order`, `select`, … becomes `or[]`, which is read as a column |
//! | [`repeated_path`] | a repeated JSON path compares another key: wrong rows, also for DELETE |
//! | [`repeated_on_read`] | a repeated key on GET becomes `key[]`; of a scalar rpc argument the last wins |
//! | [`repeated_too_often`] | more than 20 values of one key are re-encoded in another way |
//! | [`split_elsewhere`] | a `]=` in a value ends the key there: the rest becomes a filter of its own |
//! | [`bracket`] | a key with brackets is taken apart |
//! | [`reserved_key`] | `__proto__`, `constructor` and whatever else objects inherit are dropped |
//! | [`too_many_parameters`] | parameters beyond 1000 are dropped |
//! | [`empty_in_list`] | `in.("")` is the empty list, not a list of the empty string |
//! | [`range_header`] | the Range header is not part of the contract; `limit` and `offset` are |
//! | [`encoded_body`] | compressed and chunked bodies are forwarded under headers that no longer fit |
//! | [`body_of_other_kind`] | a body that is not `application/json` becomes `{}` |
//! | [`number_changed`] | a number that JavaScript cannot hold arrives as another one |
//! | [`empty_string_lost`] | an empty string for a column that is not text is dropped |
//! | [`bulk_without_columns`] | rows with different keys fail or lose values unless `columns` names them |
//! | [`tree_on_insert`] | a tree hides inserted rows from the answer |
//! | [`scoped_tree_on_write`] | an embedded table's tree is applied to the written table |
//! | [`tree_not_selected`] | a tree is applied again to the returned rows, which lack the column |
//! | [`tree_column_assigned`] | a tree is applied again to the changed rows: they are reported as not changed |
//! | [`name_not_addressable`] | a name with `/`, `?` or `#` ends the path |
//!
//! A look-alike such as `schema=eq.x` is refused in [`super::schema_choice`], where the schema is chosen.

use axum::http::{HeaderMap, Method, header};

use super::Half;
use super::empty_strings::{first_lost, rows};
use super::json_numbers::first_changed;
use super::logic_tree::{Leaf, leaves};
use super::query::{Query, is_tree, last_part};
use super::select_list;
use super::table_facts::TableFacts;
use crate::body::is_json;
use crate::reply::Failure;

/// A request, as the rules look at it.
pub(crate) struct Look<'a> {
    pub(crate) half: Half,
    pub(crate) method: &'a Method,
    pub(crate) name: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) query: &'a Query,
    /// The body as it came.
    pub(crate) raw: &'a [u8],
    /// The body as JSON text.
    pub(crate) body: &'a str,
    pub(crate) facts: &'a TableFacts,
}

type Rule = fn(&Look<'_>) -> Option<String>;

const RULES: [Rule; 19] = [
    name_not_addressable,
    too_many_parameters,
    split_elsewhere,
    bracket,
    reserved_key,
    repeated_control,
    repeated_path,
    repeated_on_read,
    repeated_too_often,
    empty_in_list,
    range_header,
    body_of_other_kind,
    number_changed,
    empty_string_lost,
    bulk_without_columns,
    tree_on_insert,
    scoped_tree_on_write,
    tree_not_selected,
    tree_column_assigned,
];

/// The first rule a request breaks is its answer.
pub(crate) fn check(look: &Look<'_>) -> Result<(), Failure> {
    match RULES.iter().find_map(|rule| rule(look)) {
        Some(message) => Err(Failure::strict(message)),
        None => Ok(()),
    }
}

/// Looked at before the body is read, since a compressed one could not be read.
pub(crate) fn check_encoding(headers: &HeaderMap) -> Result<(), Failure> {
    encoded_body(headers).map_or(Ok(()), |message| Err(Failure::strict(message)))
}

fn encoded_body(headers: &HeaderMap) -> Option<String> {
    (headers.contains_key(header::CONTENT_ENCODING) || headers.contains_key(header::TRANSFER_ENCODING)).then(
        || "a request body must be sent plain and with Content-Length, not compressed or chunked".to_owned(),
    )
}

impl Look<'_> {
    fn reads(&self) -> bool {
        matches!(*self.method, Method::GET | Method::HEAD)
    }

    fn sends_body(&self) -> bool {
        matches!(*self.method, Method::POST | Method::PATCH | Method::PUT)
    }

    fn returns_rows(&self) -> bool {
        let prefer = self.headers.get_all("prefer");
        prefer
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|text| text.contains("return=representation"))
    }

    fn repeated(&self) -> impl Iterator<Item = (&str, usize)> {
        self.query.counts().into_iter().filter(|(_, count)| *count > 1)
    }

    /// The conditions of the table's own trees on a PATCH or DELETE that returns rows.
    fn returned_tree(&self) -> Vec<Leaf> {
        let writes = matches!(*self.method, Method::PATCH | Method::DELETE);
        if self.half != Half::Records || !writes || !self.returns_rows() {
            return Vec::new();
        }
        self.query
            .pairs
            .iter()
            .filter(|(key, _)| is_tree(key))
            .flat_map(|(_, tree)| leaves(tree))
            .collect()
    }
}

fn name_not_addressable(look: &Look<'_>) -> Option<String> {
    look.name.contains(['/', '?', '#']).then(|| {
        format!(
            "the name `{}` cannot be addressed: `/`, `?` and `#` end the path",
            look.name
        )
    })
}

fn too_many_parameters(look: &Look<'_>) -> Option<String> {
    let count = look.query.pairs.len();
    (count > 1000).then(|| format!("the gateway drops all but 1000 parameters and this query has {count}"))
}

fn split_elsewhere(look: &Look<'_>) -> Option<String> {
    let part = look.query.split_elsewhere.as_ref()?;
    Some(format!(
        "the gateway ends the key of `{part}` at `]=`: encode the `=` as %3D"
    ))
}

fn bracket(look: &Look<'_>) -> Option<String> {
    let (key, _) = look
        .query
        .pairs
        .iter()
        .find(|(key, _)| key.contains(['[', ']']))?;
    Some(format!("the gateway takes keys with brackets apart: `{key}`"))
}

fn reserved_key(look: &Look<'_>) -> Option<String> {
    // What every JavaScript object inherits, and what the bodies of requests have been abused with.
    let hostile = [
        "__proto__",
        "constructor",
        "prototype",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
    ];
    let (key, _) = look
        .query
        .pairs
        .iter()
        .find(|(key, _)| hostile.contains(&key.as_str()))?;
    Some(format!(
        "the gateway drops the key `{key}`: quote the name or put the condition into `and=(…)`"
    ))
}

fn repeated_control(look: &Look<'_>) -> Option<String> {
    let control = [
        "or",
        "and",
        "order",
        "select",
        "limit",
        "offset",
        "columns",
        "on_conflict",
    ];
    let (key, _) = look
        .repeated()
        .find(|(key, _)| control.contains(&last_part(key)))?;
    Some(format!(
        "the key `{key}` must not be repeated: fold its values into one"
    ))
}

fn repeated_path(look: &Look<'_>) -> Option<String> {
    let (key, _) = look.repeated().find(|(key, _)| key.contains("->"))?;
    Some(format!(
        "the JSON path `{key}` must not be repeated, it would compare another key: fold it into `and=(…)`"
    ))
}

fn repeated_on_read(look: &Look<'_>) -> Option<String> {
    if !look.reads() {
        return None;
    }
    let (key, _) = look.repeated().next()?;
    Some(match look.half {
        Half::Records => format!("the key `{key}` must not be repeated on a read: fold it into `and=(…)`"),
        Half::Rpc => {
            format!("the argument `{key}` must not be repeated on a GET: call the function with POST")
        }
    })
}

fn repeated_too_often(look: &Look<'_>) -> Option<String> {
    let (key, count) = look.repeated().find(|(_, count)| *count > 20)?;
    Some(format!(
        "the key `{key}` is repeated {count} times, and the gateway re-encodes more than 20 values"
    ))
}

fn empty_in_list(look: &Look<'_>) -> Option<String> {
    let plain = |value: &str| matches!(value, r#"in.("")"# | r#"not.in.("")"#);
    let (key, _) = look.query.pairs.iter().find(|(key, value)| {
        plain(value) || is_tree(key) && leaves(value).iter().any(|leaf| plain(&leaf.condition))
    })?;
    Some(format!(
        "`in.(\"\")` is read as the empty list: compare with `eq.` instead (key `{key}`)"
    ))
}

fn range_header(look: &Look<'_>) -> Option<String> {
    (look.half == Half::Records && look.headers.contains_key(header::RANGE))
        .then(|| "the Range header is not to be used on records: send `limit` and `offset`".to_owned())
}

fn body_of_other_kind(look: &Look<'_>) -> Option<String> {
    (look.sends_body() && !look.raw.is_empty() && !is_json(look.headers))
        .then(|| "a body that is not `application/json` becomes `{}` at the gateway".to_owned())
}

fn number_changed(look: &Look<'_>) -> Option<String> {
    if !look.sends_body() {
        return None;
    }
    let literal = first_changed(look.body)?;
    Some(format!(
        "JavaScript would change the number {literal} in the body: send it as a string"
    ))
}

fn empty_string_lost(look: &Look<'_>) -> Option<String> {
    if look.half != Half::Records || !look.sends_body() || !look.body.contains("\"\"") {
        return None;
    }
    let column = first_lost(look.body, look.facts)?;
    Some(format!(
        "the gateway drops the empty string for `{column}`, which is not a text column"
    ))
}

fn bulk_without_columns(look: &Look<'_>) -> Option<String> {
    let bulk =
        look.half == Half::Records && *look.method == Method::POST && look.query.get("columns").is_none();
    // A single row cannot be ragged.
    (bulk && look.body.trim_start().starts_with('[') && rows(look.body).len() > 1)
        .then(|| "an insert of several rows must name its columns in `columns=`".to_owned())
}

fn tree_on_insert(look: &Look<'_>) -> Option<String> {
    let insert = look.half == Half::Records && matches!(*look.method, Method::POST | Method::PUT);
    if !insert || !look.returns_rows() {
        return None;
    }
    let (key, _) = look.query.pairs.iter().find(|(key, _)| is_tree(key))?;
    Some(format!(
        "the tree `{key}` would hide inserted rows from the answer"
    ))
}

fn scoped_tree_on_write(look: &Look<'_>) -> Option<String> {
    if look.half != Half::Records || look.reads() {
        return None;
    }
    let own = ["and", "or", "not.and", "not.or"];
    let (key, _) = look
        .query
        .pairs
        .iter()
        .find(|(key, _)| is_tree(key) && !own.contains(&key.as_str()))?;
    Some(format!(
        "the tree `{key}` of an embedded table is applied to the written table"
    ))
}

fn tree_not_selected(look: &Look<'_>) -> Option<String> {
    let tree = look.returned_tree();
    let selected = select_list::columns(look.query.get("select"))?;
    let leaf = tree
        .iter()
        .find(|leaf| !selected.contains(&leaf.column) && !look.facts.is_key(&leaf.column))?;
    Some(format!(
        "a tree on a write is applied to the returned rows too, so `select` must hold `{}`",
        leaf.column
    ))
}

fn tree_column_assigned(look: &Look<'_>) -> Option<String> {
    if *look.method != Method::PATCH {
        return None;
    }
    let tree = look.returned_tree();
    let assigned = rows(look.body);
    let leaf = tree
        .iter()
        .find(|leaf| assigned.iter().any(|row| row.contains_key(&leaf.column)))?;
    Some(format!(
        "a tree on a write is applied to the changed rows too, so `{}` cannot be set while rows are returned: use \
         return=minimal with a count",
        leaf.column
    ))
}
