use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::query::Query;
use crate::reply::Failure;

/// Picks the schema: the query's `schema`, else the profile header of the method, else `public`. A choice by query
/// becomes the header that PostgREST reads.
pub(crate) fn choose(
    method: &Method,
    query: &mut Query,
    headers: &mut HeaderMap,
    strict: bool,
) -> Result<String, Failure> {
    let profile = if matches!(*method, Method::GET | Method::HEAD) {
        HeaderName::from_static("accept-profile")
    } else {
        HeaderName::from_static("content-profile")
    };
    let values = query.take("schema");
    let chosen = match values.as_slice() {
        [] => {
            let mut given = headers.get_all(&profile).iter();
            let first = given
                .next()
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .trim()
                .to_owned();
            if given.next().is_some() {
                return Err(Failure::invalid_input(format!(
                    "The \"{profile}\" header must be a single schema name."
                )));
            }
            if first.is_empty() {
                return Ok("public".to_owned());
            }
            first
        }
        [one] if !one.trim().is_empty() => {
            if strict && looks_like_filter(one) {
                return Err(Failure::strict(format!(
                    "the key `schema` chooses a schema, it never filters: `schema={one}` must be written as \
                     `and=(schema.{one})`"
                )));
            }
            one.trim().to_owned()
        }
        _ => {
            return Err(Failure::invalid_input(
                "The \"schema\" query parameter must be a single non-empty schema name.",
            ));
        }
    };
    if chosen.starts_with("pg_") || chosen == "information_schema" {
        return Err(Failure::invalid_input(format!(
            "Schema \"{chosen}\" is not available in the dashboard."
        ))
        .hint("Internal PostgreSQL and platform schemas cannot be queried from the dashboard."));
    }
    let value = HeaderValue::from_str(&chosen)
        .map_err(|_| Failure::invalid_input("The schema name cannot be sent in a header."))?;
    headers.insert(profile, value);
    Ok(chosen)
}

fn looks_like_filter(value: &str) -> bool {
    let value = value.strip_prefix("not.").unwrap_or(value);
    let operator = value.split(['.', '(']).next().unwrap_or_default();
    operator.len() < value.len()
        && matches!(
            operator,
            "eq" | "neq"
                | "gt"
                | "gte"
                | "lt"
                | "lte"
                | "like"
                | "ilike"
                | "match"
                | "imatch"
                | "in"
                | "is"
                | "isdistinct"
                | "fts"
                | "plfts"
                | "phfts"
                | "wfts"
                | "cs"
                | "cd"
                | "ov"
                | "sl"
                | "sr"
                | "nxr"
                | "nxl"
                | "adj"
        )
}
