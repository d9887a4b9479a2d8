//! no method named `auth` found for reference `&Client<Admin>`
use insforge::{Admin, Client};

fn case(client: &Client<Admin>) {
    let _ = client.auth();
}

fn main() {}
