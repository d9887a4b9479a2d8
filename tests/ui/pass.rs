//! Declarations and queries that compile, a theme a file.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "written like a library, much of it compiled and not run"
)]

mod composite_key;
mod derived_writes;
mod dynamic_filters;
mod enums_and_newtypes;
mod every_attribute;
mod facade;
mod hygiene;
mod in_a_function;
mod in_a_macro;
mod inserts;
mod names;
mod operators;
mod returning;
mod sql_types;
mod strict_lints;
mod views;
