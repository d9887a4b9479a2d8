//! A projection's code relies on no name that the user's module may have otherwise.
#![allow(non_camel_case_types)]

use ::insforge::{Projection, Table};

type Result<T> = ::core::result::Result<T, Error>;
struct Error;
struct Option_;
mod core {}
mod std {}
mod serde {}
mod insforge {}

/// Shadows what generated code would call if it did not say where it is.
trait Shadows {
    fn read(&self) -> u8 {
        0
    }
    fn item(&self) -> u8 {
        0
    }
    fn take(&self) -> u8 {
        0
    }
}
impl<T> Shadows for T {}

#[derive(Table, Debug, Clone)]
#[table(name = "a")]
#[relation(b: one A via b_id)]
struct A {
    #[column(pk)]
    id: i64,
    b_id: Option<i64>,
}

#[derive(Projection, Debug)]
#[projection(A)]
struct P {
    id: i64,
    #[proj(embed = b)]
    b: Option<A>,
}

fn unused(_: Option_) -> Result<u8> {
    Err(Error)
}
