//! Declarations and queries that compile, a theme a file.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "written like a library, much of it compiled and not run"
)]

mod aliases;
mod another_crate_name;
mod assignments;
mod calls;
mod captured_values;
mod composite_foreign_keys;
mod composite_key;
mod conditional_fields;
mod constants;
mod cursors;
mod derived_writes;
mod dynamic_filters;
mod enums_and_newtypes;
mod errors;
mod every_attribute;
mod facade;
mod generic_columns;
mod generic_reads;
mod hygiene;
mod in_a_function;
mod in_a_macro;
mod inserts;
mod json_documents;
mod junctions;
mod lists;
mod many_columns;
mod mutual_tables;
mod names;
mod names_of_methods;
mod nested_scopes;
mod newtypes_as_keys;
mod operators;
mod optional_values;
mod orders_of_run_time;
mod projections_in_a_macro;
mod read_filters_in_loops;
mod relations_across_modules;
mod repositories;
mod reserved_words;
mod returning;
mod roles;
mod rows_in_tests;
mod serde_beside;
mod shadowed_names;
mod spawned_futures;
mod specifications;
mod sql_types;
mod stored_queries;
mod streams;
mod strict_lints;
mod strict_projections;
mod two_keys;
mod view_projections;
mod views;
