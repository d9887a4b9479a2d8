//! PostgREST's features one by one: each that InsForge serves has a test here, each other one the reason.
//!
//! A row names the feature as PostgREST's manual spells it, and its test: `section::name` in this folder, a path in
//! `tests/ui` where the compiler is the test, or `local::limits::name` where a raw request shows what the gateway
//! refuses. "Not served" is the gateway's limit; "not offered" is ours, with the reason. The test at the end
//! holds the rows against the functions.
//!
//! # d.1 Filter operators
//!
//! | Feature | Test |
//! |---|---|
//! | `eq`, `neq`; `eq.null` compares with the text | `filters::eq_and_neq` |
//! | `gt`, `gte`, `lt`, `lte` | `filters::order_comparisons` |
//! | `like`, `ilike`; a star stays a star | `filters::like_and_ilike` |
//! | `match`, `imatch` | `filters::regular_expressions` |
//! | `in`; the empty list; a list of the empty text | `filters::lists` |
//! | `is.null`, `is.true`, `is.false`, `is.unknown`, `not.is.null` | `filters::null_and_truth` |
//! | `isdistinct` | `filters::is_distinct` |
//! | `fts`, `plfts`, `phfts`, `wfts`, with and without a configuration | `filters::full_text_search` |
//! | `fts` on json: PostgreSQL has no such operator | not served: search a path's text, `filters::full_text_search` |
//! | `cs`, `cd` on arrays, ranges and documents | `filters::containment` |
//! | `ov` on arrays and ranges | `filters::overlap` |
//! | `sl`, `sr`, `nxl`, `nxr`, `adj` | `filters::range_operators` |
//! | `op(any)`, `op(all)` | `filters::any_and_all` |
//! | `not.` before an operator | `filters::negation` |
//! | JSON paths, also repeated on reads and on deletes | `filters::json_paths` |
//! | a computed field | `filters::computed_fields` |
//! | `path.column=op.value` narrows embedded rows | `filters::embedded_rows` |
//! | `embed=is.null`, `embed=not.is.null` | `filters::rows_with_and_without_related_ones` |
//!
//! # d.2 Logic
//!
//! | Feature | Test |
//! |---|---|
//! | `and=(..)`, `or=(..)` | `logic::and_and_or` |
//! | `not.and=`, `not.or=` | `logic::negated_groups` |
//! | nesting | `logic::nesting` |
//! | `path.or=`, `path.and=` | `logic::groups_on_embedded_rows` |
//! | quoting of operands and list elements | `logic::quoting` |
//! | related rows inside `or` | `logic::related_rows_in_a_group` |
//! | trees on `PATCH` and `DELETE`, with and without rows returned | `logic::trees_on_writes` |
//! | a tree over a column that is set, with rows returned | not served: `logic::trees_on_writes` |
//!
//! # d.3 Identifiers and reserved keys
//!
//! | Feature | Test |
//! |---|---|
//! | names to be quoted, in select, filter, order and columns | `names::quoted_names` |
//! | PostgREST's reserved names | `names::reserved_names` |
//! | names that the gateway takes or drops | `names::names_hostile_to_the_gateway` |
//! | an argument of a column's name | `names::arguments_and_columns_of_one_name` |
//!
//! # d.4 select
//!
//! | Feature | Test |
//! |---|---|
//! | columns, aliases, casts | `selects::columns_aliases_and_casts` |
//! | `*` | not offered: a struct names its columns, so that a new column breaks nobody |
//! | JSON paths with alias and cast | `selects::json_paths` |
//! | `sum()`, `avg()`, `min()`, `max()`, `count()` | not served: `local::limits::aggregates`, `ui/fail/unsupported/aggregate` |
//! | `rel(count)` | `selects::counts_of_related_rows` |
//! | `rel(..)` nested, aliased | `selects::nested_embeds` |
//! | `rel!hint(..)` for two keys to one table | `selects::hints` |
//! | `!inner`, `!left` | `selects::inner_and_left` |
//! | `rel()` | `filters::rows_with_and_without_related_ones` |
//! | `...rel(..)` to one | `selects::spread` |
//! | `...rel(..)` to many | not served: `local::limits::spread_of_many` |
//! | self reference | `selects::self_reference` |
//! | many to many through a junction | `selects::many_to_many` |
//! | computed relationship | `selects::computed_relationship` |
//! | embeds on writes | `selects::embeds_on_writes` |
//! | embeds on functions | `functions::embeds_and_relations` |
//! | tuples and untyped selects | `selects::tuples`, `selects::raw_select` |
//!
//! # d.5 order, limit, range, count
//!
//! | Feature | Test |
//! |---|---|
//! | `asc`, `desc`, `nullsfirst`, `nullslast`, several | `windows::directions_and_nulls` |
//! | by a JSON path | `windows::by_json_path` |
//! | by a column of a related row, also nested | `windows::by_a_related_row` |
//! | by a relation to many | not served: `ui/fail/unsupported/order_by_many` |
//! | `path.order`, `path.limit`, `path.offset` | `windows::of_embedded_rows` |
//! | `limit`, `offset` | `windows::limit_and_offset` |
//! | the `Range` header | not offered: `local::limits::range_header` |
//! | `count=exact`, `planned`, `estimated` | `windows::counts` |
//! | an offset past the end | `windows::past_the_end` |
//! | `HEAD` for the count alone | `windows::head` |
//! | the number of rows that a write touched | `windows::rows_touched` |
//!
//! # d.6 Writes
//!
//! | Feature | Test |
//! |---|---|
//! | `POST` of an object, of an array | `writes::one_row_and_many` |
//! | CSV and form bodies | not served: `local::limits::csv_bodies` |
//! | `columns=` and `missing=default` | `writes::columns_and_defaults` |
//! | `missing=null` | not offered: a row says what is NULL |
//! | `return=minimal`, `return=representation` | `writes::returning` |
//! | `return=headers-only` | not offered: `Location` lacks the gateway's prefix; return the key instead |
//! | `resolution=merge-duplicates`, `ignore-duplicates`, `on_conflict` | `writes::upserts` |
//! | `PUT` | not offered: an upsert with the key does the same |
//! | `PATCH`, `DELETE` with filters | `writes::updates_and_deletes` |
//! | `PATCH`, `DELETE` with `limit` | not served: `ui/fail/unsupported/limit_on_delete` |
//! | `max-affected` with `handling=strict` | `writes::max_affected` |
//! | `tx=rollback` | not served: `local::limits::rolled_back_transactions` |
//! | `timezone` | `media::time_zones` |
//! | an empty `PATCH` or `POST` | `writes::nothing_to_write` |
//! | users' own structs: `derive(Insert)`, `derive(Patch)` | `writes::own_structs` |
//!
//! # d.7 Functions
//!
//! | Feature | Test |
//! |---|---|
//! | `POST` with named arguments | `functions::posted` |
//! | `GET`, `HEAD` of stable ones | `functions::read` |
//! | one unnamed `json` parameter | `functions::unnamed_parameter` |
//! | an unnamed `text`, `bytea` or `xml` parameter | not served: `local::limits::bodies_that_are_not_json` |
//! | overloads by argument names; ambiguous ones | `functions::overloads` |
//! | `VARIADIC` | `functions::variadic` |
//! | defaults | `functions::defaults` |
//! | `void` | `functions::nothing` |
//! | a scalar, a set of scalars | `functions::scalars` |
//! | a composite type, `OUT` parameters | `functions::composites` |
//! | `SETOF`, `TABLE`: filters, select, order, page, embeds | `functions::tables`, `functions::embeds_and_relations` |
//! | `params=single-object` | not offered: deprecated since 12 |
//!
//! # d.8 Media types and headers
//!
//! | Feature | Test |
//! |---|---|
//! | `application/vnd.pgrst.object+json`, and its rollback | `media::exactly_one_row` |
//! | `nulls=stripped` | not offered: decoding needs the columns, NULL or not |
//! | `text/csv` | `media::csv` |
//! | `application/geo+json` | not served: `local::limits::geojson` |
//! | custom media types | not offered: a function that returns text does the same |
//! | `application/openapi+json` on the root | not served: `local::limits::root` |
//! | `application/vnd.pgrst.plan` | not served: `media::explain`, `local::limits::plans` |
//! | `Accept-Profile`, `Content-Profile` | `media::profiles` |

