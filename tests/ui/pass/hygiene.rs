//! Generated code relies on no name that the user's module may have otherwise.
#![allow(non_camel_case_types, unused_imports)]

use ::insforge::{PgEnum, PgValue, Table};
use ::std::primitive as p;

/// Names of the prelude.
mod shadows {
    pub(super) struct Result;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Some;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct From;
    pub(super) struct Default;
    pub(super) struct str;
    pub(super) struct bool;
    pub(super) struct usize;
}
use shadows::*;

mod core {}
mod std {}
mod insforge {}
mod serde {}

/// Names that generated code could take for its own parameters.
#[derive(PgValue)]
struct A(p::i64);
#[derive(PgValue)]
struct S(A);
#[derive(PgEnum)]
#[pg_enum(closed)]
enum D {
    S,
}
#[derive(PgEnum)]
enum Field {
    Ok,
    Err,
    Some(::std::string::String),
}

const COLUMNS: p::usize = 1;

#[derive(Table)]
#[table(name = "todos", unique(a, s))]
struct Set {
    #[column(pk)]
    a: A,
    s: S,
    d: ::core::option::Option<D>,
    field: Field,
    row: ::std::vec::Vec<p::i32>,
    #[column(default)]
    position: p::i32,
    value: p::i32,
    from: p::bool,
}

#[test]
fn it_works() {
    let _ = Set::COLS.a.eq(A(1)) & Set::COLS.position.eq(COLUMNS as p::i32);
}
