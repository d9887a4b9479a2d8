//! no method named `secrets` found for reference `&Client<insforge::User>`
use insforge::{Client, User};

fn case(client: &Client<User>) {
    let _ = client.secrets();
}

fn main() {}
