//! `Todo` declares nothing that the database has
use insforge::{Admin, Client};

struct Todo {
    done: bool,
}

async fn case(admin: &Client<Admin>) {
    let _ = admin.verify::<Todo>().await;
}

fn main() {}
