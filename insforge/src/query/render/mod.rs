//! Every rule of encoding: plans in, requests out, no I/O.
//!
//! Four contexts of quoting, none of which may be taken for another:
//!
//! | where | rule |
//! |---|---|
//! | `column=op.VALUE` | the value as it is: quotes would become part of it |
//! | an element of `in.(..)` | in double quotes unless plain |
//! | an operand inside `and=(..)`, `or=(..)` | in double quotes unless plain; `is` words never |
//! | an element of an array or range literal | PostgreSQL's own quoting, done by the value |
//!
//! Three encodings of conditions: reads fold all of a scope into one parameter, since InsForge's gateway turns a
//! repeated key into another key; writes keep plain keys and use a tree only where they must, since PostgREST 12
//! applies a tree a second time to the rows that it returns; rpc answers need their columns selected.
//! Source: CONTRACT.md 3.3 and F.1, POSTGREST.md d.1 to d.6.

mod condition;
mod identifier;
mod read;
mod relation;
mod rpc;
mod select;
mod simplify;
mod split;
mod spread;
mod write;
mod write_scope;

pub(crate) use self::read::{
    ReadPlan, ReadShape, Selection, count, csv, exists, select as select_rows, select_with_keys,
};
pub(crate) use self::select::{column_list as names, order_list as order_text};
pub(crate) use self::split::{Parts, split};
pub(crate) use self::write::{Answer, Conflict, InsertPlan, Verb, WritePlan, insert, write};

#[cfg(test)]
mod tests;

use http::header::{HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::http::{Request, Target};
use crate::schema::{TableMeta, ValueError};

pub(crate) const RECORDS: &str = "/api/database/records";
const PREFER: HeaderName = HeaderName::from_static("prefer");
const ACCEPT_PROFILE: HeaderName = HeaderName::from_static("accept-profile");
const CONTENT_PROFILE: HeaderName = HeaderName::from_static("content-profile");

/// PostgREST's media type for a request that fails, and rolls back, unless it yields exactly one row.
pub(crate) const SINGULAR: HeaderValue = HeaderValue::from_static("application/vnd.pgrst.object+json");

fn target(table: &TableMeta, name: Option<&str>) -> Result<Target> {
    Target::new(RECORDS).segment(name.unwrap_or(table.name))
}

fn refused(reason: &ValueError) -> Error {
    Error::request(reason.to_string())
}

/// Names the schema where it is not the project's default.
fn with_schema(request: Request, header: HeaderName, schema: Option<&str>) -> Result<Request> {
    let Some(schema) = schema else {
        return Ok(request);
    };
    match HeaderValue::from_str(schema) {
        Ok(value) if !schema.is_empty() && schema.is_ascii() => Ok(request.header(header, value)),
        _ => Err(Error::request(format!(
            "{schema:?} cannot be sent as a schema name"
        ))),
    }
}

/// Joins preferences into the one `Prefer` header.
fn with_preferences(request: Request, preferences: &[&str]) -> Result<Request> {
    if preferences.is_empty() {
        return Ok(request);
    }
    let joined = preferences.join(",");
    let value = HeaderValue::from_str(&joined).map_err(|_| Error::request("a preference cannot be sent"))?;
    Ok(request.header(PREFER, value))
}
