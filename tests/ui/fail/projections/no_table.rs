//! `Card` does not say which table it reads

use insforge::prelude::*;

#[derive(Projection)]
struct Card {
    title: String,
}

fn main() {}
