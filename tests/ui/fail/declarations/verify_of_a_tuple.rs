//! `Uuid` declares nothing that the database has
use insforge::prelude::*;
use insforge::{Admin, Client};
use uuid::Uuid;

#[derive(Table)]
#[table(name = "todos")]
struct Todo {
    done: bool,
}

async fn case(admin: &Client<Admin>) {
    let _ = admin.verify::<(Todo, Uuid)>().await;
}

fn main() {}
