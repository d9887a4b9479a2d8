//! no method named `sql` found for reference `&Client<insforge::User>`
use insforge::{Client, User};

fn case(client: &Client<User>) {
    let _ = client.sql("select 1");
}

fn main() {}
