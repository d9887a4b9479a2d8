//! The derive macros of the [`insforge`](https://docs.rs/insforge) crate, which re-exports them.
//!
//! Each reads its input into a model, checks it and expands it; the modules follow that order.

mod attr;
mod check;
mod expand;
mod fallback;
mod model;
mod of_table;
mod pg_enum;
mod pg_value;
mod projection;
mod relation;
mod rpc;
mod sql_name;
mod subject;
mod suggest;
#[cfg(test)]
mod tests;
mod written;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("../docs/table.md")]
#[proc_macro_derive(Table, attributes(table, column, relation))]
pub fn table(input: TokenStream) -> TokenStream {
    expand::table(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/projection.md")]
#[proc_macro_derive(Projection, attributes(projection, proj))]
pub fn projection(input: TokenStream) -> TokenStream {
    projection::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/rpc.md")]
#[proc_macro_derive(Rpc, attributes(rpc, arg))]
pub fn rpc(input: TokenStream) -> TokenStream {
    rpc::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/pg_enum.md")]
#[proc_macro_derive(PgEnum, attributes(pg_enum))]
pub fn pg_enum(input: TokenStream) -> TokenStream {
    pg_enum::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/pg_value.md")]
#[proc_macro_derive(PgValue, attributes(pg_value))]
pub fn pg_value(input: TokenStream) -> TokenStream {
    pg_value::expand(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/insert.md")]
#[proc_macro_derive(Insert, attributes(insert))]
pub fn insert(input: TokenStream) -> TokenStream {
    written::insert(&parse_macro_input!(input as DeriveInput)).into()
}

#[doc = include_str!("../docs/patch.md")]
#[proc_macro_derive(Patch, attributes(patch))]
pub fn patch(input: TokenStream) -> TokenStream {
    written::patch(&parse_macro_input!(input as DeriveInput)).into()
}