mod filters;
mod functions;
mod logic;
mod media;
mod names;
mod selects;
mod shared;
mod windows;
mod writes;

use std::collections::BTreeSet;
use std::path::Path;

/// Every name in the table is that of a test, and every test of this folder is in the table.
#[test]
fn the_table_names_the_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut listed = BTreeSet::new();
    let mut wrong = Vec::new();
    let table = include_str!("mod.rs");
    for row in table.lines().filter(|line| line.starts_with("//! |")) {
        // The last cell; the code in it is in every second part between backticks.
        let cell = row.trim_end_matches('|').rsplit(" | ").next().unwrap_or_default();
        let mut names = 0;
        for name in cell.split('`').skip(1).step_by(2) {
            names += 1;
            let exists = if name.starts_with("ui/") {
                root.join(format!("{name}.rs")).is_file()
            } else if let Some(test) = name.strip_prefix("local::limits::") {
                read("it/local/limits.rs").contains(&format!("async fn {test}("))
            } else if let Some((section, test)) = name.split_once("::") {
                listed.insert(name.to_owned());
                read(&format!("it/ticklist/{section}.rs")).contains(&format!("async fn {test}("))
            } else {
                // A word of the reason.
                true
            };
            if !exists {
                wrong.push(format!("there is no test `{name}`"));
            }
        }
        if names == 0 && !cell.contains("not offered") && !cell.contains("---") && cell.trim() != "Test" {
            wrong.push(format!("no test: {row}"));
        }
    }
    for section in [
        "filters",
        "functions",
        "logic",
        "media",
        "names",
        "selects",
        "windows",
        "writes",
    ] {
        let source = read(&format!("it/ticklist/{section}.rs"));
        for test in source.split("#[tokio::test]\nasync fn ").skip(1) {
            let name = test.split('(').next().unwrap_or_default();
            if !listed.contains(&format!("{section}::{name}")) {
                wrong.push(format!("the table lacks `{section}::{name}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
